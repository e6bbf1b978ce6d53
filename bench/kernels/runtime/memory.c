/* The four functions that GCC may call even in a freestanding program (GCC manual, "Standards"). */
#include <stddef.h>
#include <stdint.h>

void *memcpy(void *restrict to, const void *restrict from, size_t bytes) {
  unsigned char *target = to;
  const unsigned char *source = from;
  if ((((uintptr_t)target ^ (uintptr_t)source) & 7) == 0) {
    for (; bytes && ((uintptr_t)target & 7); bytes--) *target++ = *source++;
    for (; bytes >= 8; bytes -= 8, target += 8, source += 8) *(uint64_t *)target = *(const uint64_t *)source;
  }
  while (bytes--) *target++ = *source++;
  return to;
}

void *memmove(void *to, const void *from, size_t bytes) {
  unsigned char *target = to;
  const unsigned char *source = from;
  if (target <= source) {
    for (size_t at = 0; at < bytes; at++) target[at] = source[at];
    return to;
  }
  while (bytes--) target[bytes] = source[bytes];
  return to;
}

void *memset(void *to, int value, size_t bytes) {
  unsigned char *target = to;
  uint64_t word = (uint8_t)value * 0x0101010101010101u;
  for (; bytes && ((uintptr_t)target & 7); bytes--) *target++ = (uint8_t)value;
  for (; bytes >= 8; bytes -= 8, target += 8) *(uint64_t *)target = word;
  while (bytes--) *target++ = (uint8_t)value;
  return to;
}

int memcmp(const void *left, const void *right, size_t bytes) {
  const unsigned char *a = left, *b = right;
  for (; bytes; bytes--, a++, b++)
    if (*a != *b) return *a - *b;
  return 0;
}
