/* Gravitation among five bodies: multiplies, divides and square roots in double precision. */
#include "kernel.h"

#define BODIES 5
#define STEP 0.01

struct body {
  double x, y, z, vx, vy, vz, mass;
};

static struct body bodies[BODIES];

static void attract(struct body *a, struct body *b) {
  double dx = a->x - b->x, dy = a->y - b->y, dz = a->z - b->z;
  double squared = dx * dx + dy * dy + dz * dz;
  double magnitude = STEP / (squared * __builtin_sqrt(squared));
  a->vx -= dx * b->mass * magnitude;
  a->vy -= dy * b->mass * magnitude;
  a->vz -= dz * b->mass * magnitude;
  b->vx += dx * a->mass * magnitude;
  b->vy += dy * a->mass * magnitude;
  b->vz += dz * a->mass * magnitude;
}

static void advance(void) {
  for (int i = 0; i < BODIES; i++)
    for (int j = i + 1; j < BODIES; j++) attract(&bodies[i], &bodies[j]);
  for (int i = 0; i < BODIES; i++) {
    bodies[i].x += STEP * bodies[i].vx;
    bodies[i].y += STEP * bodies[i].vy;
    bodies[i].z += STEP * bodies[i].vz;
  }
}

static uint64_t bits(double value) {
  union { double value; uint64_t bits; } pun = {value};
  return pun.bits;
}

static uint64_t run(uint32_t iterations) {
  uint64_t random = 0x0b0d1e5, checksum = 0;
  for (int i = 0; i < BODIES; i++) {
    double *fields = &bodies[i].x;
    for (int field = 0; field < 6; field++) fields[field] = (double)(int32_t)xorshift64(&random) / 536870912.0;
    bodies[i].mass = i == 0 ? 39.5 : 0.01 * (i + 1);
  }
  for (uint32_t round = 0; round < iterations; round++) advance();
  for (int i = 0; i < BODIES; i++) checksum = checksum_add(checksum, bits(bodies[i].x) ^ bits(bodies[i].vy));
  return checksum;
}

const struct kernel kernel = {"nbody", 250000, run};
