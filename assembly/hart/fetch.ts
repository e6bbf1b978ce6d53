/** Instruction fetch: from a virtual address to a decoded record, page by page. */
import { Attention, Guest, Hart, RECORD_LENGTH_SHIFT, RECORD_OPERATION, RECORD_STRADDLE } from '../abi/layout.gen'
import { mayFetch } from '../memory/allocation'
import { decodedPageAt, forgetRecords } from '../memory/decoded'
import { headerOf } from '../memory/decoded-header'
import { NOWHERE, PAGE_BYTES, PAGE_MASK, PAGE_SHIFT } from '../memory/page'
import { guestIsRam } from '../memory/physical'
import { fetchEntry, fillEntry, pageNumberOf, useMode } from '../memory/tlb'
import { mayDecode } from './alone'
import { decode } from './decode.gen'
import { currentPc } from './pc'
import { PmpAccess, pmpPageUniform } from './pmp'
import { readableRam } from './ram'
import { accessFault, protects, translate } from './translate'
import { Cause, raiseException } from './trap'

/** Of a cache of the machine; and how many are asked for at once. */
// @ts-ignore: decorator
@inline const LINE_BYTES: u32 = 64
// @ts-ignore: decorator
@inline const LINES_AHEAD: u32 = 10
// @ts-ignore: decorator
@inline const RECORDS_MASK: u32 = (PAGE_BYTES << 2) - 1

/** Offset of the last halfword of a page, where a 4-byte instruction straddles two pages. */
const LAST_HALFWORD: u32 = PAGE_BYTES - 2

/** Makes `pc` the hart's position; false when the fetch faults, with hart.pc at the target. */
export function enterPage(hart: Hart, pc: u64): bool {
  hart.pc = pc
  hart.codePtr = 0
  const entry = fetchEntry(hart.fetchTlb, pc)
  const isHit = load<u64>(entry) == (pc & ~(<u64>PAGE_MASK))
  const page = isHit ? <usize>load<u32>(entry, 8) : fetchMiss(hart, pc, entry)
  if (page == 0) return false
  if (isHit) hart.codePageNumber = pageNumberOf(entry)
  hart.pageVa = pc & ~(<u64>PAGE_MASK)
  hart.codePage = <u32>page
  hart.codePtr = <u32>page + ((<u32>pc & PAGE_MASK) << 2)
  return true
}

/** Goes where the current jump leads; the jump retires even when the fetch there faults. */
export function jump(hart: Hart, target: u64): bool {
  if ((target & hart.misalignedMask) != 0) {
    raiseException(hart, Cause.instructionMisaligned, target)
    return false
  }
  if (enterPage(hart, target)) {
    bringRecords(hart)
    return true
  }
  hart.retired += 1
  return false
}

/** Goes on behind the end of the current page. */
export function nextPage(hart: Hart): bool {
  if (!enterPage(hart, currentPc(hart))) return false
  bringRecords(hart)
  return true
}

/**
 * Asks for the records behind the hart's position together: code that runs now and then is in no cache of the machine, and line by line each would be
 * waited for.
 */
export function bringRecords(hart: Hart): void {
  const page = <usize>hart.codePage
  const offset = hart.codePtr - hart.codePage
  let sum: u32 = 0
  for (let line: u32 = 1; line <= LINES_AHEAD; line++) sum += load<u32>(page + ((offset + line * LINE_BYTES) & RECORDS_MASK))
  // Loads that nobody needs would be left out.
  hart.recordsAhead = sum
}

/** Decodes the instruction of the empty record at `p`, and keeps it there unless PMP has to be asked each time. */
export function decodeAt(hart: Hart, p: usize): u64 {
  const offset = <u32>(p - hart.codePage) >> 2
  const gpa = <u64>hart.codePageNumber << PAGE_SHIFT
  const header = headerOf(hart.codePage)
  header.idleStores = 0
  const w = decodeBytes(hart, header.frame + offset, offset)
  if (pmpPageUniform(hart, gpa)) store<u64>(p, w)
  else protects(hart, currentPc(hart), gpa + offset, bytesInPage(w, offset), PmpAccess.execute, hart.privilege)
  return w
}

