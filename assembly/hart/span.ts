/**
 * Grows the spans of the TLBs: around a page that an entry was filled for, as far as the pages beside it are mapped the same way.
 *
 *     virtual   low                                   low + pages * 4096
 *               |---------|---------|---------|------|
 *     host      low + shift                           low + pages * 4096 + shift
 *
 * A span holds nothing that could not have an entry of its own: pages that are mapped, may be accessed without a change to their page-table
 * entry, and have a frame. It ends with whatever ends such an entry.
 */
import { Guest, Hart, Span, Stage2, TLB_MODES } from '../abi/layout.gen'
import { host } from '../memory/host'
import { NOWHERE, PAGE_BYTES, PAGE_SHIFT } from '../memory/page'
import { guestIsRam, holdsCode } from '../memory/physical'
import { dropAllRegions } from '../memory/regions'
import { frameOf, stage2Word } from '../memory/stage2'
import { spanHolds, spanOf } from '../memory/tlb'
import { AccessMode, privilegeOf } from './mode'
import { PmpAccess, pmpCheck, pmpPageUniform } from './pmp'
import { peek } from './translate'

/** Bytes looked at on either side of a new page. */
const NEAR: u64 = 64 << PAGE_SHIFT
/** Bytes at the end of a span that are left to the TLB: what the widest access has behind its first, and what accesses off one register are apart. */
const SLACK: u64 = 7
export const GROUP_SLACK: u64 = 2048
/** A mode where fills are further apart than this keeps no spans: one in so many. */
const STRAY_SHARE: u32 = 8
const FIRST_STRAYS: u32 = 32
const MOST_FILLS: u32 = 0x1_0000
/** Pages looked at: some to begin with, then one in 2^4 instructions, so that no guest makes its neighbours wait. */
const LOOK_SHARE: u64 = 4
const FIRST_LOOKS: u64 = 0x1_0000
/** So many misses with fewer instructions than that in between are too many. */
const MISS_LIMIT: u32 = 0x1_0000
const MISS_DISTANCE: u64 = 24

/**
 * Is code better off with spans than with TLB lookups? Not with a U-mode, whose pages lie about in memory, and not in a hart that has
 * missed them too often.
 */
export function spansPay(hart: Hart, isWrite: bool): bool {
  // Other threads could not empty a span that is in a region's locals.
  if (host().isShared != 0) return false
  let pages: u32 = 0
  for (let mode: u32 = 0; mode < TLB_MODES; mode++) {
    const span = spanOf(hart, mode, isWrite)
    if (span.fills == 0) continue
    if (mode == AccessMode.user || span.strays * STRAY_SHARE > span.fills + FIRST_STRAYS) return false
    pages += span.pages
  }
  return pages != 0
}

/** An access of translated code that the TLB answered was not in the span. Many of them end the spans of the mode, and the regions that use them. */
export function noteSpanMiss(hart: Hart, span: Span): void {
  span.misses += 1
  if (span.misses < MISS_LIMIT) return
  if (hart.retired - span.missesSince < <u64>MISS_LIMIT * MISS_DISTANCE) {
    span.strays = MOST_FILLS
    dropAllRegions()
  }
  span.misses = 0
  span.missesSince = hart.retired
}

/** An entry of the current mode was filled for `gva` with the host page at `pointer`. */
export function growSpan(hart: Hart, gva: u64, pointer: usize, access: u32): void {
  const mode = hart.dataMode
  const span = spanOf(hart, mode, access == PmpAccess.write)
  note(span)
  if (mode == AccessMode.user) return
  const page = gva & ~(<u64>PAGE_BYTES - 1)
  if (spanHolds(span, page) || span.looked > (hart.retired >> LOOK_SHARE) + FIRST_LOOKS) return
  if (span.strays > FIRST_STRAYS && span.strays * STRAY_SHARE > span.fills) {
    span.strays += 1
    return
  }
  extend(hart, span, page, pointer, access)
}

