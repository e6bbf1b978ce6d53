/* Pointer chasing and scattered updates over 16 MiB: each access another page, so the TLB is what is measured. */
#include "kernel.h"

#define WORDS (16u << 20 >> 3)
#define UPDATES_PER_ROUND 8192

static uint64_t words[WORDS];

static uint64_t chase(uint64_t at, uint32_t steps) {
  while (steps--) at = words[at & (WORDS - 1)];
  return at;
}

static void update(uint64_t *random, uint32_t updates) {
  while (updates--) {
    uint64_t value = xorshift64(random);
    words[value & (WORDS - 1)] ^= value >> 7;
  }
}

static uint64_t run(uint32_t iterations) {
  uint64_t random = 0xfeedface, checksum = 0;
  for (uint32_t i = 0; i < WORDS; i++) words[i] = (i * UINT64_C(0x9e3779b97f4a7c15)) >> 20;
  for (uint32_t round = 0; round < iterations; round++) {
    update(&random, UPDATES_PER_ROUND);
    checksum = checksum_add(checksum, chase(random, UPDATES_PER_ROUND));
  }
  return checksum;
}

const struct kernel kernel = {"random-access", 100, run};
