/* A static riscv64 Linux program without a C library, for QEMU's user mode. */
#include "platform.h"

#define SYS_WRITE 64
#define SYS_EXIT 93
#define STDOUT 1

__asm__(
    ".globl _start\n"
    "_start:\n"
    ".option push\n"
    ".option norelax\n"
    "  la gp, __global_pointer$\n"
    ".option pop\n"
    "  call kernel_main\n"
    "  call platform_exit\n");

static long system_call(long number, long a, const void *b, size_t c) {
  register long a0 __asm__("a0") = a;
  register const void *a1 __asm__("a1") = b;
  register size_t a2 __asm__("a2") = c;
  register long a7 __asm__("a7") = number;
  __asm__ volatile("ecall" : "+r"(a0) : "r"(a1), "r"(a2), "r"(a7) : "memory");
  return a0;
}

void platform_write(const char *text, size_t bytes) {
  system_call(SYS_WRITE, STDOUT, text, bytes);
}

_Noreturn void platform_exit(int status) {
  for (;;) system_call(SYS_EXIT, status, NULL, 0);
}

uint64_t platform_instructions(void) {
  return 0;
}
