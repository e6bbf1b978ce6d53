/** A hash over all that a guest can tell: registers, CSRs, memory, and how many instructions it retired. */
import { Guest, HART_F, HART_PMPADDR, HART_PMPCFG, HART_X, Hart, Stage2, Swap } from '../abi/layout.gen'
import { isZeroPage } from '../memory/content'
import { host } from '../memory/host'
import { bringIn } from '../memory/arrival'
import { PAGE_BYTES } from '../memory/page'
import { frameOf, slotOf } from '../memory/stage2'
import { peekPage } from '../memory/swap'
import { hartOf } from '../memory/tlb'

const SEED: u64 = 0x9e37_79b9_7f4a_7c15
const FACTOR: u64 = 0xff51_afd7_ed55_8ccd

export function hashGuest(guest: Guest): u64 {
  let hash = mix(SEED, guest.timeNs)
  for (let i: u32 = 0; i < guest.harts; i++) hash = hashHart(hash, hartOf(guest, i))
  for (let page: u32 = 0; page < <u32>guest.ramPages; page++) {
    const word = presentWord(guest, page)
    const content = contentOf(word)
    if (content != 0) hash = hashPage(hash, page, content)
  }
  return hash
}

/** The second-stage word of a page, which is brought in when it has to be. */
function presentWord(guest: Guest, page: u32): u32 {
  const at = guest.stage2 + (page << 2)
  const word = load<u32>(at)
  return (word & Stage2.absent) == 0 ? word : bringIn(guest, at)
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
  return isZeroPage(frame) ? seed : hashWords(mix(seed, page), frame, PAGE_BYTES >> 3)
}

/** Host pointer of what is on the page, wherever it is; 0 when nothing is. */
function contentOf(word: u32): usize {
  if ((word & Stage2.present) != 0) return frameOf(word)
  return (word & Stage2.swapped) == 0 ? 0 : peekPage(changetype<Swap>(<usize>host().swap), slotOf(word))
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
