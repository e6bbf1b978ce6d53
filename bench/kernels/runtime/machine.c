/* The platform of QEMU's `-M virt` without firmware: 16550 UART and test finisher. */
#include "platform.h"

#define UART_THR ((volatile uint8_t *)0x10000000)
#define UART_LSR ((volatile uint8_t *)0x10000005)
#define UART_LSR_THRE 0x20
#define FINISHER ((volatile uint32_t *)0x100000)
#define FINISHER_PASS 0x5555u
#define FINISHER_FAIL 0x3333u

void platform_write(const char *text, size_t bytes) {
  while (bytes--) {
    while (!(*UART_LSR & UART_LSR_THRE)) {}
    *UART_THR = (uint8_t)*text++;
  }
}

_Noreturn void platform_exit(int status) {
  *FINISHER = status ? (uint32_t)status << 16 | FINISHER_FAIL : FINISHER_PASS;
  for (;;) {}
}

uint64_t platform_instructions(void) {
  uint64_t value;
  __asm__ volatile("rdinstret %0" : "=r"(value));
  return value;
}

static void write_hex(const char *label, uint64_t value) {
  char text[18] = " ";
  for (int digit = 0; digit < 16; digit++) text[1 + digit] = "0123456789abcdef"[(value >> (60 - 4 * digit)) & 15];
  platform_write(label, 7);
  platform_write(text, 17);
}

_Noreturn void machine_unexpected_trap(uint64_t mcause, uint64_t mepc, uint64_t mtval) {
  write_hex("\nmcause", mcause);
  write_hex("\nmepc  ", mepc);
  write_hex("\nmtval ", mtval);
  platform_write("\n", 1);
  platform_exit(1);
}
