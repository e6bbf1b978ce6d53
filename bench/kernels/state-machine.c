/* A tokeniser with a dense switch over a text: indirect jumps and short unpredictable branches. */
#include "kernel.h"

#define TEXT_BYTES 8192

enum token { SPACE, NAME, NUMBER, STRING, COMMENT, OPERATOR, ESCAPE, END, TOKENS };

static char text[TEXT_BYTES];

static void create_text(uint64_t *random) {
  static const char alphabet[] = "abcdefgh_xyz 0123456789 \"#\n\\+-*/<>=(){};   ifelse";
  for (int i = 0; i < TEXT_BYTES; i++) text[i] = alphabet[xorshift64(random) % (sizeof alphabet - 1)];
}

static enum token begin(char c) {
  switch (c) {
    case ' ': case '\n': return SPACE;
    case '0': case '1': case '2': case '3': case '4': case '5': case '6': case '7': case '8': case '9': return NUMBER;
    case '"': return STRING;
    case '#': return COMMENT;
    case '+': case '-': case '*': case '/': case '<': case '>': case '=': return OPERATOR;
    case '(': case ')': case '{': case '}': case ';': return END;
    case '\\': return ESCAPE;
    default: return NAME;
  }
}

static enum token advance(enum token token, char c) {
  switch (token) {
    case STRING: return c == '"' ? END : c == '\\' ? ESCAPE : STRING;
    case ESCAPE: return STRING;
    case COMMENT: return c == '\n' ? SPACE : COMMENT;
    case NAME: return c == '_' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? NAME : begin(c);
    case NUMBER: return c >= '0' && c <= '9' ? NUMBER : begin(c);
    case OPERATOR: return c == '=' ? OPERATOR : begin(c);
    default: return begin(c);
  }
}

static uint64_t run(uint32_t iterations) {
  uint64_t random = 0x70be, checksum = 0;
  create_text(&random);
  for (uint32_t round = 0; round < iterations; round++) {
    uint32_t counts[TOKENS] = {0};
    enum token token = SPACE;
    text[round % TEXT_BYTES] = text[(round * 7 + 3) % TEXT_BYTES];
    for (int i = 0; i < TEXT_BYTES; i++) counts[token = advance(token, text[i])]++;
    for (int i = 0; i < TOKENS; i++) checksum = checksum_add(checksum, counts[i]);
  }
  return checksum;
}

const struct kernel kernel = {"state-machine", 3000, run};
