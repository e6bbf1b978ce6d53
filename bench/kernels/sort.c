/* Quicksort with insertion sort at the leaves, and a heap sort: branches that no predictor knows. */
#include "kernel.h"

#define KEYS 16384
#define INSERTION_LIMIT 12

static uint32_t keys[KEYS];

static void swap(uint32_t *a, uint32_t *b) {
  uint32_t old = *a;
  *a = *b;
  *b = old;
}

static void insertion_sort(uint32_t *low, uint32_t *high) {
  for (uint32_t *at = low + 1; at <= high; at++) {
    uint32_t key = *at, *hole = at;
    for (; hole > low && hole[-1] > key; hole--) *hole = hole[-1];
    *hole = key;
  }
}

static void quick_sort(uint32_t *low, uint32_t *high) {
  while (high - low > INSERTION_LIMIT) {
    uint32_t pivot = low[(high - low) / 2], *i = low, *j = high;
    while (i <= j) {
      while (*i < pivot) i++;
      while (*j > pivot) j--;
      if (i <= j) swap(i++, j--);
    }
    quick_sort(low, j);
    low = i;
  }
  insertion_sort(low, high);
}

static void sift_down(size_t root, size_t count) {
  for (size_t child; (child = 2 * root + 1) < count; root = child) {
    if (child + 1 < count && keys[child + 1] > keys[child]) child++;
    if (keys[root] >= keys[child]) return;
    swap(&keys[root], &keys[child]);
  }
}

static void heap_sort(void) {
  for (size_t root = KEYS / 2; root-- > 0;) sift_down(root, KEYS);
  for (size_t count = KEYS - 1; count > 0; count--) {
    swap(&keys[0], &keys[count]);
    sift_down(0, count);
  }
}

static uint64_t run(uint32_t iterations) {
  uint64_t random = 0xabcdef, checksum = 0;
  for (uint32_t round = 0; round < iterations; round++) {
    for (size_t i = 0; i < KEYS; i++) keys[i] = (uint32_t)xorshift64(&random);
    if (round & 1) heap_sort();
    else quick_sort(keys, keys + KEYS - 1);
    for (size_t i = 0; i < KEYS; i += 64) checksum = checksum_add(checksum, keys[i]);
  }
  return checksum;
}

const struct kernel kernel = {"sort", 120, run};
