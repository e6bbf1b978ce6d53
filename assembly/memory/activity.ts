/**
 * How much of its memory a guest uses: a sample of its pages loses its accessed bits and its TLB entries, and the next look tells which
 * of them were reached again (Waldspurger, "Memory Resource Management in VMware ESX Server", §5.3).
 */
import { Allocation, ALLOCATION_SAMPLE, Guest, Stage2 } from '../abi/layout.gen'
import { allocationOf } from './allocation'
import { tlbFlushGuest } from './tlb'

const SAMPLES: u32 = 100
/** Draws for a sample: a guest that holds little of its memory has a smaller one. */
const DRAWS: u32 = 400

/** Ends a period of sampling, and begins the next. Nobody may hold a pointer into a frame of the guest. */
export function sampleActivity(guest: Guest): void {
  const it = allocationOf(guest)
  if (it.samplePages != 0) it.activePages = estimate(guest, it)
  drawSample(guest, it)
  tlbFlushGuest(guest)
}

/** Half of what was known, half of what is seen: a single quiet period does not make a guest idle. */
function estimate(guest: Guest, it: Allocation): u32 {
  let touched: u32 = 0
  for (let i: u32 = 0; i < it.samplePages; i++) {
    const word = load<u32>(guest.stage2 + (sampleAt(it, i) << 2))
    if ((word & Stage2.present) != 0 && (word & Stage2.accessed) != 0) touched += 1
  }
  const seen = <u32>(guest.residentPages * <u64>touched / <u64>it.samplePages)
  return (it.activePages + seen + 1) >> 1
}

function drawSample(guest: Guest, it: Allocation): void {
  it.samplePages = 0
  for (let draw: u32 = 0; draw < DRAWS && it.samplePages < SAMPLES; draw++) {
    it.sampleSeed = it.sampleSeed * 1_664_525 + 1_013_904_223
    const page = <u32>(<u64>it.sampleSeed * guest.ramPages >> 32)
    const at = guest.stage2 + (page << 2)
    const word = load<u32>(at)
    if ((word & Stage2.present) == 0) continue
    store<u32>(at, word & ~(<u32>Stage2.accessed))
    store<u32>(changetype<usize>(it) + (it.samplePages << 2), page, ALLOCATION_SAMPLE)
    it.samplePages += 1
  }
}

// @ts-ignore: decorator
@inline
function sampleAt(it: Allocation, index: u32): u32 {
  return load<u32>(changetype<usize>(it) + (index << 2), ALLOCATION_SAMPLE)
}
