/** Pages whose contents nobody needs: their frames go back to the host, and the pages are as if they had never been touched. */
import { Guest, Stage2 } from '../abi/layout.gen'
import { DRAM_BASE } from '../abi/platform.gen'
import { dischargePage } from './allocation'
import { dropDecodedPage } from './decoded'
import { frameReferences, releaseFrameOf } from './frames'
import { PAGE_BYTES, PAGE_SHIFT } from './page'
import { frameOf, isRam, stage2Word } from './stage2'
import { tlbFlushGuest } from './tlb'

/** Discards the page at `gpa`, which must be RAM; true when a frame was behind it. Call flushDiscarded before any hart runs again. */
export function discardPage(guest: Guest, gpa: u64): bool {
  const at = stage2Word(guest, gpa)
  const word = load<u32>(at)
  if ((word & Stage2.present) == 0) return false
  store<u32>(at, word & Stage2.dirtyLogged)
  const frame = frameOf(word)
  if (frameReferences(frame) == 1) dropDecodedPage(frame)
  releaseFrameOf(guest, <u32>((gpa - DRAM_BASE) >> PAGE_SHIFT), frame)
  dischargePage(guest)
  return true
}

/** Discards every whole page in [gpa, gpa + bytes), which must be RAM; how many frames were behind them. */
export function discardRange(guest: Guest, gpa: u64, bytes: u64): u32 {
  const first = (gpa + (PAGE_BYTES - 1)) & ~(<u64>(PAGE_BYTES - 1))
  const end = gpa + bytes
  let count: u32 = 0
  for (let page = first; page + PAGE_BYTES <= end && isRam(guest, page, PAGE_BYTES); page += PAGE_BYTES) {
    if (discardPage(guest, page)) count += 1
  }
  return count
}

/** No TLB leads to what was discarded. */
export function flushDiscarded(guest: Guest): void {
  tlbFlushGuest(guest)
}
