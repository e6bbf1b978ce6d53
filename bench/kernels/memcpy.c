/* Block copies of words and of bytes at every alignment, as a kernel's copy routines do them. */
#include "kernel.h"

#define BUFFER_WORDS (64 * 1024 / 8)

static uint64_t source[BUFFER_WORDS];
static uint64_t target[BUFFER_WORDS];

static __attribute__((noinline)) void copy_words(uint64_t *to, const uint64_t *from, size_t words) {
  for (; words >= 8; words -= 8, to += 8, from += 8) {
    uint64_t a = from[0], b = from[1], c = from[2], d = from[3], e = from[4], f = from[5], g = from[6], h = from[7];
    to[0] = a, to[1] = b, to[2] = c, to[3] = d, to[4] = e, to[5] = f, to[6] = g, to[7] = h;
  }
}

static __attribute__((noinline)) void copy_bytes(volatile uint8_t *to, const uint8_t *from, size_t bytes) {
  while (bytes--) *to++ = *from++;
}

static uint64_t run(uint32_t iterations) {
  uint64_t random = 0x1234567, checksum = 0;
  for (size_t i = 0; i < BUFFER_WORDS; i++) source[i] = xorshift64(&random);
  for (uint32_t round = 0; round < iterations; round++) {
    copy_words(target, source, BUFFER_WORDS);
    copy_bytes((uint8_t *)target + (round & 7), (const uint8_t *)source + (round >> 3 & 7), 4096);
    checksum = checksum_add(checksum, target[round % BUFFER_WORDS]);
    source[round % BUFFER_WORDS] = checksum;
  }
  return checksum;
}

const struct kernel kernel = {"memcpy", 20000, run};
