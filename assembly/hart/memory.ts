/**
 * Loads and stores that missed the TLB: translation, protection, RAM or device, and the next hit's TLB entry.
 *
 * A device access leaves the loop with Attention.mmio; the hypervisor performs it, and the instruction is executed
 * again and finds the answer in mmioState.
 */
import { Attention, Guest, Hart, MmioState } from '../abi/layout.gen'
import { publishCodeStore } from '../memory/code-inbox'
import { isCode } from '../memory/code-table'
import { noteCodeStore } from '../memory/decoded'
import { host } from '../memory/host'
import { NOWHERE, PAGE_BYTES, PAGE_MASK, PAGE_SHIFT } from '../memory/page'
import { guestIsRam, holdsCode, readPointer } from '../memory/physical'
import { dataEntry, fillEntry, useMode } from '../memory/tlb'
import { PmpAccess, pmpPageUniform } from './pmp'
import { readableRam, writableRam } from './ram'
import { growSpan } from './span'
import { protects, translate } from './translate'
import { Cause, raiseException } from './trap'

/** The value at `gva`, zero-extended; hart.attention tells a fault or a device access. */
export function loadSlow(hart: Hart, gva: u64, bytes: u32): u64 {
  if (crossesPage(gva, bytes)) return loadAcross(hart, gva, bytes)
  const gpa = locate(hart, gva, bytes, PmpAccess.read)
  if (gpa == NOWHERE) return 0
  const guest = changetype<Guest>(<usize>hart.guest)
  if (!guestIsRam(guest, gpa, bytes)) return loadDevice(hart, gva, gpa, bytes)
  const pointer = readableRam(hart, gpa)
  if (pointer == 0) return 0
  cacheRead(hart, gva, gpa, pointer)
  return loadBytes(pointer, bytes)
}

export function storeSlow(hart: Hart, gva: u64, value: u64, bytes: u32): void {
  if (crossesPage(gva, bytes)) return storeAcross(hart, gva, value, bytes)
  const gpa = locate(hart, gva, bytes, PmpAccess.write)
  if (gpa == NOWHERE) return
  const guest = changetype<Guest>(<usize>hart.guest)
  if (!guestIsRam(guest, gpa, bytes)) return storeDevice(hart, gva, gpa, value, bytes)
  if (isTohost(guest, gpa)) return storeTohost(hart, gpa, value, bytes)
  const pointer = writableRam(hart, gpa, bytes)
  if (pointer == 0) return
  storeBytes(pointer, value, bytes)
  tellCodeStore(pointer, bytes)
  const page = pointer & ~(<usize>PAGE_MASK)
  if (isCode(page)) noteCodeStore(guest, page, hart.codePage)
  else cacheWrite(hart, gva, gpa, pointer)
}

/** Fills the TLB for an access that stays in its page, where there is an entry for it. Whoever makes the access finds out why there is none. */
export function fillPage(hart: Hart, gva: u64, bytes: u32, isWrite: bool): void {
  if (crossesPage(gva, bytes)) return
  const gpa = locate(hart, gva, bytes, isWrite ? PmpAccess.write : PmpAccess.read)
  const guest = changetype<Guest>(<usize>hart.guest)
  if (gpa != NOWHERE && guestIsRam(guest, gpa, bytes) && !(isWrite && holdsCode(guest, gpa))) {
    const pointer = isWrite ? writableRam(hart, gpa, bytes) : readableRam(hart, gpa)
    if (pointer != 0 && isWrite) cacheWrite(hart, gva, gpa, pointer)
    else if (pointer != 0) cacheRead(hart, gva, gpa, pointer)
  }
  hart.attention = Attention.none
}

/** After a store: other CPUs may have decoded what it changed. */
export function tellCodeStore(pointer: usize, bytes: u32): void {
  if (ASC_FEATURE_THREADS && isCode(pointer & ~(<usize>PAGE_MASK))) publishCodeStore(pointer, bytes)
}

/** Translates and checks without accessing; false with the fault raised. */
export function probe(hart: Hart, gva: u64, access: u32): bool {
  return locate(hart, gva, 1, access) != NOWHERE
}

/** Guest-physical address of a data access that the page tables and PMP allow; NOWHERE with the fault raised. */
export function locate(hart: Hart, gva: u64, bytes: u32, access: u32): u64 {
  hart.tlbMisses += 1
  const gpa = translate(hart, gva, access, hart.dataMode)
  if (gpa == NOWHERE || protects(hart, gva, gpa, bytes, access, hart.dataMode)) return NOWHERE
  return gpa
}

/** Fills the read TLB. */
export function cacheRead(hart: Hart, gva: u64, gpa: u64, pointer: usize): void {
  useMode(hart, hart.dataMode)
  if (!pmpPageUniform(hart, gpa)) return
  const page = pointer & ~(<usize>PAGE_MASK)
  fillEntry(dataEntry(hart.readTlb, gva), gva, page, <u32>(gpa >> PAGE_SHIFT))
  if (page != <usize>host().zeroPage) growSpan(hart, gva, page, PmpAccess.read)
}

