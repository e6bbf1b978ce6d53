// Faults and signals in the middle of hot loops: the handler sees the pc, the address and the registers of the very instruction,
// and the loop goes on as if nothing had been.
#define _GNU_SOURCE
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <ucontext.h>

enum { PAGE = 4096, PAGES = 200, STEP = 64 };
enum { REG_A1 = 11, REG_A2 = 12 };

extern char store_instruction[], load_instruction[], bad_instruction[];
static char *area;
static volatile long faults, alarms;

static void check(int holds, const char *what, long round) {
  if (holds) return;
  printf("faults: %s (%ld)\n", what, round);
  exit(1);
}

static unsigned long reg(ucontext_t *context, int number) { return context->uc_mcontext.__gregs[number]; }

// The loops walk up the area with the address in a1 and the number of accesses so far in a2.
static void on_fault(int signal, siginfo_t *info, void *pointer) {
  ucontext_t *context = pointer;
  char *address = info->si_addr;
  unsigned long pc = reg(context, 0);
  (void)signal;
  check(pc == (unsigned long)store_instruction || pc == (unsigned long)load_instruction, "pc", (long)pc);
  check((char *)reg(context, REG_A1) == address, "address", address - area);
  check((long)reg(context, REG_A2) == (address - area) / STEP, "count of accesses", (long)reg(context, REG_A2));
  faults++;
  int isStore = pc == (unsigned long)store_instruction;
  mprotect((char *)((uintptr_t)address & -PAGE), PAGE, isStore ? PROT_READ | PROT_WRITE : PROT_READ);
}

__attribute__((noipa)) static void store_all(void) {
  register char *at asm("a1") = area;
  register long count asm("a2") = 0;
  register char *end asm("a3") = area + PAGES * PAGE;
  asm volatile("1:\n.globl store_instruction\nstore_instruction: sd a2, 0(a1)\n"
               "addi a2, a2, 1\naddi a1, a1, 64\nbltu a1, a3, 1b\n"
               : "+r"(at), "+r"(count) : "r"(end) : "memory");
  check(count == PAGES * PAGE / STEP, "stores", count);
}

__attribute__((noipa)) static long load_all(void) {
  register char *at asm("a1") = area;
  register long count asm("a2") = 0;
  register char *end asm("a3") = area + PAGES * PAGE;
  register long sum asm("a4") = 0;
  asm volatile("1:\n.globl load_instruction\nload_instruction: ld a5, 0(a1)\nadd a4, a4, a5\n"
               "addi a2, a2, 1\naddi a1, a1, 64\nbltu a1, a3, 1b\n"
               : "+r"(at), "+r"(count), "+r"(sum) : "r"(end) : "a5", "memory");
  return sum;
}

static void protect(int protection) { mprotect(area, PAGES * PAGE, protection); }

static void by_page(void) {
  area = mmap(0, PAGES * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  long n = PAGES * PAGE / STEP;
  for (int round = 0; round < 10; round++) {
    for (int i = 0; i < 4; i++) store_all();
    faults = 0;
    protect(round & 1 ? PROT_READ : PROT_NONE);
    store_all();
    check(faults == PAGES, "faults of stores", faults);
    protect(PROT_NONE);
    faults = 0;
    check(load_all() == n * (n - 1) / 2, "sum", round);
    check(faults == PAGES, "faults of loads", faults);
    protect(PROT_READ | PROT_WRITE);
  }
}

static void on_illegal(int signal, siginfo_t *info, void *pointer) {
  ucontext_t *context = pointer;
  (void)signal;
  check(info->si_addr == bad_instruction, "address of the illegal instruction", 0);
  context->uc_mcontext.__gregs[0] += 4;
  context->uc_mcontext.__gregs[REG_A2] += 1;
}

// Every fourth turn runs into an instruction that there is not.
static void illegal_instructions(void) {
  register long turns asm("a1") = 4000;
  register long count asm("a2") = 0;
  asm volatile("1: andi a3, a1, 3\nbnez a3, 2f\n"
               ".globl bad_instruction\nbad_instruction: .word 0xffffffff\n"
               "2: addi a1, a1, -1\nbnez a1, 1b\n"
               : "+r"(turns), "+r"(count) : : "a3", "memory");
  check(count == 1000, "illegal instructions", count);
}

static volatile double clobber = 1.5;

static void on_alarm(int signal) {
  (void)signal;
  for (int i = 0; i < 100; i++) clobber = clobber * 1.000001 + 0.5 / clobber;
  alarms++;
}

__attribute__((noipa)) static double mixed(long n) {
  double x = 1, y = 0;
  unsigned long z = 1;
  for (long i = 1; i <= n; i++) {
    z = z * 6364136223846793005ul + 1442695040888963407ul;
    x = x * 0.999 + (double)(z >> 40) / 3;
    y += x / (double)i;
  }
  return y + (double)(z & 0xffff);
}

// The same sum with and without a signal every millisecond; it ends when enough of them came.
static void alarms_between(void) {
  double quiet = mixed(100000);
  struct itimerval every = {{0, 1000}, {0, 1000}}, never = {{0, 0}, {0, 0}};
  setitimer(ITIMER_REAL, &every, 0);
  for (int round = 0; alarms < 50 && round < 10000; round++) check(mixed(100000) == quiet, "a sum under signals", round);
  setitimer(ITIMER_REAL, &never, 0);
  check(alarms >= 50, "alarms", alarms);
}

int main(void) {
  struct sigaction fault = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO};
  struct sigaction illegal = {.sa_sigaction = on_illegal, .sa_flags = SA_SIGINFO};
  sigaction(SIGSEGV, &fault, 0);
  sigaction(SIGILL, &illegal, 0);
  signal(SIGALRM, on_alarm);
  by_page();
  illegal_instructions();
  alarms_between();
  puts("faults: ok");
  return 0;
}
