/* A ring of records in random order over 512 KiB: every load waits for the one before it, mostly on another page. */
#include "kernel.h"

#define RECORDS 8192u
#define STEPS 65536u

/* A cache line each, wherever pointers have four bytes or eight. */
struct record {
  struct record *next;
  uint32_t key;
} __attribute__((aligned(64)));

static struct record records[RECORDS];

/* Sattolo's shuffle: a permutation that is one single cycle. */
static void create_ring(uint64_t *random) {
  static uint32_t order[RECORDS];
  for (uint32_t i = 0; i < RECORDS; i++) order[i] = i;
  for (uint32_t i = RECORDS - 1; i > 0; i--) {
    uint32_t j = (uint32_t)xorshift64(random) % i, old = order[i];
    order[i] = order[j];
    order[j] = old;
  }
  for (uint32_t i = 0; i < RECORDS; i++) {
    records[i].next = &records[order[i]];
    records[i].key = (uint32_t)xorshift64(random);
  }
}

static __attribute__((noinline)) const struct record *chase(const struct record *at, uint32_t steps, uint32_t *keys) {
  uint32_t sum = 0;
  for (; steps > 0; steps--) {
    sum += at->key;
    at = at->next;
  }
  *keys += sum;
  return at;
}

static uint64_t run(uint32_t iterations) {
  uint64_t random = 0xc4a5e, checksum = 0;
  uint32_t keys = 0;
  create_ring(&random);
  const struct record *at = records;
  for (uint32_t round = 0; round < iterations; round++) {
    at = chase(at, STEPS + (round & 7), &keys);
    checksum = checksum_add(checksum, keys ^ (uint32_t)(at - records));
  }
  return checksum;
}

const struct kernel kernel = {"pointer-chase", 800, run};
