/** A hash over all that a guest can tell: registers, CSRs, memory, and how many instructions it retired. */
import { Guest, HART_F, HART_PMPADDR, HART_PMPCFG, HART_X, Hart, Stage2 } from '../abi/layout.gen'
import { PAGE_BYTES } from '../memory/page'
import { frameOf } from '../memory/stage2'
import { hartOf } from '../memory/tlb'

const SEED: u64 = 0x9e37_79b9_7f4a_7c15
const FACTOR: u64 = 0xff51_afd7_ed55_8ccd

export function hashGuest(guest: Guest): u64 {
  let hash = mix(SEED, guest.timeNs)
  for (let i: u32 = 0; i < guest.harts; i++) hash = hashHart(hash, hartOf(guest, i))
  for (let page: u32 = 0; page < <u32>guest.ramPages; page++) {
    const word = load<u32>(guest.stage2 + (page << 2))
    if ((word & Stage2.present) != 0) hash = hashPage(hash, page, frameOf(word))
  }
  return hash
}

function hashHart(seed: u64, hart: Hart): u64 {
  const base = changetype<usize>(hart)
  let hash = mix(mix(mix(seed, hart.retired), hart.pc), (<u64>hart.privilege << 32) | (hart.frm << 8) | hart.fflags)
  hash = mix(mix(hash, (<u64>hart.hsm << 32) | hart.waiting), hart.lines)
  hash = hashWords(hash, base + HART_X, 32)
  hash = hashWords(hash, base + HART_F, 32)
  hash = hashWords(hash, base + HART_PMPCFG, 2)
  hash = hashWords(hash, base + HART_PMPADDR, 16)
  const first = <u32>offsetof<Hart>('mstatus')
  return hashWords(hash, base + first, (<u32>offsetof<Hart>('largePageLow') - first) >> 3)
}

/** A page of zeros counts like one that was never touched. */
function hashPage(seed: u64, page: u32, frame: usize): u64 {
  return isZero(frame) ? seed : hashWords(mix(seed, page), frame, PAGE_BYTES >> 3)
}

function isZero(frame: usize): bool {
  for (let offset: u32 = 0; offset < PAGE_BYTES; offset += 32) {
    const bits = load<u64>(frame + offset) | load<u64>(frame + offset, 8) | load<u64>(frame + offset, 16) | load<u64>(frame + offset, 24)
    if (bits != 0) return false
  }
  return true
}

function hashWords(seed: u64, at: usize, words: u32): u64 {
  let hash = seed
  for (let i: u32 = 0; i < words; i++) hash = mix(hash, load<u64>(at + (i << 3)))
  return hash
}

// @ts-ignore: decorator
@inline
function mix(hash: u64, value: u64): u64 {
  return rotr<u64>((hash ^ value) * FACTOR, 29) + SEED
}
