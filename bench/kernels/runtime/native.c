/* An ordinary program of the build machine: its checksum says whether the guests compute the right thing. */
#include <stdio.h>
#include <stdlib.h>

#include "platform.h"

void platform_write(const char *text, size_t bytes) {
  fwrite(text, 1, bytes, stdout);
}

_Noreturn void platform_exit(int status) {
  exit(status);
}

uint64_t platform_instructions(void) {
  return 0;
}

int main(void) {
  return kernel_main();
}
