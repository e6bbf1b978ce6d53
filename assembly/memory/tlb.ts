/**
 * The TLBs of a hart: per access mode (U, S, S with SUM, M) a read, a write and a fetch array.
 *
 *     entry: | virtual page u64 | host pointer u32 | guest-physical page number u32 |
 *     site:  | virtual page u64 | host pointer - low half of the page u32 | spare u32 |
 *     span:  as many pages in a row as could be found around an entry (Span), one for reading, one for writing
 *
 * A hit is one subtraction: `gva - tag <= 4096 - bytes`, so misaligned accesses inside a page hit too. The pointer
 * of a data entry is the page's; that of a fetch entry is record 0 of the decoded page. A site belongs to an access of translated code, or to
 * several through the same register, whatever the address; it hits when the address, but for the offset, is the page.
 */
import {
  GUEST_HARTS, Guest, HART_BLOCK_BYTES, HART_SITE_PAGES, HART_TLB, Hart, TLB_DATA_BYTES, TLB_FETCH_BYTES, TLB_FETCH_MASK, TLB_MASK, TLB_MODES,
  TLB_MODE_BYTES, TLB_SITES, TLB_SITE_OFFSET, TLB_SPAN_OFFSET, SPAN_BYTES, Span,
} from '../abi/layout.gen'
import { forgetJumps, forgetJumpsOfHart, resetJumps } from './jump-cache'
import { PAGE_MASK, PAGE_SHIFT } from './page'
import { currentPc } from './pc'

// @ts-ignore: decorator
@inline const ENTRY_SHIFT: u32 = 4
// @ts-ignore: decorator
@inline const ENTRY_BYTES: u32 = 16
/** The page of a site without one: a bit of the offset that is never left in what it is compared with. */
// @ts-ignore: decorator
@inline const NO_PAGE: u64 = 0x800

/** S-mode without SUM, whose pages that are not global are told by `holdsLocal`, and M-mode, which has no address space. */
// @ts-ignore: decorator
@inline const GLOBAL_MODES: u32 = 1 << 1 | 1 << 3

// @ts-ignore: decorator
@inline
export function readTlb(hart: Hart, mode: u32): usize {
  return changetype<usize>(hart) + HART_TLB + mode * TLB_MODE_BYTES
}

// @ts-ignore: decorator
@inline
export function writeTlb(hart: Hart, mode: u32): usize {
  return readTlb(hart, mode) + TLB_DATA_BYTES
}

// @ts-ignore: decorator
@inline
export function fetchTlb(hart: Hart, mode: u32): usize {
  return readTlb(hart, mode) + 2 * TLB_DATA_BYTES
}

// @ts-ignore: decorator
@inline
export function siteEntry(hart: Hart, mode: u32, site: u32): usize {
  return readTlb(hart, mode) + TLB_SITE_OFFSET + (site << ENTRY_SHIFT)
}

// @ts-ignore: decorator
@inline
export function spanOf(hart: Hart, mode: u32, isWrite: bool): Span {
  return changetype<Span>(readTlb(hart, mode) + TLB_SPAN_OFFSET + (isWrite ? <usize>SPAN_BYTES : 0))
}

/** Is the page in the span? */
export function spanHolds(span: Span, gva: u64): bool {
  return span.pages != 0 && gva - span.low < (<u64>span.pages << PAGE_SHIFT)
}

function dropSpan(hart: Hart, span: Span): void {
  span.pages = 0
  span.reach = 0
  span.groupReach = 0
}

/** Translated code keeps spans and pointers to pages in locals: where it finds this it leaves before it goes on. */
// @ts-ignore: decorator
@inline
function leaveTranslated(hart: Hart): void {
  hart.codeChanged = 1
}

function dropSpans(hart: Hart, mode: u32): void {
  dropSpan(hart, spanOf(hart, mode, false))
  dropSpan(hart, spanOf(hart, mode, true))
}

/** Which pages the sites of a mode may have: fences for a page are many, and so are sites. */
// @ts-ignore: decorator
@inline
function sitePagesAt(hart: Hart, mode: u32): usize {
  return changetype<usize>(hart) + HART_SITE_PAGES + (mode << 3)
}

// @ts-ignore: decorator
@inline
function bitOfPage(gva: u64): u64 {
  return <u64>1 << ((gva >> PAGE_SHIFT) & 63)
}

// @ts-ignore: decorator
@inline
export function fillSite(hart: Hart, mode: u32, site: u32, gva: u64, pointer: usize): void {
  const entry = siteEntry(hart, mode, site)
  const pages = sitePagesAt(hart, mode)
  store<u64>(pages, load<u64>(pages) | bitOfPage(gva))
  store<u64>(entry, gva & ~(<u64>PAGE_MASK))
  store<u32>(entry, <u32>pointer - (<u32>gva & ~PAGE_MASK), 8)
}

