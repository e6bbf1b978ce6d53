// A debugger: sets breakpoints with ptrace in functions that its child has long made hot, and looks at what the child holds there.
#include <elf.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>
#include <asm/ptrace.h>

enum { WARM = 300000, ROUNDS = 200 };

__attribute__((noipa)) static unsigned long first(unsigned long x) { return x * 3 + 1; }
__attribute__((noipa)) static unsigned long second(unsigned long x) { return x ^ (x >> 7); }

static unsigned long work(unsigned long x, int times) {
  for (int i = 0; i < times; i++) x = second(first(x));
  return x;
}

static void fail(const char *what, long round) {
  printf("breakpoints: %s in round %ld\n", what, round);
  exit(1);
}

static long peek(pid_t child, void *address) { return ptrace(PTRACE_PEEKTEXT, child, address, 0); }
static void poke(pid_t child, void *address, long word) { ptrace(PTRACE_POKETEXT, child, address, word); }

static long set(pid_t child, void *address) {
  long original = peek(child, address);
  poke(child, address, (original & ~0xffffffffl) | 0x00100073); // ebreak
  return original;
}

// Lets the child run into the breakpoint at `address` and checks that it came with `argument`.
static void meet(pid_t child, void *address, unsigned long argument, long round) {
  int status;
  struct user_regs_struct registers;
  struct iovec vector = {&registers, sizeof registers};
  ptrace(PTRACE_CONT, child, 0, 0);
  waitpid(child, &status, 0);
  if (!WIFSTOPPED(status) || WSTOPSIG(status) != SIGTRAP) fail("no trap", round);
  ptrace(PTRACE_GETREGSET, child, NT_PRSTATUS, &vector);
  if (registers.pc != (unsigned long)address) fail("stopped elsewhere", round);
  if (registers.a0 != argument) fail("another argument", round);
}

static void child(void) {
  ptrace(PTRACE_TRACEME, 0, 0, 0);
  unsigned long x = work(1, WARM);
  raise(SIGSTOP);
  x = work(x, ROUNDS);
  x = work(x, WARM);
  _exit(x == work(1, WARM + ROUNDS + WARM) ? 42 : 43);
}

int main(void) {
  int status;
  unsigned long x = work(1, WARM);
  pid_t pid = fork();
  if (pid == 0) child();
  waitpid(pid, &status, 0);
  for (long round = 0; round < ROUNDS; round++) {
    long original = set(pid, first);
    meet(pid, first, x, round);
    poke(pid, first, original);
    x = first(x);
    original = set(pid, second);
    meet(pid, second, x, round);
    poke(pid, second, original);
    x = second(x);
  }
  ptrace(PTRACE_CONT, pid, 0, 0);
  waitpid(pid, &status, 0);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 42) fail("the child went wrong", WEXITSTATUS(status));
  puts("breakpoints: ok");
  return 0;
}
