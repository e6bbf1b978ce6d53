/* Double-precision matrix multiply: loads, multiplies and additions. */
#include "kernel.h"

#define SIZE 64

/* matmul-fma.c has this source with its own choice. */
#ifndef MULTIPLY_ADD
#define MULTIPLY_ADD(x, y, sum) ((sum) + (x) * (y))
#define NAME "matmul-double"
#endif

static double a[SIZE][SIZE], b[SIZE][SIZE], c[SIZE][SIZE];

static __attribute__((noinline)) void multiply(void) {
  for (int row = 0; row < SIZE; row++)
    for (int column = 0; column < SIZE; column++) {
      double sum = 0;
      for (int k = 0; k < SIZE; k++) sum = MULTIPLY_ADD(a[row][k], b[k][column], sum);
      c[row][column] = sum;
    }
}

static uint64_t bits(double value) {
  union { double value; uint64_t bits; } pun = {value};
  return pun.bits;
}

static uint64_t run(uint32_t iterations) {
  uint64_t random = 0x6d61, checksum = 0;
  for (int i = 0; i < SIZE; i++)
    for (int j = 0; j < SIZE; j++) {
      a[i][j] = (double)(int32_t)xorshift64(&random) / 2147483648.0;
      b[i][j] = (double)(int32_t)xorshift64(&random) / 2147483648.0;
    }
  for (uint32_t round = 0; round < iterations; round++) {
    multiply();
    a[round % SIZE][round / SIZE % SIZE] += c[round % SIZE][0] / 64.0;
    checksum = checksum_add(checksum, bits(c[round % SIZE][round * 7 % SIZE]));
  }
  return checksum;
}

const struct kernel kernel = {NAME, 150, run};
