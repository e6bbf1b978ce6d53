// Code that is written while it is hot, in the ways of JIT compilers: in place, through another mapping, across a page's end,
// under another protection, by a change of the page tables alone, by itself, and in one process of two that share it.
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PAGE = 4096, ROUNDS = 2000, CALLS = 40 };

typedef long (*Function)(long);

static const uint32_t RET = 0x00008067;
static uint32_t addi_a0(int value) { return (uint32_t)value << 20 | 0x00050513; }

static void check(int holds, const char *what, long round) {
  if (holds) return;
  printf("rewritten-code: %s in round %ld\n", what, round);
  exit(1);
}

static void flush(void *code, size_t bytes) { __builtin___clear_cache((char *)code, (char *)code + bytes); }

// addi a0, a0, value; ret, byte by byte since it may lie at any even address.
static void emit(void *code, int value) {
  uint32_t words[] = {addi_a0(value), RET};
  memcpy(code, words, sizeof words);
}

static void expect(void *code, int value, const char *what, long round) {
  for (long i = 0; i < CALLS; i++) check(((Function)code)(i) == i + value, what, round);
}

static char *pages(int count, int protection) {
  return mmap(0, (size_t)count * PAGE, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static void in_place(void) {
  char *code = pages(1, PROT_READ | PROT_WRITE | PROT_EXEC);
  for (int round = 0; round < ROUNDS; round++) {
    emit(code, round);
    flush(code, 8);
    expect(code, round, "in place", round);
  }
}

static void two_mappings(void) {
  int file = memfd_create("code", 0);
  check(ftruncate(file, PAGE) == 0, "memfd", 0);
  char *writable = mmap(0, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  char *one = mmap(0, PAGE, PROT_READ | PROT_EXEC, MAP_SHARED, file, 0);
  char *other = mmap(0, PAGE, PROT_READ | PROT_EXEC, MAP_SHARED, file, 0);
  for (int round = 0; round < ROUNDS; round++) {
    emit(writable + 64, round);
    flush(one, PAGE);
    expect(one + 64, round, "the first mapping", round);
    expect(other + 64, round, "the second mapping", round);
  }
}

static void across_pages(void) {
  char *code = pages(2, PROT_READ | PROT_WRITE | PROT_EXEC) + PAGE - 2;
  for (int round = 0; round < ROUNDS; round++) {
    emit(code, round);
    flush(code, 8);
    expect(code, round, "across pages", round);
    // Only the half on the second page changes: the immediate of addi lies there.
    uint16_t half = (uint16_t)((round + 1) << 4) | 5;
    memcpy(code + 2, &half, 2);
    flush(code + 2, 2);
    expect(code, round + 1, "the half on the second page", round);
  }
}

static void under_protection(void) {
  char *code = pages(1, PROT_READ | PROT_WRITE);
  for (int round = 0; round < ROUNDS; round++) {
    mprotect(code, PAGE, PROT_READ | PROT_WRITE);
    emit(code, round);
    mprotect(code, PAGE, PROT_READ | PROT_EXEC);
    flush(code, 8);
    expect(code, round, "under protection", round);
  }
}

static void remapped(void) {
  int file = memfd_create("pages", 0);
  check(ftruncate(file, 2 * PAGE) == 0, "memfd", 0);
  char *both = mmap(0, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  emit(both, 1);
  emit(both + PAGE, 2);
  flush(both, 2 * PAGE);
  char *code = pages(1, PROT_NONE);
  for (int round = 0; round < ROUNDS; round++) {
    int which = round & 1;
    mmap(code, PAGE, PROT_READ | PROT_EXEC, MAP_SHARED | MAP_FIXED, file, which * PAGE);
    expect(code, 1 + which, "remapped", round);
  }
}

// A loop that stores into the instruction that it executes next. It counts a1 down and adds the patched value to a2.
static void by_itself(void) {
  uint32_t *code = (uint32_t *)pages(1, PROT_READ | PROT_WRITE | PROT_EXEC);
  uint32_t words[] = {
      0x00000697, // 0:  auipc a3, 0
      0x00e6aa23, // 4:  sw a4, 20(a3)
      0x0000100f, // 8:  fence.i
      0x00000013, // 12: nop
      0x00000013, // 16: nop
      0x00000013, // 20: addi a2, a2, n (the place that is written)
      0x00f70733, // 24: add a4, a4, a5
      0xfff58593, // 28: addi a1, a1, -1
      0xfe0590e3, // 32: bnez a1, 0
      RET,        // 36
  };
  memcpy(code, words, sizeof words);
  flush(code, sizeof words);
  register long count asm("a1") = 2000;
  register long sum asm("a2") = 0;
  register long word asm("a4") = 0x00060613; // addi a2, a2, 0
  register long step asm("a5") = 1l << 20;   // the next immediate
  asm volatile("jalr %[code]"
               : "+r"(count), "+r"(sum), "+r"(word), "+r"(step)
               : [code] "r"(code)
               : "ra", "a3", "memory");
  check(sum == 2000l * 1999 / 2, "by itself", sum);
}

static void in_one_process(void) {
  char *code = pages(1, PROT_READ | PROT_WRITE | PROT_EXEC);
  for (int round = 0; round < 20; round++) {
    emit(code, round);
    flush(code, 8);
    expect(code, round, "before fork", round);
    pid_t child = fork();
    if (child == 0) {
      expect(code, round, "in the child", round);
      emit(code, round + 1000);
      flush(code, 8);
      expect(code, round + 1000, "in the child, changed", round);
      _exit(0);
    }
    int status;
    for (int i = 0; i < 10; i++) expect(code, round, "in the parent", round);
    waitpid(child, &status, 0);
    check(status == 0, "the child", round);
    expect(code, round, "after the child", round);
  }
}

int main(void) {
  in_place();
  two_mappings();
  across_pages();
  under_protection();
  remapped();
  by_itself();
  in_one_process();
  puts("rewritten-code: ok");
  return 0;
}
