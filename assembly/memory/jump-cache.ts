/**
 * The jump cache of a hart: from an address to the region that is entered there, with one look where the fetch TLB and the record of a decoded
 * page would take two.
 *
 * The links between regions fill it (jit/links.ts), with what the fetch TLB and the records say. An entry holds as long as its generation is that of
 * the mode that the hart is in. Whatever is taken from a mode's fetch TLB, or a region that is dropped, gives the mode another generation.
 */
import { HART_JUMPS, HART_TLB, Hart, JUMP_CACHE_BYTES, TLB_GENERATION_OFFSET, TLB_MODES, TLB_MODE_BYTES } from '../abi/layout.gen'

/** A generation is a count with the mode below it, so that modes never have the same. */
const MODE_BITS: u32 = 2
const MOST: u32 = u32.MAX_VALUE >> MODE_BITS

// @ts-ignore: decorator
@inline function generationAt(hart: Hart, mode: u32): usize {
  return changetype<usize>(hart) + HART_TLB + mode * TLB_MODE_BYTES + TLB_GENERATION_OFFSET
}

/** A new hart's jump cache, whose memory holds anything. */
export function resetJumps(hart: Hart): void {
  hart.jumpCount = 0
  memory.fill(changetype<usize>(hart) + HART_JUMPS, 0, JUMP_CACHE_BYTES)
  forgetJumpsOfHart(hart)
}

export function forgetJumpsOfHart(hart: Hart): void {
  for (let mode: u32 = 0; mode < TLB_MODES; mode++) forgetJumps(hart, mode)
}

/** Comes behind the change of the fetch TLB: who reads the new generation finds no old entry there to put under it. */
export function forgetJumps(hart: Hart, mode: u32): void {
  const count = nextCount(hart)
  if (count > MOST) return resetJumps(hart)
  const generation = (count << MODE_BITS) | mode
  if (ASC_FEATURE_THREADS) atomic.store<u32>(generationAt(hart, mode), generation)
  else store<u32>(generationAt(hart, mode), generation)
}

/** Other CPUs flush the TLBs of a hart, too. */
function nextCount(hart: Hart): u32 {
  if (ASC_FEATURE_THREADS) return atomic.add<u32>(changetype<usize>(hart) + offsetof<Hart>('jumpCount'), 1) + 1
  hart.jumpCount += 1
  return hart.jumpCount
}
