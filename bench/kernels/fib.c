/* Fibonacci numbers by recursion: calls, returns and stack traffic. */
#include "kernel.h"

static __attribute__((noinline)) uint32_t fib(uint32_t n);

/* A second function, so that the compiler cannot unroll the recursion into itself. */
static __attribute__((noinline)) uint32_t fib_previous(uint32_t n) {
  return fib(n - 1);
}

static __attribute__((noinline)) uint32_t fib(uint32_t n) {
  if (n < 2) return n;
  uint32_t previous = fib_previous(n);
  return previous + fib(n - 2);
}

static uint64_t run(uint32_t iterations) {
  uint64_t checksum = 0;
  for (uint32_t round = 0; round < iterations; round++) checksum = checksum_add(checksum, fib(22 + (round & 1)));
  return checksum;
}

const struct kernel kernel = {"fib", 400, run};
