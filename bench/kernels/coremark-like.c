/* Integer mix in CoreMark's proportions: linked lists, small matrices, a state machine, CRC over all results. */
#include "kernel.h"

#define LIST_NODES 96
#define MATRIX_SIZE 9
#define INPUT_BYTES 256

struct node {
  struct node *next;
  int16_t key;
  uint16_t payload;
};

enum state { START, INTEGER, FRACTION, EXPONENT, INVALID, STATES };

static struct node nodes[LIST_NODES];
static int16_t matrix_a[MATRIX_SIZE][MATRIX_SIZE];
static int16_t matrix_b[MATRIX_SIZE][MATRIX_SIZE];
static int32_t matrix_c[MATRIX_SIZE][MATRIX_SIZE];
static char input[INPUT_BYTES];

static uint16_t crc16_byte(uint16_t crc, uint8_t byte) {
  crc ^= byte;
  for (int bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  return crc;
}

static uint16_t crc16_word(uint16_t crc, uint32_t word) {
  for (int shift = 0; shift < 32; shift += 8) crc = crc16_byte(crc, (uint8_t)(word >> shift));
  return crc;
}

static struct node *list_reverse(struct node *list) {
  struct node *reversed = NULL;
  while (list) {
    struct node *next = list->next;
    list->next = reversed;
    reversed = list;
    list = next;
  }
  return reversed;
}

static struct node *list_find(struct node *list, int16_t key) {
  while (list && list->key != key) list = list->next;
  return list;
}

static int by_key(const struct node *a, const struct node *b) {
  return a->key - b->key;
}

static int by_payload(const struct node *a, const struct node *b) {
  return a->payload - b->payload;
}

static struct node *list_merge(struct node *a, struct node *b, int (*compare)(const struct node *, const struct node *)) {
  struct node *head = NULL, **tail = &head;
  while (a && b) {
    struct node **smaller = compare(a, b) <= 0 ? &a : &b;
    *tail = *smaller;
    tail = &(*smaller)->next;
    *smaller = *tail;
  }
  *tail = a ? a : b;
  return head;
}

static struct node *list_sort(struct node *list, int (*compare)(const struct node *, const struct node *)) {
  if (!list || !list->next) return list;
  struct node *middle = list;
  for (struct node *end = list->next; end && end->next; end = end->next->next) middle = middle->next;
  struct node *right = middle->next;
  middle->next = NULL;
  return list_merge(list_sort(list, compare), list_sort(right, compare), compare);
}

static void list_create(uint64_t *random) {
  for (int i = 0; i < LIST_NODES; i++) {
    uint64_t value = xorshift64(random);
    nodes[i] = (struct node){i + 1 < LIST_NODES ? &nodes[i + 1] : NULL, (int16_t)(value & 0x7f), (uint16_t)(value >> 16)};
  }
}

static uint16_t list_work(uint32_t round, uint16_t crc) {
  struct node *list = list_sort(nodes, round & 1 ? by_key : by_payload);
  for (int16_t key = 0; key < 24; key++) {
    struct node *found = list_find(list, (int16_t)((key * 5 + round) & 0x7f));
    list = list_reverse(list);
    if (found) crc = crc16_word(crc, found->payload);
  }
  for (struct node *at = list; at; at = at->next) crc = crc16_byte(crc, (uint8_t)at->key);
  return crc;
}

static void matrix_create(uint64_t *random) {
  for (int row = 0; row < MATRIX_SIZE; row++)
    for (int column = 0; column < MATRIX_SIZE; column++) {
      matrix_a[row][column] = (int16_t)xorshift64(random);
      matrix_b[row][column] = (int16_t)xorshift64(random);
    }
}

static int32_t matrix_cell(int row, int column) {
  int32_t sum = 0;
  for (int k = 0; k < MATRIX_SIZE; k++) {
    int32_t product = matrix_a[row][k] * matrix_b[k][column];
    sum += ((product >> 2) & 0xf) * ((product >> 5) & 0x7f);
  }
  return sum;
}

static uint16_t matrix_work(uint32_t round, uint16_t crc) {
  for (int row = 0; row < MATRIX_SIZE; row++)
    for (int column = 0; column < MATRIX_SIZE; column++) {
      matrix_a[row][column] = (int16_t)(matrix_a[row][column] + (int16_t)round);
      matrix_c[row][column] = matrix_cell(row, column);
    }
  for (int diagonal = 0; diagonal < MATRIX_SIZE; diagonal++) crc = crc16_word(crc, (uint32_t)matrix_c[diagonal][diagonal]);
  return crc;
}

static void input_create(uint64_t *random) {
  static const char alphabet[] = "0123456789012345,,+-.eE,x";
  for (int i = 0; i < INPUT_BYTES - 1; i++) input[i] = alphabet[xorshift64(random) % (sizeof alphabet - 1)];
  input[INPUT_BYTES - 1] = '\0';
}

static int is_digit(char c) {
  return c >= '0' && c <= '9';
}

static enum state next_state(enum state state, char c) {
  switch (state) {
    case START:
      return is_digit(c) || c == '+' || c == '-' ? INTEGER : c == '.' ? FRACTION : INVALID;
    case INTEGER:
      return is_digit(c) ? INTEGER : c == '.' ? FRACTION : c == 'e' || c == 'E' ? EXPONENT : INVALID;
    case FRACTION:
      return is_digit(c) ? FRACTION : c == 'e' || c == 'E' ? EXPONENT : INVALID;
    case EXPONENT:
      return is_digit(c) || c == '-' ? EXPONENT : INVALID;
    default:
      return INVALID;
  }
}

static uint16_t state_work(uint32_t round, uint16_t crc) {
  uint32_t visits[STATES] = {0};
  enum state state = START;
  input[round % (INPUT_BYTES - 1)] ^= 1;
  for (const char *c = input; *c; c++) {
    state = *c == ',' ? START : next_state(state, *c);
    visits[state]++;
  }
  for (int i = 0; i < STATES; i++) crc = crc16_word(crc, visits[i]);
  return crc;
}

static uint64_t run(uint32_t iterations) {
  uint64_t random = 0x3415;
  uint16_t crc = 0xffff;
  list_create(&random);
  matrix_create(&random);
  input_create(&random);
  for (uint32_t round = 0; round < iterations; round++) {
    list_create(&random);
    crc = list_work(round, crc);
    crc = matrix_work(round, crc);
    crc = state_work(round, crc);
  }
  return crc;
}

const struct kernel kernel = {"coremark-like", 8000, run};
