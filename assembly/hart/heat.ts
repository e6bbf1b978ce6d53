/**
 * Finds hot places: the interpreter counts where jumps go backwards and where calls go, and a place that was reached often enough waits
 * in a queue for the translator.
 */
import { Hart, RECORD_ENTER } from '../abi/layout.gen'
import { addHotPlace, isQueued } from '../memory/hot-places'
import { PAGE_BYTES } from '../memory/page'
import { translator } from '../memory/regions'
import { fetchEntry } from '../memory/tlb'

/** Counters by record pointer, u16 each; two places that share one get hot together. */
const COUNTER_MASK: u32 = 0x1_fffe
export const HEAT_BYTES: u32 = COUNTER_MASK + 2

// @ts-ignore: decorator
@inline export function heatCounters(): usize {
  return translator().heat
}

/** Counts an arrival at the record `p` of the hart's current page. */
// @ts-ignore: decorator
@inline export function warm(hart: Hart, heat: usize, limit: u32, p: usize): void {
  const at = heat + ((<u32>p >>> 2) & COUNTER_MASK)
  const count = <u32>load<u16>(at) + 1
  store<u16>(at, <u16>count)
  if (count >= limit) becomeHot(hart, at, p)
}

/** Queues the place; when the queue is full it has to become hot again. */
function becomeHot(hart: Hart, counter: usize, p: usize): void {
  store<u16>(counter, 0)
  const offset = (<u32>p - hart.codePage) >> 2
  // A slice that ended behind the last instruction of a page goes on at the record that marks the page's end: nothing begins there.
  if (offset >= <u32>PAGE_BYTES) return
  if ((<u32>load<u64>(p) & 0x3ff) == RECORD_ENTER || isQueued(hart.codePage, offset)) return
  const place = addHotPlace()
  if (place === null) return
  // A frame that is there twice counts once: a region is in the list of each of its pages one time.
  const before = pageOf(hart, hart.pageVa - PAGE_BYTES)
  const behind = pageOf(hart, hart.pageVa + PAGE_BYTES)
  place.page0 = before == hart.codePage ? 0 : before
  place.page1 = hart.codePage
  place.page2 = behind == hart.codePage || behind == before ? 0 : behind
  place.guest = hart.guest
  place.hart = <u32>changetype<usize>(hart)
  place.offset = offset
  place.pageVa = hart.pageVa
}

/** Decoded page behind a virtual address as the hart fetches now; 0 when it has not been there lately. */
function pageOf(hart: Hart, va: u64): u32 {
  const entry = fetchEntry(hart.fetchTlb, va)
  return load<u64>(entry) == va ? load<u32>(entry, 8) : 0
}