/** Fills the write TLB; stores to code go the slow way each time, and so do those to the page that holds tohost. */
export function cacheWrite(hart: Hart, gva: u64, gpa: u64, pointer: usize): void {
  const guest = changetype<Guest>(<usize>hart.guest)
  if (holdsCode(guest, gpa) || (guest.tohostGpa ^ gpa) <= <u64>PAGE_MASK || !pmpPageUniform(hart, gpa)) return
  useMode(hart, hart.dataMode)
  const page = pointer & ~(<usize>PAGE_MASK)
  fillEntry(dataEntry(hart.writeTlb, gva), gva, page, <u32>(gpa >> PAGE_SHIFT))
  growSpan(hart, gva, page, PmpAccess.write)
}

// @ts-ignore: decorator
@inline
function crossesPage(gva: u64, bytes: u32): bool {
  return (<u32>gva & PAGE_MASK) + bytes > PAGE_BYTES
}

/** Both pages are translated before either is read, so that a fault leaves nothing half done. */
function loadAcross(hart: Hart, gva: u64, bytes: u32): u64 {
  const first = PAGE_BYTES - (<u32>gva & PAGE_MASK)
  const low = locateRam(hart, gva, first, PmpAccess.read)
  if (low == NOWHERE) return 0
  const high = locateRam(hart, gva + first, bytes - first, PmpAccess.read)
  if (high == NOWHERE) return 0
  const lowPointer = readableRam(hart, low)
  const highPointer = lowPointer == 0 ? <usize>0 : readableRam(hart, high)
  if (highPointer == 0) return 0
  return gather(lowPointer, first) | (gather(highPointer, bytes - first) << (<u64>first << 3))
}

function storeAcross(hart: Hart, gva: u64, value: u64, bytes: u32): void {
  const first = PAGE_BYTES - (<u32>gva & PAGE_MASK)
  const low = locateRam(hart, gva, first, PmpAccess.write)
  if (low == NOWHERE) return
  const high = locateRam(hart, gva + first, bytes - first, PmpAccess.write)
  if (high == NOWHERE) return
  const lowPointer = writableRam(hart, low, first)
  const highPointer = lowPointer == 0 ? <usize>0 : writableRam(hart, high, bytes - first)
  if (highPointer == 0) return
  scatter(lowPointer, value, first)
  scatter(highPointer, value >> (<u64>first << 3), bytes - first)
  tellCodeStore(lowPointer, first)
  tellCodeStore(highPointer, bytes - first)
}

/** Devices take no access that crosses a page. */
function locateRam(hart: Hart, gva: u64, bytes: u32, access: u32): u64 {
  const gpa = locate(hart, gva, bytes, access)
  if (gpa == NOWHERE || guestIsRam(changetype<Guest>(<usize>hart.guest), gpa, bytes)) return gpa
  raiseException(hart, access == PmpAccess.write ? Cause.storeAccess : Cause.loadAccess, gva)
  return NOWHERE
}

function loadDevice(hart: Hart, gva: u64, gpa: u64, bytes: u32): u64 {
  if (hart.mmioState == MmioState.readDone) {
    hart.mmioState = MmioState.none
    return hart.mmioValue
  }
  leaveForDevice(hart, gva, gpa, bytes, MmioState.read)
  return 0
}

function storeDevice(hart: Hart, gva: u64, gpa: u64, value: u64, bytes: u32): void {
  if (hart.mmioState == MmioState.writeDone) {
    hart.mmioState = MmioState.none
    return
  }
  hart.mmioValue = value
  leaveForDevice(hart, gva, gpa, bytes, MmioState.write)
}

/** trapTval keeps the virtual address in case no device answers. */
function leaveForDevice(hart: Hart, gva: u64, gpa: u64, bytes: u32, state: u32): void {
  hart.mmioGpa = gpa
  hart.mmioBytes = bytes
  hart.mmioState = state
  hart.trapTval = gva
  hart.attention = Attention.mmio
}

// @ts-ignore: decorator
@inline
function isTohost(guest: Guest, gpa: u64): bool {
  return guest.tohostGpa != 0 && gpa - guest.tohostGpa < 8
}

/** The store is done once; the second time around the hypervisor has answered it. */
function storeTohost(hart: Hart, gpa: u64, value: u64, bytes: u32): void {
  if (hart.mmioState == MmioState.htifDone) {
    hart.mmioState = MmioState.none
    return
  }
  const pointer = writableRam(hart, gpa, bytes)
  if (pointer == 0) return
  storeBytes(pointer, value, bytes)
  hart.attention = Attention.htif
}

export function loadBytes(pointer: usize, bytes: u32): u64 {
  switch (bytes) {
    case 1:
      return load<u8>(pointer)
    case 2:
      return load<u16>(pointer)
    case 4:
      return load<u32>(pointer)
    default:
      return load<u64>(pointer)
  }
}

export function storeBytes(pointer: usize, value: u64, bytes: u32): void {
  switch (bytes) {
    case 1:
      return store<u8>(pointer, <u8>value)
    case 2:
      return store<u16>(pointer, <u16>value)
    case 4:
      return store<u32>(pointer, <u32>value)
    default:
      return store<u64>(pointer, value)
  }
}

function gather(pointer: usize, bytes: u32): u64 {
  let value: u64 = 0
  for (let i: u32 = 0; i < bytes; i++) value |= <u64>load<u8>(pointer + i) << (<u64>i << 3)
  return value
}

function scatter(pointer: usize, value: u64, bytes: u32): void {
  for (let i: u32 = 0; i < bytes; i++) store<u8>(pointer + i, <u8>(value >> (<u64>i << 3)))
}
