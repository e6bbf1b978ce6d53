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

enum { LAP = 40000, ROUNDS = 30 };

__attribute__((noipa)) static unsigned long first(unsigned long x) { return x * 3 + 1; }
__attribute__((noipa)) static unsigned long second(unsigned long x) { return x ^ (x >> 7); }

extern char middle[]; // an instruction of four bytes inside of the loop

__attribute__((noipa)) static unsigned long work(unsigned long x, int times) {
  for (int i = 0; i < times; i++) {
    register unsigned long held asm("a0") = first(x);
    asm volatile(".option push\n.option norvc\nmiddle: nop\n.option pop" : "+r"(held));
    x = second(held);
  }
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

// Between two stops the loop is hot, in pages of the child's own since the first breakpoint was written.
static void child(void) {
  unsigned long x = 1;
  ptrace(PTRACE_TRACEME, 0, 0, 0);
  for (long round = 0; round < ROUNDS; round++) {
    raise(SIGSTOP);
    x = work(x, LAP);
  }
  _exit(x == work(1, ROUNDS * LAP) ? 42 : 43);
}

static void visit(pid_t child, void *address, unsigned long argument, long round) {
  long original = set(child, address);
  meet(child, address, argument, round);
  poke(child, address, original);
}

int main(void) {
  int status;
  unsigned long x = 1;
  pid_t pid = fork();
  if (pid == 0) child();
  for (long round = 0; round < ROUNDS; round++) {
    waitpid(pid, &status, 0);
    if (!WIFSTOPPED(status) || WSTOPSIG(status) != SIGSTOP) fail("no stop", round);
    visit(pid, first, x, round);
    visit(pid, middle, first(x), round);
    visit(pid, second, first(x), round);
    ptrace(PTRACE_CONT, pid, 0, 0);
    x = work(x, LAP);
  }
  waitpid(pid, &status, 0);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 42) fail("the child went wrong", WEXITSTATUS(status));
  puts("breakpoints: ok");
  return 0;
}