// @ts-ignore: decorator
@inline
export function dataEntry(tlb: usize, gva: u64): usize {
  return tlb + ((<usize>(gva >> PAGE_SHIFT) & TLB_MASK) << ENTRY_SHIFT)
}

// @ts-ignore: decorator
@inline
export function fetchEntry(tlb: usize, gva: u64): usize {
  return tlb + ((<usize>(gva >> PAGE_SHIFT) & TLB_FETCH_MASK) << ENTRY_SHIFT)
}

// @ts-ignore: decorator
@inline
export function fillEntry(entry: usize, gva: u64, page: usize, pageNumber: u32): void {
  store<u64>(entry, gva & ~(<u64>PAGE_MASK))
  store<u32>(entry, <u32>page, 8)
  store<u32>(entry, pageNumber, 12)
}

/** Guest-physical number of the page that an entry leads to. */
// @ts-ignore: decorator
@inline
export function pageNumberOf(entry: usize): u32 {
  return load<u32>(entry, 12)
}

/** A new hart's TLBs, which hold what nobody put there. */
export function tlbReset(hart: Hart): void {
  hart.tlbModes = (1 << TLB_MODES) - 1
  resetJumps(hart)
  tlbFlushAll(hart)
}

export function tlbFlushAll(hart: Hart): void {
  for (let mode: u32 = 0; mode < TLB_MODES; mode++) flushMode(hart, mode)
  hart.largePageLow = u64.MAX_VALUE
  hart.largePageHigh = 0
  hart.holdsLocal = 0
  hart.codePtr = 0
}

/** Drops what another address space may map otherwise: all but global pages (Privileged §12.2.1), which S-mode hardly ever uses others than. */
export function tlbFlushLocal(hart: Hart): void {
  if (hart.holdsLocal != 0) return tlbFlushAll(hart)
  for (let mode: u32 = 0; mode < TLB_MODES; mode++) {
    if (((GLOBAL_MODES >> mode) & 1) == 0) flushMode(hart, mode)
    else if (isUsed(hart, mode)) dropSpans(hart, mode)
  }
  hart.codePtr = 0
}

function flushMode(hart: Hart, mode: u32): void {
  if (!isUsed(hart, mode)) return
  leaveTranslated(hart)
  invalidate(readTlb(hart, mode), TLB_DATA_BYTES)
  invalidate(writeTlb(hart, mode), TLB_DATA_BYTES)
  invalidate(fetchTlb(hart, mode), TLB_FETCH_BYTES)
  forgetJumps(hart, mode)
  for (let site: u32 = 0; site < TLB_SITES; site++) store<u64>(siteEntry(hart, mode, site), NO_PAGE)
  store<u64>(sitePagesAt(hart, mode), 0)
  dropSpans(hart, mode)
  hart.tlbModes &= ~(1 << mode)
}

/** Empties the TLBs of every hart of the guest: what its pages map to, or may be done to them, is another. */
export function tlbFlushGuest(guest: Guest): void {
  for (let i: u32 = 0; i < guest.harts; i++) tlbFlushAll(hartOf(guest, i))
}

/** Drops what the leaf PTE of `gva` filled: its entry, or everything when it may have been a superpage. */
export function tlbFlushAddress(hart: Hart, gva: u64): void {
  if (gva >= hart.largePageLow && gva <= hart.largePageHigh) {
    tlbFlushAll(hart)
    return
  }
  leaveTranslated(hart)
  for (let mode: u32 = 0; mode < TLB_MODES; mode++) {
    if (!isUsed(hart, mode)) continue
    invalidateIfPage(dataEntry(readTlb(hart, mode), gva), gva, TLB_MASK)
    invalidateIfPage(dataEntry(writeTlb(hart, mode), gva), gva, TLB_MASK)
    invalidateIfPage(fetchEntry(fetchTlb(hart, mode), gva), gva, TLB_FETCH_MASK)
    forgetJumps(hart, mode)
    dropSites(hart, mode, gva)
    if (spanHolds(spanOf(hart, mode, false), gva)) dropSpan(hart, spanOf(hart, mode, false))
    if (spanHolds(spanOf(hart, mode, true), gva)) dropSpan(hart, spanOf(hart, mode, true))
  }
  hart.codePtr = 0
}

/** Remembers that [low, high] came from one superpage or NAPOT leaf. */
export function noteLargePage(hart: Hart, low: u64, high: u64): void {
  if (low < hart.largePageLow) hart.largePageLow = low
  if (high > hart.largePageHigh) hart.largePageHigh = high
}

/** Drops every write entry of the guest that points to `page`: its next store goes the slow way. */
export function dropWriteEntries(guest: Guest, page: usize): void {
  for (let i: u32 = 0; i < guest.harts; i++) {
    const hart = hartOf(guest, i)
    for (let mode: u32 = 0; mode < TLB_MODES; mode++) if (isUsed(hart, mode)) dropPointer(hart, mode, true, page)
  }
}