/** The record of the instruction at `p`, in whose place a region is entered; 0 when it faults. */
export function decodeUnder(hart: Hart, p: usize): u64 {
  const offset = <u32>(p - hart.codePage) >> 2
  const w = decodeBytes(hart, headerOf(hart.codePage).frame + offset, offset)
  return (<u32>w & RECORD_OPERATION) == RECORD_STRADDLE ? fetchStraddle(hart, p) : w
}

/** Bytes of the instruction on the page where it begins. */
function bytesInPage(w: u64, offset: u32): u32 {
  return offset == LAST_HALFWORD ? 2 : <u32>(w >> RECORD_LENGTH_SHIFT & 3) << 1
}

function decodeBytes(hart: Hart, code: usize, offset: u32): u64 {
  const low = <u32>load<u16>(code)
  if ((low & 3) != 3) return decode(low, offset, hart.extensions)
  if (offset == LAST_HALFWORD) return <u64>RECORD_STRADDLE | (<u64>2 << RECORD_LENGTH_SHIFT)
  return decode(load<u32>(code), offset, hart.extensions)
}

/** The record of an instruction whose second half is on the next page; 0 when that half faults. */
export function fetchStraddle(hart: Hart, p: usize): u64 {
  const instruction = straddling(hart)
  return hart.attention != Attention.none ? 0 : decode(instruction, LAST_HALFWORD, hart.extensions)
}

/** Bits of the instruction at the hart's position, zero-extended when it is compressed. */
export function currentInstruction(hart: Hart): u32 {
  if (hart.codePtr == 0) return 0
  const offset = (hart.codePtr - hart.codePage) >> 2
  const code = headerOf(hart.codePage).frame + offset
  const low = <u32>load<u16>(code)
  if ((low & 3) != 3) return low
  return offset == LAST_HALFWORD ? straddling(hart) : load<u32>(code)
}

function straddling(hart: Hart): u32 {
  const low = <u32>load<u16>(headerOf(hart.codePage).frame + LAST_HALFWORD)
  const next = hart.pageVa + PAGE_BYTES
  const gpa = translateFetch(hart, next, 2)
  if (gpa == NOWHERE) return 0
  const pointer = readableRam(hart, gpa)
  return pointer == 0 ? 0 : low | (<u32>load<u16>(pointer) << 16)
}

/** Fills the fetch TLB for `pc`; 0 when it faults. */
function fetchMiss(hart: Hart, pc: u64, entry: usize): usize {
  hart.tlbMisses += 1
  const gpa = translateFetch(hart, pc, 2)
  if (gpa == NOWHERE) return 0
  if (!mayDecode(hart, gpa)) return 0
  const guest = changetype<Guest>(<usize>hart.guest)
  const page = mayFetch(guest, gpa) ? decodedPageAt(guest, gpa) : 0
  hart.codePageNumber = <u32>(gpa >> PAGE_SHIFT)
  if (page == 0) hart.attention = Attention.memory
  else if (pmpPageUniform(hart, gpa)) cacheFetch(hart, entry, pc, page)
  else forgetRecords(headerOf(page).frame, 0, PAGE_BYTES)
  return page
}

function cacheFetch(hart: Hart, entry: usize, pc: u64, page: usize): void {
  useMode(hart, hart.privilege)
  fillEntry(entry, pc, page, hart.codePageNumber)
}

function translateFetch(hart: Hart, gva: u64, bytes: u32): u64 {
  const gpa = translate(hart, gva, PmpAccess.execute, hart.privilege)
  if (gpa == NOWHERE) return NOWHERE
  if (protects(hart, gva, gpa, bytes, PmpAccess.execute, hart.privilege)) return NOWHERE
  if (!guestIsRam(changetype<Guest>(<usize>hart.guest), gpa, bytes)) return accessFault(hart, gva, PmpAccess.execute)
  return gpa
}
