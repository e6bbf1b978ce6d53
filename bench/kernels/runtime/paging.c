/* Sv39 identity map (Privileged §12.4): RAM in 4 KiB pages as a process would have it, the devices in one 1 GiB page. */
#include <stdint.h>

#define RAM_START 0x80000000u
#define RAM_BYTES (64u << 20)
#define PAGE_BYTES 4096u
#define ENTRIES 512u
#define TABLES (RAM_BYTES / PAGE_BYTES / ENTRIES)

#define PTE_V (1u << 0)
#define PTE_R (1u << 1)
#define PTE_W (1u << 2)
#define PTE_X (1u << 3)
#define PTE_A (1u << 6)
#define PTE_D (1u << 7)
#define PTE_LEAF (PTE_V | PTE_R | PTE_W | PTE_A | PTE_D)
#define SATP_SV39 (UINT64_C(8) << 60)

typedef uint64_t table[ENTRIES] __attribute__((aligned(PAGE_BYTES)));

static table root;
static table middle;
static table leaves[TABLES];

static uint64_t entry(uint64_t gpa, uint64_t bits) {
  return gpa >> 12 << 10 | bits;
}

uint64_t paging_create(void) {
  root[0] = entry(0, PTE_LEAF);
  root[RAM_START >> 30] = entry((uintptr_t)middle, PTE_V);
  for (unsigned t = 0; t < TABLES; t++) {
    middle[t] = entry((uintptr_t)leaves[t], PTE_V);
    for (unsigned p = 0; p < ENTRIES; p++)
      leaves[t][p] = entry(RAM_START + ((uint64_t)t * ENTRIES + p) * PAGE_BYTES, PTE_LEAF | PTE_X);
  }
  return SATP_SV39 | (uintptr_t)root >> 12;
}
