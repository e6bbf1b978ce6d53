/** What translated code calls in the core: accesses that miss, and instructions that the cold path executes. Why there are vectors, types.ts says. */
import { Attention, Hart, REGION_INSTRUCTIONS } from '../abi/layout.gen'
import { changeSstatusBits } from '../hart/csr/status'
import { executeCold } from '../hart/execute-cold.gen'
import { enterPage } from '../hart/fetch'
import { fillPage, loadBytes, loadSlow, storeBytes, storeSlow } from '../hart/memory'
import { PAGE_BYTES, PAGE_MASK } from '../memory/page'
import { noteSpanMiss } from '../hart/span'
import { dataEntry, fillSite, spanOf } from '../memory/tlb'
import { PLACE_SHIFT } from './leave'
import { ACCESS_LENGTH_SHIFT, ACCESS_SIGNED, ACCESS_SITE_SHIFT, ACCESS_SPAN, FIND_EXTENT, FIND_WRITES } from './memory'
import { lengthOf } from './record'
import { offsetOf } from './work'

/** Virtual address of a place in the window around the page at `pageVa`. */
// @ts-ignore: decorator
@inline function pcOf(pageVa: u64, place: u32): u64 {
  return pageVa + <u64>offsetOf(place >> PLACE_SHIFT)
}

/** Instructions left of the budget before the one at a place, of those that are left behind its block. */
// @ts-ignore: decorator
@inline function budgetBefore(budget: u32, place: u32): u32 {
  return budget + (place & ((1 << PLACE_SHIFT) - 1))
}

/** The hart is before the instruction at the place. */
function synchronize(hart: Hart, pageVa: u64, budget: u32, place: u32): void {
  hart.pc = pcOf(pageVa, place)
  hart.retired = hart.budgetEnd - <u64>budgetBefore(budget, place)
}

/** The value at `address`, extended as `kind` says; hart.attention tells that there is none. */
export function translatedLoad(hart: usize, address: u64, kind: u32, pageVa: u64, budget: u32, place: u32, _vector: v128): u64 {
  const it = changetype<Hart>(hart)
  const bytes = kind & (ACCESS_SIGNED - 1)
  const pointer = lookUp(it, it.readTlb, address, bytes, kind)
  if (pointer != 0 && !isLate(it, false, address, kind)) return extended(loadBytes(pointer, bytes), kind)
  synchronize(it, pageVa, budget, place)
  if (pointer != 0) {
    it.attention = Attention.resume
    return 0
  }
  const value = loadSlow(it, address, bytes)
  if (it.attention != Attention.none) return 0
  // Pages went away for the one that was read: the region's spans may have held them, so that it is left, to read again.
  if (it.codeChanged != 0 || isLate(it, false, address, kind)) it.attention = Attention.resume
  else lookUp(it, it.readTlb, address, bytes, kind)
  return extended(value, kind)
}

/** Does the span hold what an access looked for in it? Then it grew since the region read it: who leaves and comes back finds it. */
function isLate(hart: Hart, isWrite: bool, address: u64, kind: u32): bool {
  if ((kind & ACCESS_SPAN) == 0) return false
  const span = spanOf(hart, hart.dataMode, isWrite)
  return address - span.low < span.reach
}

function extended(value: u64, kind: u32): u64 {
  if ((kind & ACCESS_SIGNED) == 0) return value
  const shift: u64 = 64 - (<u64>(kind & (ACCESS_SIGNED - 1)) << 3)
  return <u64>((<i64>value << shift) >> shift)
}

/** Host pointer from the TLB, whose page is the site's from now on; 0 when it misses. */
function lookUp(hart: Hart, tlb: usize, address: u64, bytes: u32, kind: u32): usize {
  const pointer = pointerTo(tlb, address, bytes)
  if (pointer == 0) return 0
  if ((kind & ACCESS_SPAN) != 0) {
    noteSpanMiss(hart, spanOf(hart, hart.dataMode, tlb == hart.writeTlb))
    return pointer
  }
  const site = kind >> ACCESS_SITE_SHIFT
  if (site != 0) fillSite(hart, hart.dataMode, site - 1, address, pointer & ~(<usize>PAGE_MASK))
  return pointer
}