/** What may be written may be read: a page of the other span brings all of that along, without a look at it. */
function takeWritable(span: Span, writable: Span, page: u64, shift: u32): bool {
  if (!spanHolds(writable, page) || writable.pages <= span.pages || shift != writable.shift) return false
  span.low = writable.low
  span.shift = shift
  span.pages = writable.pages
  span.reach = writable.reach
  span.groupReach = writable.groupReach
  return true
}

function note(span: Span): void {
  span.fills += 1
  if (span.fills < MOST_FILLS) return
  span.fills >>= 1
  span.strays >>= 1
}

/** Looks from the page on to both sides, and joins what it finds to the span, or puts it in its place when it is larger. */
function extend(hart: Hart, span: Span, page: u64, pointer: usize, access: u32): void {
  const shift = <u32>pointer - <u32>page
  if (access != PmpAccess.write && takeWritable(span, spanOf(hart, hart.dataMode, true), page, shift)) return
  const spanEnd = span.low + (<u64>span.pages << PAGE_SHIFT)
  const isSameRow = span.pages != 0 && shift == span.shift
  // What is on the way to the span is worth looking at, since it is looked at once.
  let end = above(hart, page, isSameRow && page < span.low ? span.low : page + NEAR, access)
  let low = below(hart, page, isSameRow && page >= spanEnd ? spanEnd : page - NEAR, access)
  if (isSameRow && low <= spanEnd && end >= span.low) {
    end = max<u64>(end, spanEnd)
    low = min<u64>(low, span.low)
  } else {
    if (span.pages != 0) span.strays += 1
    if (end - low <= <u64>span.pages << PAGE_SHIFT) return
  }
  span.low = low
  span.shift = shift
  span.pages = <u32>((end - low) >> PAGE_SHIFT)
  span.reach = end - low - SLACK
  span.groupReach = end - low - GROUP_SLACK
}

/** Behind the last page before `end` that continues the row of the one at `page`. */
function above(hart: Hart, page: u64, end: u64, access: u32): u64 {
  const span = spanOf(hart, hart.dataMode, access == PmpAccess.write)
  const pointer = hostPage(hart, page, access)
  let at = page + PAGE_BYTES
  while (at < end && hostPage(hart, at, access) == pointer + <usize>(at - page)) at += PAGE_BYTES
  span.looked += (at - page) >> PAGE_SHIFT
  return at
}

/** The first page from `low` on that the one at `page` continues. */
function below(hart: Hart, page: u64, low: u64, access: u32): u64 {
  const span = spanOf(hart, hart.dataMode, access == PmpAccess.write)
  const pointer = hostPage(hart, page, access)
  let at = page
  while (at > low && hostPage(hart, at - PAGE_BYTES, access) == pointer - <usize>(page - at + PAGE_BYTES)) at -= PAGE_BYTES
  span.looked += (page - at) >> PAGE_SHIFT
  return at
}

/** Host pointer of a page that could have an entry as things are; 0 otherwise. */
function hostPage(hart: Hart, gva: u64, access: u32): usize {
  const gpa = peek(hart, gva, access, hart.dataMode)
  const guest = changetype<Guest>(<usize>hart.guest)
  if (gpa == NOWHERE || !guestIsRam(guest, gpa, PAGE_BYTES)) return 0
  const word = load<u32>(stage2Word(guest, gpa))
  if ((word & Stage2.present) == 0) return 0
  if (access == PmpAccess.write && !mayWrite(guest, word, gpa)) return 0
  if (!pmpPageUniform(hart, gpa) || !pmpCheck(hart, gpa, PAGE_BYTES, access, privilegeOf(hart.dataMode))) return 0
  // The sweep for idle pages takes what was not reached since it came by, and asks no span: what a span holds counts as reached.
  if ((word & Stage2.accessed) == 0) store<u32>(stage2Word(guest, gpa), word | Stage2.accessed)
  return frameOf(word)
}

/** Stores go the slow way to code, to what is shared or watched, and to the page that holds tohost. */
function mayWrite(guest: Guest, word: u32, gpa: u64): bool {
  return (word & (Stage2.writable | Stage2.copyOnWrite | Stage2.dirtyLogged)) == Stage2.writable && !holdsCode(guest, gpa) && (guest.tohostGpa ^ gpa) > 0xfff
}
