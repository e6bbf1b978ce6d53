/* Systems-programming mix in Dhrystone's style: records, strings, enumerations, many small procedures. */
#include "kernel.h"

#define TEXT_BYTES 31

enum kind { FIRST, SECOND, THIRD, FOURTH, FIFTH };

struct record {
  struct record *link;
  enum kind kind;
  int number;
  char text[TEXT_BYTES];
};

static struct record records[2];
static int global_number;
static char global_character;
static int global_array[50];
static int global_matrix[50][50];

static __attribute__((noinline)) int compare_text(const char *a, const char *b) {
  while (*a && *a == *b) a++, b++;
  return *a - *b;
}

static __attribute__((noinline)) void copy_text(char *to, const char *from) {
  while ((*to++ = *from++)) {}
}

static __attribute__((noinline)) int is_third(enum kind kind) {
  return kind == THIRD;
}

static __attribute__((noinline)) enum kind follow_kind(enum kind kind) {
  switch (kind) {
    case FIRST: return FIRST;
    case SECOND: return global_number > 100 ? FIRST : FOURTH;
    case THIRD: return SECOND;
    case FOURTH: return is_third(kind) ? kind : FIFTH;
    default: return THIRD;
  }
}

static __attribute__((noinline)) int add_three(int a, int b) {
  return a + b + 2;
}

static __attribute__((noinline)) void fill_arrays(int row, int value) {
  int at = row + 5;
  global_array[at] = value;
  global_array[at + 1] = global_array[at];
  global_array[at + 30] = at;
  for (int column = at; column <= at + 1; column++) global_matrix[at][column] = at;
  global_matrix[at][at - 1]++;
  global_matrix[at + 20][at] = global_array[at];
  global_number = 5;
}

static __attribute__((noinline)) void follow_record(struct record *record) {
  struct record *next = record->link;
  *next = *record;
  record->number = 5;
  next->number = add_three(record->number, 10);
  next->link = record->link;
  if (next->kind == FIRST) {
    next->number = 6;
    next->kind = follow_kind(record->kind);
  } else {
    *record = *next;
  }
}

static __attribute__((noinline)) char pick_character(char a, char b) {
  global_character = a == b ? a : (char)(b - 1);
  return global_character;
}

static __attribute__((noinline)) int one_round(int round) {
  char text[TEXT_BYTES];
  int a = 2, b = 3, c;
  copy_text(text, round & 1 ? "RECORD PROGRAM, 2'ND STRING" : "RECORD PROGRAM, 3'RD STRING");
  int same = compare_text(records[0].text, text) == 0;
  while (a < b) {
    c = 5 * a - b;
    c = add_three(c, b);
    a++;
  }
  fill_arrays(a, c);
  follow_record(&records[0]);
  for (char letter = 'A'; letter <= 'E'; letter++)
    if (pick_character(letter, 'C') == 'B') b += follow_kind((enum kind)(letter % 5));
  b = b * a;
  a = b / (c + 1);
  return 7 * (b - c) - a + same + records[1].number;
}

static uint64_t run(uint32_t iterations) {
  uint64_t checksum = 0;
  records[0] = (struct record){&records[1], THIRD, 40, "RECORD PROGRAM, 2'ND STRING"};
  for (uint32_t round = 0; round < iterations; round++) {
    records[0].kind = (enum kind)(round % 5);
    checksum = checksum_add(checksum, (uint32_t)one_round((int)round));
  }
  for (int i = 0; i < 50; i++) checksum = checksum_add(checksum, (uint32_t)global_array[i]);
  return checksum;
}

const struct kernel kernel = {"dhrystone-like", 700000, run};