/** Host pointer from the TLB; 0 when it misses. */
function pointerTo(tlb: usize, address: u64, bytes: u32): usize {
  const entry = dataEntry(tlb, address)
  const offset = address - load<u64>(entry)
  return offset > <u64>(PAGE_BYTES - bytes) ? 0 : <usize>load<u32>(entry, 8) + <usize>offset
}

/** Host pointer to the lowest access of a group, at `address`; 0 when the region has to be left, since not all of it is on a page with an entry in the TLB. */
export function translatedFind(hart: usize, address: u64, kind: u32, _vector: v128): u32 {
  const it = changetype<Hart>(hart)
  const bytes = kind & FIND_EXTENT
  const isWrite = (kind & FIND_WRITES) != 0
  const tlb: usize = isWrite ? it.writeTlb : it.readTlb
  const looksIntoSpan = (kind & ACCESS_SPAN) != 0
  const span = spanOf(it, it.dataMode, isWrite)
  if (pointerTo(tlb, address, bytes) == 0) fillPage(it, address, bytes, isWrite)
  else if (looksIntoSpan) noteSpanMiss(it, span)
  // Pages went away for this one, or the span grew since the region read it.
  if (it.codeChanged != 0 || (looksIntoSpan && address - span.low < span.groupReach)) return 0
  return <u32>pointerTo(tlb, address, bytes)
}

/** 1 when the region has to be left: the store needs attention, or it changed translated code and is done. */
export function translatedStore(hart: usize, address: u64, value: u64, kind: u32, pageVa: u64, budget: u32, place: u32, _vector: v128): u32 {
  const it = changetype<Hart>(hart)
  const bytes = kind & 15
  const pointer = lookUp(it, it.writeTlb, address, bytes, kind)
  if (pointer != 0) {
    storeBytes(pointer, value, bytes)
    if (!isLate(it, true, address, kind)) return 0
    synchronize(it, pageVa, budget, place)
  } else {
    synchronize(it, pageVa, budget, place)
    storeSlow(it, address, value, bytes)
    if (it.attention != Attention.none) return 1
    lookUp(it, it.writeTlb, address, bytes, kind)
    if (it.codeChanged == 0 && !isLate(it, true, address, kind)) return 0
  }
  it.pc += (kind >> ACCESS_LENGTH_SHIFT) & 15
  it.retired += 1
  return 1
}

/** Sets or clears bits of sstatus, which is what comes back as it was before; STATUS_REFUSED, with nothing changed, when that is more than a change of bits. */
export function translatedStatus(hart: usize, bits: u64, clears: u32, _vector: v128): u64 {
  return changeSstatusBits(changetype<Hart>(hart), bits, clears != 0)
}

/** Executes the instruction of record `w`; the budget behind it, or -1 when the region has to be left. */
export function translatedStep(hart: usize, w: u64, pageVa: u64, budget: u32, place: u32, _vector: v128): i32 {
  const it = changetype<Hart>(hart)
  const pc = pcOf(pageVa, place)
  synchronize(it, pageVa, budget, place)
  if (!enterPage(it, pc)) return -1
  executeCold(it, w)
  if (it.attention != Attention.none) return -1
  it.codePtr = 0
  it.retired += 1
  it.pc = pc + (<u64>lengthOf(w) << 1)
  const left = it.limit - it.retired
  if (<i64>left < <i64>REGION_INSTRUCTIONS || it.codeChanged != 0) return -1
  const rest = min<u64>(<u64>(budgetBefore(budget, place) - 1), left)
  it.budgetEnd = it.retired + rest
  return <i32>rest
}
