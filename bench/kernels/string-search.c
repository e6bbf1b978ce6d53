/* Words looked up in a text three ways: byte by byte, by Horspool's skips, and by Knuth, Morris and Pratt's automaton. */
#include "kernel.h"

#define TEXT_BYTES 16384
#define WORD_BYTES 12

static uint8_t text[TEXT_BYTES + 1];

static void create_text(uint64_t *random) {
  static const char letters[] = "eeeetttaaoinshrdlu  ";
  for (int i = 0; i < TEXT_BYTES; i++) text[i] = (uint8_t)letters[(uint32_t)xorshift64(random) % (sizeof letters - 1)];
}

static __attribute__((noinline)) uint32_t search_naive(const uint8_t *word, uint32_t length) {
  uint32_t found = 0;
  for (const uint8_t *at = text; at <= text + TEXT_BYTES - length; at++) {
    if (*at != *word) continue;
    uint32_t same = 1;
    while (same < length && at[same] == word[same]) same++;
    if (same == length) found += (uint32_t)(at - text);
  }
  return found;
}

static __attribute__((noinline)) uint32_t search_horspool(const uint8_t *word, uint32_t length) {
  uint8_t skip[256];
  for (int byte = 0; byte < 256; byte++) skip[byte] = (uint8_t)length;
  for (uint32_t i = 0; i + 1 < length; i++) skip[word[i]] = (uint8_t)(length - 1 - i);
  uint32_t found = 0;
  for (uint32_t at = 0; at <= TEXT_BYTES - length; at += skip[text[at + length - 1]]) {
    uint32_t left = length;
    while (left > 0 && text[at + left - 1] == word[left - 1]) left--;
    if (left == 0) found += at;
  }
  return found;
}

static __attribute__((noinline)) uint32_t search_automaton(const uint8_t *word, uint32_t length) {
  uint32_t border[WORD_BYTES + 1] = {0, 0};
  for (uint32_t i = 1, k = 0; i < length; border[++i] = k) {
    while (k > 0 && word[i] != word[k]) k = border[k];
    if (word[i] == word[k]) k++;
  }
  uint32_t found = 0;
  for (uint32_t at = 0, k = 0; at < TEXT_BYTES; at++) {
    while (k > 0 && text[at] != word[k]) k = border[k];
    if (text[at] == word[k]) k++;
    if (k < length) continue;
    found += at + 1 - length;
    k = border[k];
  }
  return found;
}

static uint64_t run(uint32_t iterations) {
  uint64_t random = 0x5ea4c4, checksum = 0;
  create_text(&random);
  for (uint32_t round = 0; round < iterations; round++) {
    uint32_t length = 3 + round % (WORD_BYTES - 2);
    const uint8_t *word = text + (round * 7919) % (TEXT_BYTES - WORD_BYTES);
    checksum = checksum_add(checksum, search_naive(word, length));
    checksum = checksum_add(checksum, search_horspool(word, length));
    checksum = checksum_add(checksum, search_automaton(word, length));
  }
  return checksum;
}

const struct kernel kernel = {"string-search", 1500, run};
