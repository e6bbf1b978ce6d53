/* The sieve of Eratosthenes over bytes, and a count of what is left. */
#include "kernel.h"

#define LIMIT 65536

static uint8_t composite[LIMIT];

static uint32_t sieve(uint32_t limit) {
  uint32_t primes = 0;
  for (uint32_t n = 2; n < limit; n++) composite[n] = 0;
  for (uint32_t n = 2; n < limit; n++) {
    if (composite[n]) continue;
    primes++;
    for (uint32_t multiple = n * 2; multiple < limit; multiple += n) composite[multiple] = 1;
  }
  return primes;
}

static uint64_t run(uint32_t iterations) {
  uint64_t checksum = 0;
  for (uint32_t round = 0; round < iterations; round++) checksum = checksum_add(checksum, sieve(LIMIT - (round & 1023)));
  return checksum;
}

const struct kernel kernel = {"sieve", 550, run};
