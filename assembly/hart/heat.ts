/**
 * Finds hot places: the interpreter counts where jumps go backwards and where calls go, and a place that was reached often enough waits
 * in a queue for the translator.
 */
import { Hart, HotPlace, RECORD_ENTER, RECORD_OPERATION, WINDOW_PAGES } from '../abi/layout.gen'
import { addHotPlace, hotPageAt, isQueued } from '../memory/hot-places'
import { PAGE_BYTES } from '../memory/page'
import { translator } from '../memory/regions'
import { fetchEntry } from '../memory/tlb'

/**
 * Counters by record pointer, u16 each, one for 16 records: places that share one get hot together, and code that runs now and then, whose counters
 * are in no cache, finds many of them in one line.
 */
const COUNTER_SHIFT: u32 = 6
const COUNTER_MASK: u32 = 0x3ffe
export const HEAT_BYTES: u32 = COUNTER_MASK + 2

// @ts-ignore: decorator
@inline export function heatCounters(): usize {
  return translator().heat
}

// @ts-ignore: decorator
@inline function counterAt(heat: usize, p: usize): usize {
  return heat + ((<u32>p >>> COUNTER_SHIFT) & COUNTER_MASK)
}

/**
 * What a jump adds. A function is longer than the turn of a loop, and one that is called often is called again, where a loop ends: counted alike, a third more
 * instructions of a systemd boot were translated, for a hundredth more of those that it executes.
 */
// @ts-ignore: decorator
@inline export const TURN_HEAT: u32 = 1
// @ts-ignore: decorator
@inline export const CALL_HEAT: u32 = 4

/** Counts a jump to the record `p` of the hart's current page. */
// @ts-ignore: decorator
@inline export function warm(hart: Hart, heat: usize, limit: u32, p: usize, added: u32): void {
  const at = counterAt(heat, p)
  const count = <u32>load<u16>(at) + added
  store<u16>(at, <u16>count)
  if (count >= limit) becomeHot(hart, at, p, 1)
}

/** Counts an arrival from translated code, which was left for whatever reason. */
export function warmArrival(hart: Hart): void {
  const at = counterAt(heatCounters(), hart.codePtr)
  const count = <u32>load<u16>(at) + 1
  store<u16>(at, <u16>count)
  if (count >= hart.heatLimit) becomeHot(hart, at, hart.codePtr, 0)
}

/** Queues the place; when the queue is full it has to become hot again. */
function becomeHot(hart: Hart, counter: usize, p: usize, isJoined: u32): void {
  store<u16>(counter, 0)
  const offset = (<u32>p - hart.codePage) >> 2
  // A slice that ended behind the last instruction of a page goes on at the record that marks the page's end: nothing begins there.
  if (offset >= <u32>PAGE_BYTES) return
  if ((<u32>load<u64>(p) & RECORD_OPERATION) == RECORD_ENTER || isQueued(hart.codePage, offset)) return
  const place = addHotPlace()
  if (place === null) return
  place.guest = hart.guest
  place.hart = <u32>changetype<usize>(hart)
  place.offset = offset
  place.isJoined = isJoined
  place.pageVa = hart.pageVa
  lookAround(hart, place)
}

/** The pages of the window: from its own outwards as far as each is known. A frame that is there twice counts once, as it does to a region. */
function lookAround(hart: Hart, place: HotPlace): void {
  const middle: u32 = WINDOW_PAGES >> 1
  for (let page: u32 = 0; page < WINDOW_PAGES; page++) store<u32>(hotPageAt(place, page), 0)
  store<u32>(hotPageAt(place, middle), hart.codePage)
  for (let distance: u32 = 1; distance <= middle; distance++) {
    takePage(hart, place, middle - distance)
    takePage(hart, place, middle + distance)
  }
}

function takePage(hart: Hart, place: HotPlace, page: u32): void {
  const decoded = pageOf(hart, hart.pageVa + (<u64>page - (WINDOW_PAGES >> 1)) * PAGE_BYTES)
  for (let i: u32 = 0; i < WINDOW_PAGES; i++) if (load<u32>(hotPageAt(place, i)) == decoded) return
  store<u32>(hotPageAt(place, page), decoded)
}

/** Decoded page behind a virtual address as the hart fetches now; 0 when it has not been there lately. */
function pageOf(hart: Hart, va: u64): u32 {
  const entry = fetchEntry(hart.fetchTlb, va)
  return load<u64>(entry) == va ? load<u32>(entry, 8) : 0
}
