/* What a kernel offers to the runtime, and the runtime to a kernel. */
#ifndef KERNEL_H
#define KERNEL_H

#include <stddef.h>
#include <stdint.h>

struct kernel {
  const char *name;
  uint32_t iterations;
  /* Does the work `iterations` times and returns a checksum that depends on all of it. */
  uint64_t (*run)(uint32_t iterations);
};

extern const struct kernel kernel;

/* Marsaglia's xorshift64: the one source of test data, so every build computes the same checksum. */
static inline uint64_t xorshift64(uint64_t *state) {
  uint64_t x = *state;
  x ^= x << 13;
  x ^= x >> 7;
  x ^= x << 17;
  return *state = x;
}

/* Order-dependent mix of a value into a checksum (FNV-1a's prime, a word at a time). */
static inline uint64_t checksum_add(uint64_t checksum, uint64_t value) {
  checksum = (checksum ^ value) * 0x100000001b3u;
  return checksum ^ (checksum >> 29);
}

#endif
