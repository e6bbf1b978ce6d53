/* A PC without firmware: the first serial port, on which EOT (ASCII 4) and a digit tell that the kernel has ended, and how. */
#include "platform.h"

#define COM1_DATA 0x3f8
#define COM1_LINE_STATUS 0x3fd
#define LINE_STATUS_THRE 0x20
#define END_OF_TRANSMISSION 4

static void write_port(uint16_t port, uint8_t value) {
  __asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port));
}

static uint8_t read_port(uint16_t port) {
  uint8_t value;
  __asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
  return value;
}

static void write_byte(uint8_t byte) {
  while (!(read_port(COM1_LINE_STATUS) & LINE_STATUS_THRE)) {}
  write_port(COM1_DATA, byte);
}

void platform_write(const char *text, size_t bytes) {
  while (bytes--) write_byte((uint8_t)*text++);
}

_Noreturn void platform_exit(int status) {
  write_byte(END_OF_TRANSMISSION);
  write_byte(status ? '1' : '0');
  for (;;) __asm__ volatile("cli; hlt");
}

uint64_t platform_instructions(void) {
  return 0;
}
