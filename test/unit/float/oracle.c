/*
 * Executes floating-point instructions of RISC-V on whatever runs this program (QEMU's user mode), and prints what they gave.
 * Input: records { u32 operation, u32 rm, u64 a, b, c }; output: records { u64 result, u64 fflags }; both on standard streams.
 * "operations.h" is generated: OPERATION(n, text) has its result in ft3, OPERATION_X(n, text) in an x register, COMPOSED(n, f) calls f.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>

struct question {
  uint32_t operation, rm;
  uint64_t a, b, c;
};

struct answer {
  uint64_t result, fflags;
};

/* The operands are in ft0..ft2 and, for conversions from integers, in %[a]. */
#define LOAD "fmv.d.x ft0, %[a]\n fmv.d.x ft1, %[b]\n fmv.d.x ft2, %[c]\n fsrm %[rm]\n fsflags zero\n"
#define OPERANDS [a] "r"(a), [b] "r"(b), [c] "r"(c), [rm] "r"(rm)
#define CLOBBERED "ft0", "ft1", "ft2", "ft3", "memory"

#define EXECUTE(text) \
  ({ \
    struct answer r; \
    asm volatile(LOAD text "\n fmv.x.d %[x], ft3\n frflags %[flags]" : [x] "=&r"(r.result), [flags] "=&r"(r.fflags) : OPERANDS : CLOBBERED); \
    r; \
  })

#define EXECUTE_X(text) \
  ({ \
    struct answer r; \
    asm volatile(LOAD text "\n frflags %[flags]" : [x] "=&r"(r.result), [flags] "=&r"(r.fflags) : OPERANDS : CLOBBERED); \
    r; \
  })

#define NX 1

/*
 * Zfa by means of the older extensions, for a format whose instructions end in S and whose values from 2^DIGITS on are integral.
 * LIMIT is 2^DIGITS in an f register, NAN the canonical NaN there.
 */
#define DEFINE_COMPOSED(F, S, LIMIT, NAN_BITS) \
  static struct answer unordered_##F(uint64_t a, uint64_t b, uint64_t c, uint64_t rm) { \
    struct answer self_a = EXECUTE_X("feq." S " %[x], ft0, ft0"), self_b = EXECUTE_X("feq." S " %[x], ft1, ft1"); \
    return (struct answer){!(self_a.result && self_b.result), self_a.fflags | self_b.fflags}; \
  } \
  static struct answer fltq_##F(uint64_t a, uint64_t b, uint64_t c, uint64_t rm) { \
    struct answer u = unordered_##F(a, b, c, rm); \
    return u.result ? (struct answer){0, u.fflags} : EXECUTE_X("flt." S " %[x], ft0, ft1"); \
  } \
  static struct answer fleq_##F(uint64_t a, uint64_t b, uint64_t c, uint64_t rm) { \
    struct answer u = unordered_##F(a, b, c, rm); \
    return u.result ? (struct answer){0, u.fflags} : EXECUTE_X("fle." S " %[x], ft0, ft1"); \
  } \
  static struct answer fminm_##F(uint64_t a, uint64_t b, uint64_t c, uint64_t rm) { \
    struct answer u = unordered_##F(a, b, c, rm); \
    return u.result ? (struct answer){NAN_BITS, u.fflags} : EXECUTE("fmin." S " ft3, ft0, ft1"); \
  } \
  static struct answer fmaxm_##F(uint64_t a, uint64_t b, uint64_t c, uint64_t rm) { \
    struct answer u = unordered_##F(a, b, c, rm); \
    return u.result ? (struct answer){NAN_BITS, u.fflags} : EXECUTE("fmax." S " ft3, ft0, ft1"); \
  } \
  static struct answer froundnx_##F(uint64_t a, uint64_t b, uint64_t c, uint64_t rm) { \
    struct answer u; \
    b = a; \
    u = unordered_##F(a, b, c, rm); \
    if (u.result) return (struct answer){NAN_BITS, u.fflags}; \
    b = LIMIT; \
    if (!EXECUTE_X("fabs." S " ft3, ft0\n flt." S " %[x], ft3, ft1").result) return EXECUTE("fsgnj." S " ft3, ft0, ft0"); \
    return EXECUTE("fcvt.l." S " t0, ft0, dyn\n fcvt." S ".l ft3, t0, dyn\n fsgnj." S " ft3, ft3, ft0"); \
  } \
  static struct answer fround_##F(uint64_t a, uint64_t b, uint64_t c, uint64_t rm) { \
    struct answer r = froundnx_##F(a, b, c, rm); \
    r.fflags &= ~NX; \
    return r; \
  }

#undef CLOBBERED
#define CLOBBERED "ft0", "ft1", "ft2", "ft3", "t0", "memory"

DEFINE_COMPOSED(s, "s", 0xffffffff4b000000, 0xffffffff7fc00000)
DEFINE_COMPOSED(d, "d", 0x4330000000000000, 0x7ff8000000000000)
DEFINE_COMPOSED(h, "h", 0xffffffffffff6400, 0xffffffffffff7e00)

static struct answer fcvtmod_w_d(uint64_t a, uint64_t b, uint64_t c, uint64_t rm) {
  union {
    uint64_t bits;
    double value;
  } operand = {a};
  struct answer r = EXECUTE_X("fcvt.w.d %[x], ft0, rtz");
  double modulo = fmod(trunc(operand.value), 4294967296.0);
  r.result = isfinite(operand.value) ? (uint64_t)(int32_t)(int64_t)modulo : 0;
  return r;
}

static struct answer execute(uint32_t operation, uint64_t a, uint64_t b, uint64_t c, uint64_t rm) {
  switch (operation) {
#define OPERATION(n, text) \
  case n: return EXECUTE(text);
#define OPERATION_X(n, text) \
  case n: return EXECUTE_X(text);
#define COMPOSED(n, function) \
  case n: return function(a, b, c, rm);
#include "operations.h"
  }
  return (struct answer){0, ~0ull};
}

enum { BATCH = 4096 };

int main(void) {
  static struct question questions[BATCH];
  static struct answer answers[BATCH];
  size_t count;
  while ((count = fread(questions, sizeof *questions, BATCH, stdin)) > 0) {
    for (size_t i = 0; i < count; i++) {
      struct question *q = &questions[i];
      answers[i] = execute(q->operation, q->a, q->b, q->c, q->rm);
    }
    if (fwrite(answers, sizeof *answers, count, stdout) != count) return 1;
  }
  return 0;
}
