/* What main.c needs from the place where a kernel runs: machine.c, linux.c, multiboot.c or native.c. */
#ifndef PLATFORM_H
#define PLATFORM_H

#include <stddef.h>
#include <stdint.h>

void platform_write(const char *text, size_t bytes);
_Noreturn void platform_exit(int status);
/* Instructions retired so far, or 0 where nobody counts them. */
uint64_t platform_instructions(void);
/* Called by the platform's start code. */
int kernel_main(void);

#endif
