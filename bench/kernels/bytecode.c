/* An interpreter of stack code: an indirect jump per operation, and operands that travel through memory. */
#include "kernel.h"

#define STACK_WORDS 64
#define FRAME_WORDS 64
#define CELLS 256

enum operation { PUSH, LOAD, STORE, FETCH, KEEP, ADD, SUBTRACT, MULTIPLY, AND, XOR, SHIFT, LESS, DUPLICATE, SWAP, DROP, JUMP, JUMP_IF, CALL, RETURN, HALT };

struct instruction {
  uint8_t operation;
  int32_t operand;
};

struct machine {
  int32_t stack[STACK_WORDS];
  int32_t frames[FRAME_WORDS];
  int32_t locals[8];
  int32_t cells[CELLS];
};

static struct machine machine;

enum { COUNTER, SUM, SEED };
enum { FUNCTION = 36 };

/* for (counter = 0; counter < 512; counter++) sum = sum + mix(cells[counter & 255]), with mix() as a procedure. */
static const struct instruction program[] = {
    /*  0 */ {PUSH, 0}, {STORE, COUNTER},
    /*  2 */ {LOAD, COUNTER}, {PUSH, CELLS - 1}, {AND, 0}, {FETCH, 0},
    /*  6 */ {LOAD, SEED}, {ADD, 0}, {CALL, FUNCTION}, {DUPLICATE, 0},
    /* 10 */ {LOAD, COUNTER}, {PUSH, CELLS - 1}, {AND, 0}, {KEEP, 0},
    /* 14 */ {LOAD, SUM}, {ADD, 0}, {STORE, SUM},
    /* 17 */ {LOAD, SUM}, {PUSH, 0}, {LESS, 0}, {JUMP_IF, 26},
    /* 21 */ {LOAD, SEED}, {PUSH, 40503}, {MULTIPLY, 0}, {STORE, SEED}, {JUMP, 30},
    /* 26 */ {LOAD, SEED}, {PUSH, 1}, {ADD, 0}, {STORE, SEED},
    /* 30 */ {LOAD, COUNTER}, {PUSH, 1}, {ADD, 0}, {STORE, COUNTER}, {JUMP, 45}, {HALT, 0},
    /* 36: x ^= x << 5; x = x * 69069 + 1 */ {DUPLICATE, 0}, {PUSH, 5}, {SHIFT, 0}, {XOR, 0},
    /* 40 */ {PUSH, 69069}, {MULTIPLY, 0}, {PUSH, 1}, {ADD, 0}, {RETURN, 0},
    /* 45 */ {LOAD, COUNTER}, {PUSH, 512}, {SWAP, 0}, {DUPLICATE, 0}, {DROP, 0}, {SWAP, 0}, {LESS, 0}, {JUMP_IF, 2}, {HALT, 0},
};

static int32_t wrapped(uint32_t value) {
  return (int32_t)value;
}

static __attribute__((noinline)) int32_t interpret(struct machine *m, const struct instruction *code) {
  const struct instruction *at = code;
  int32_t *top = m->stack, *frame = m->frames;
  for (;;) {
    int32_t operand = at->operand;
    switch ((enum operation)at++->operation) {
      case PUSH: *++top = operand; break;
      case LOAD: *++top = m->locals[operand]; break;
      case STORE: m->locals[operand] = *top--; break;
      case FETCH: *top = m->cells[*top]; break;
      case KEEP: m->cells[top[0]] = top[-1]; top -= 2; break;
      case ADD: top--; *top = wrapped((uint32_t)top[0] + (uint32_t)top[1]); break;
      case SUBTRACT: top--; *top = wrapped((uint32_t)top[0] - (uint32_t)top[1]); break;
      case MULTIPLY: top--; *top = wrapped((uint32_t)top[0] * (uint32_t)top[1]); break;
      case AND: top--; *top = top[0] & top[1]; break;
      case XOR: top--; *top = top[0] ^ top[1]; break;
      case SHIFT: top--; *top = wrapped((uint32_t)top[0] << (top[1] & 31)); break;
      case LESS: top--; *top = top[0] < top[1]; break;
      case DUPLICATE: top[1] = top[0]; top++; break;
      case SWAP: { int32_t old = top[0]; top[0] = top[-1]; top[-1] = old; break; }
      case DROP: top--; break;
      case JUMP: at = code + operand; break;
      case JUMP_IF: if (*top--) at = code + operand; break;
      case CALL: *frame++ = (int32_t)(at - code); at = code + operand; break;
      case RETURN: at = code + *--frame; break;
      case HALT: return m->locals[SUM];
    }
  }
}

static uint64_t run(uint32_t iterations) {
  uint64_t random = 0xb17ec0de, checksum = 0;
  for (int i = 0; i < CELLS; i++) machine.cells[i] = (int32_t)xorshift64(&random);
  for (uint32_t round = 0; round < iterations; round++) {
    machine.locals[SEED] = (int32_t)round;
    checksum = checksum_add(checksum, (uint32_t)interpret(&machine, program));
  }
  return checksum;
}

const struct kernel kernel = {"bytecode", 600, run};
