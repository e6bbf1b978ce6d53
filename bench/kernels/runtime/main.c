/* Runs the linked kernel once and prints `KERNEL name iterations checksum instructions`. */
#include "kernel.h"
#include "platform.h"

#ifndef KERNEL_SCALE
#define KERNEL_SCALE 1
#endif

static char line[128];
static size_t used;

static void put_text(const char *text) {
  while (*text) line[used++] = *text++;
}

static void put_hex(uint64_t value) {
  put_text("0x");
  for (int shift = 60; shift >= 0; shift -= 4) line[used++] = "0123456789abcdef"[(value >> shift) & 15];
}

static void put_decimal(uint64_t value) {
  if (value >= 10) put_decimal(value / 10);
  line[used++] = (char)('0' + value % 10);
}

int kernel_main(void) {
  uint32_t iterations = kernel.iterations * KERNEL_SCALE;
  uint64_t before = platform_instructions();
  uint64_t checksum = kernel.run(iterations);
  uint64_t instructions = platform_instructions() - before;
  put_text("KERNEL ");
  put_text(kernel.name);
  put_text(" ");
  put_decimal(iterations);
  put_text(" ");
  put_hex(checksum);
  put_text(" ");
  put_decimal(instructions);
  put_text("\n");
  platform_write(line, used);
  return 0;
}