/** Drops every read entry of the guest that points to `page`: the shared page of zeros got a frame of its own. */
export function dropReadEntries(guest: Guest, page: usize): void {
  for (let i: u32 = 0; i < guest.harts; i++) {
    const hart = hartOf(guest, i)
    for (let mode: u32 = 0; mode < TLB_MODES; mode++) if (isUsed(hart, mode)) dropPointer(hart, mode, false, page)
  }
}

/** Empties the fetch TLBs of the guest: decoded pages went away. */
export function dropFetchEntries(guest: Guest): void {
  for (let i: u32 = 0; i < guest.harts; i++) dropFetchEntriesOfHart(hartOf(guest, i))
}

export function dropFetchEntriesOfHart(hart: Hart): void {
  for (let mode: u32 = 0; mode < TLB_MODES; mode++) invalidate(fetchTlb(hart, mode), TLB_FETCH_BYTES)
  forgetJumpsOfHart(hart)
  hart.codePtr = 0
}

/** Drops every fetch entry of the guest that leads to a decoded page; a hart that is on it goes on from its pc. */
export function dropFetchEntriesOf(guest: Guest, page: usize): void {
  for (let i: u32 = 0; i < guest.harts; i++) {
    const hart = hartOf(guest, i)
    for (let mode: u32 = 0; mode < TLB_MODES; mode++) {
      if (!isUsed(hart, mode)) continue
      const tlb = fetchTlb(hart, mode)
      for (let index: u32 = 0; index <= TLB_FETCH_MASK; index++) {
        if (load<u32>(tlb + (index << ENTRY_SHIFT), 8) == <u32>page) setInvalid(tlb + (index << ENTRY_SHIFT), index)
      }
      forgetJumps(hart, mode)
    }
    if (hart.codePage == <u32>page) leaveRecord(hart)
  }
}

/** Keeps the hart's position as an address alone. */
function leaveRecord(hart: Hart): void {
  hart.pc = currentPc(hart)
  hart.codePtr = 0
}

// @ts-ignore: decorator
@inline
export function hartOf(guest: Guest, index: u32): Hart {
  return changetype<Hart>(changetype<usize>(guest) + GUEST_HARTS + index * HART_BLOCK_BYTES)
}

// @ts-ignore: decorator
@inline
function isUsed(hart: Hart, mode: u32): bool {
  return ((hart.tlbModes >> mode) & 1) != 0
}

/** Something is put into the TLBs of a mode. */
// @ts-ignore: decorator
@inline
export function useMode(hart: Hart, mode: u32): void {
  hart.tlbModes |= 1 << mode
}

/** Sites, too, whether they are for reading or for writing. */
function dropPointer(hart: Hart, mode: u32, isWrite: bool, page: usize): void {
  const tlb = isWrite ? writeTlb(hart, mode) : readTlb(hart, mode)
  const span = spanOf(hart, mode, isWrite)
  leaveTranslated(hart)
  if (page - <usize>(<u32>span.low + span.shift) < <usize>span.pages << PAGE_SHIFT) dropSpan(hart, span)
  for (let i: u32 = 0; i <= TLB_MASK; i++) {
    const entry = tlb + (i << ENTRY_SHIFT)
    if (load<u32>(entry, 8) == <u32>page) setInvalid(entry, i)
  }
  for (let site: u32 = 0; site < TLB_SITES; site++) {
    const entry = siteEntry(hart, mode, site)
    if (load<u32>(entry, 8) + load<u32>(entry) == <u32>page) store<u64>(entry, NO_PAGE)
  }
}

function dropSites(hart: Hart, mode: u32, gva: u64): void {
  if ((load<u64>(sitePagesAt(hart, mode)) & bitOfPage(gva)) == 0) return
  for (let site: u32 = 0; site < TLB_SITES; site++) {
    const entry = siteEntry(hart, mode, site)
    if (load<u64>(entry) == (gva & ~(<u64>PAGE_MASK))) store<u64>(entry, NO_PAGE)
  }
}

function invalidateIfPage(entry: usize, gva: u64, mask: u32): void {
  if (load<u64>(entry) == (gva & ~(<u64>PAGE_MASK))) setInvalid(entry, <u32>(gva >> PAGE_SHIFT) & mask)
}

function invalidate(tlb: usize, bytes: u32): void {
  for (let offset: u32 = 0; offset < bytes; offset += ENTRY_BYTES) setInvalid(tlb + offset, offset >> ENTRY_SHIFT)
}

/** The tag of an empty entry is a page of another index, which no address looked up here can match. */
// @ts-ignore: decorator
@inline
function setInvalid(entry: usize, index: u32): void {
  store<u64>(entry, <u64>(index ^ 1) << PAGE_SHIFT)
  // Whoever has just looked at the tag goes on to the pointer, on whatever thread: it stays.
  if (!ASC_FEATURE_THREADS) store<u32>(entry, 0, 8)
}
