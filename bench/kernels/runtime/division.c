/* 64-bit division for i386, which GCC leaves to its library; kernels divide so only while they set up and print. */
#include <stdint.h>

static uint64_t divide(uint64_t dividend, uint64_t divisor, uint64_t *remainder) {
  uint64_t quotient = 0, left = 0;
  for (int bit = 63; bit >= 0; bit--) {
    left = left << 1 | (dividend >> bit & 1);
    if (left < divisor) continue;
    left -= divisor;
    quotient |= UINT64_C(1) << bit;
  }
  *remainder = left;
  return quotient;
}

uint64_t __udivdi3(uint64_t dividend, uint64_t divisor);
uint64_t __umoddi3(uint64_t dividend, uint64_t divisor);

uint64_t __udivdi3(uint64_t dividend, uint64_t divisor) {
  uint64_t remainder;
  return divide(dividend, divisor, &remainder);
}

uint64_t __umoddi3(uint64_t dividend, uint64_t divisor) {
  uint64_t remainder;
  divide(dividend, divisor, &remainder);
  return remainder;
}
