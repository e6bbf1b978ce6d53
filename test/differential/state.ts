/** Random architectural states to start a sequence in. */
import type { Random } from '../support/random'
import { baseRegisters } from './random-instruction'
import { BASE_OFFSET, SLOT } from './slot'
import { randomFloat, randomInteger } from './values'

/** Fills a page of scratch memory with values as registers have them, so that loads find edges too. */
export function randomScratch(random: Random, bytes: number): Uint8Array {
  const scratch = new Uint8Array(bytes)
  const view = new DataView(scratch.buffer)
  const values = Array.from({ length: 16 }, (_, index) => (index % 2 === 0 ? randomInteger(random) : randomFloat(random)))
  for (let offset = 0; offset < bytes; offset += 8) view.setBigUint64(offset, values[(offset >> 3) % 16] ?? 0n, true)
  return scratch
}

/** Random integer registers; the bases point at the middle of the scratch page, one of them anywhere, the others aligned. */
export function randomIntegerRegisters(random: Random, slot: number): bigint[] {
  const x = Array.from({ length: 32 }, () => randomInteger(random))
  x[0] = 0n
  const middle = slot + SLOT.scratch + BASE_OFFSET
  for (const [index, register] of baseRegisters.entries())
    x[register] = BigInt(middle + (index === 0 ? random.between(-8, 8) : 16 * random.between(-1, 1)))
  return x
}

export const randomFloatRegisters = (random: Random): bigint[] => Array.from({ length: 32 }, () => randomFloat(random))

/** Flags at random, and nearly always a rounding mode that exists. */
export function randomFcsr(random: Random): number {
  const rm = random.oneIn(20) ? random.between(5, 7) : random.between(0, 4)
  return (rm << 5) | (random.oneIn(2) ? 0 : random.below(32))
}
