/* Double-precision matrix multiply with fused multiply-add, as compilers for RISC-V contract it by themselves. */
#define MULTIPLY_ADD(x, y, sum) __builtin_fma(x, y, sum)
#define NAME "matmul-fma"
#include "matmul-double.c"
