/* Strides over 24 MiB a page at a time, with three walkers: what a TLB miss and a page-table walk cost. */
#include "kernel.h"

#define PAGES 6144u
#define PAGE_BYTES 4096u

static uint8_t pages[PAGES][PAGE_BYTES];

static uint64_t walk(uint32_t stride, uint32_t offset) {
  uint64_t sum = 0;
  for (uint32_t step = 0, page = 0; step < PAGES; step++) {
    uint64_t *word = (uint64_t *)&pages[page][(offset + step * 8) & (PAGE_BYTES - 8)];
    sum += *word;
    *word = sum ^ page;
    page += stride;
    if (page >= PAGES) page -= PAGES;
  }
  return sum;
}

static uint64_t run(uint32_t iterations) {
  static const uint32_t strides[] = {1, 5, 257, 2049};
  uint64_t checksum = 0;
  for (uint32_t round = 0; round < iterations; round++)
    checksum = checksum_add(checksum, walk(strides[round & 3], round * 64));
  return checksum;
}

const struct kernel kernel = {"paging", 350, run};
