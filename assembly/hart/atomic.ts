/** LR/SC, AMOs and compare-and-swap: aligned, on RAM only, each one step as other harts see it (Unprivileged, chapter "A"). */
import { Attention, Guest, HART_X, Hart } from '../abi/layout.gen'
import { NOWHERE, PAGE_MASK, PAGE_SHIFT } from '../memory/page'
import { guestIsRam } from '../memory/physical'
import { dataEntry, pageNumberOf } from '../memory/tlb'
import { isAlone } from './alone'
import { cacheRead, cacheWrite, locate, tellCodeStore } from './memory'
import { PmpAccess } from './pmp'
import { readableRam, writableRam } from './ram'
import { Cause, raiseException } from './trap'

export function lrW(hart: Hart, gva: u64): u64 {
  const pointer = reserve(hart, gva, 4)
  if (pointer == 0) return 0
  const value = <u64>(<i64><i32>(ASC_FEATURE_THREADS ? atomic.load<u32>(pointer) : load<u32>(pointer)))
  hart.reservationValue = value
  return value
}

export function lrD(hart: Hart, gva: u64): u64 {
  const pointer = reserve(hart, gva, 8)
  if (pointer == 0) return 0
  hart.reservationValue = ASC_FEATURE_THREADS ? atomic.load<u64>(pointer) : load<u64>(pointer)
  return hart.reservationValue
}

/** Succeeds while the reserved place holds what LR read, as in other emulators: a store of the same value in between goes unseen. */
export function scW(hart: Hart, gva: u64, value: u64): u64 {
  const pointer = claim(hart, gva, 4)
  if (pointer == 0) return 1
  const found = exchange32(pointer, <u32>hart.reservationValue, <u32>value)
  tellCodeStore(pointer, 4)
  return found == <u32>hart.reservationValue ? 0 : 1
}

export function scD(hart: Hart, gva: u64, value: u64): u64 {
  const pointer = claim(hart, gva, 8)
  if (pointer == 0) return 1
  const found = exchange64(pointer, hart.reservationValue, value)
  tellCodeStore(pointer, 8)
  return found == hart.reservationValue ? 0 : 1
}

export function amoW(hart: Hart, gva: u64, operand: u64, operation: u32): u64 {
  const pointer = exclusive(hart, gva, 4)
  if (pointer == 0) return 0
  if (ASC_FEATURE_THREADS) {
    const found = modify32(pointer, <u32>operand, operation)
    tellCodeStore(pointer, 4)
    return <u64>(<i64><i32>found)
  }
  const old = load<i32>(pointer)
  store<u32>(pointer, combine32(old, <i32>operand, operation))
  return <u64>(<i64>old)
}

export function amoD(hart: Hart, gva: u64, operand: u64, operation: u32): u64 {
  const pointer = exclusive(hart, gva, 8)
  if (pointer == 0) return 0
  if (ASC_FEATURE_THREADS) {
    const found = modify64(pointer, operand, operation)
    tellCodeStore(pointer, 8)
    return found
  }
  const old = load<u64>(pointer)
  store<u64>(pointer, combine64(old, operand, operation))
  return old
}

export function amocasW(hart: Hart, gva: u64, expected: u64, value: u64): u64 {
  const pointer = exclusive(hart, gva, 4)
  if (pointer == 0) return 0
  const found = exchange32(pointer, <u32>expected, <u32>value)
  tellCodeStore(pointer, 4)
  return <u64>(<i64>(<i32>found))
}

export function amocasD(hart: Hart, gva: u64, expected: u64, value: u64): u64 {
  const pointer = exclusive(hart, gva, 8)
  if (pointer == 0) return 0
  const found = exchange64(pointer, expected, value)
  tellCodeStore(pointer, 8)
  return found
}

/** Stores `value` where `expected` is; what was there. */
function exchange32(pointer: usize, expected: u32, value: u32): u32 {
  if (ASC_FEATURE_THREADS) return atomic.cmpxchg<u32>(pointer, expected, value)
  const old = load<u32>(pointer)
  if (old == expected) store<u32>(pointer, value)
  return old
}

function exchange64(pointer: usize, expected: u64, value: u64): u64 {
  if (ASC_FEATURE_THREADS) return atomic.cmpxchg<u64>(pointer, expected, value)
  const old = load<u64>(pointer)
  if (old == expected) store<u64>(pointer, value)
  return old
}

/** One step as other threads see it; what was there before. */
function modify32(pointer: usize, operand: u32, operation: u32): u32 {
  switch (operation) {
    case 0:
      return atomic.xchg<u32>(pointer, operand)
    case 1:
      return atomic.add<u32>(pointer, operand)
    case 2:
      return atomic.xor<u32>(pointer, operand)
    case 3:
      return atomic.and<u32>(pointer, operand)
    case 4:
      return atomic.or<u32>(pointer, operand)
  }
  let old = atomic.load<u32>(pointer)
  while (true) {
    const found = atomic.cmpxchg<u32>(pointer, old, <u32>combine32(<i32>old, <i32>operand, operation))
    if (found == old) return old
    old = found
  }
}

function modify64(pointer: usize, operand: u64, operation: u32): u64 {
  switch (operation) {
    case 0:
      return atomic.xchg<u64>(pointer, operand)
    case 1:
      return atomic.add<u64>(pointer, operand)
    case 2:
      return atomic.xor<u64>(pointer, operand)
    case 3:
      return atomic.and<u64>(pointer, operand)
    case 4:
      return atomic.or<u64>(pointer, operand)
  }
  let old = atomic.load<u64>(pointer)
  while (true) {
    const found = atomic.cmpxchg<u64>(pointer, old, combine64(old, operand, operation))
    if (found == old) return old
    old = found
  }
}

/** The operands are register pairs; a pair that starts at x0 reads as zero and is not written (Zacas). */
export function amocasQ(hart: Hart, w: u64): void {
  const destination = (<u32>w >>> 14) & 63
  const source = (<u32>w >>> 26) & 63
  // WebAssembly has no atomics of this width.
  if (!isAlone(hart)) return
  const pointer = exclusive(hart, x(hart, (<u32>w >>> 20) & 63), 16)
  if (pointer == 0) return
  const low = load<u64>(pointer)
  const high = load<u64>(pointer, 8)
  const expectsZero = destination == 32
  const matches = expectsZero ? (low | high) == 0 : low == x(hart, destination) && high == x(hart, destination + 1)
  if (matches) {
    store<u64>(pointer, source == 0 ? 0 : x(hart, source))
    store<u64>(pointer, source == 0 ? 0 : x(hart, source + 1), 8)
  }
  if (expectsZero) return
  setX(hart, destination, low)
  setX(hart, destination + 1, high)
}

// @ts-ignore: decorator
@inline
function x(hart: Hart, register: u32): u64 {
  return load<u64>(changetype<usize>(hart) + (register << 3), HART_X)
}

// @ts-ignore: decorator
@inline
function setX(hart: Hart, register: u32, value: u64): void {
  store<u64>(changetype<usize>(hart) + (register << 3), value, HART_X)
}

/** Registers the reservation; host pointer of what LR reads, 0 when it faults. */
function reserve(hart: Hart, gva: u64, bytes: u32): usize {
  if (isMisaligned(hart, gva, bytes, Cause.loadMisaligned)) return 0
  const entry = dataEntry(hart.readTlb, gva)
  if (isOf(entry, gva)) {
    register(hart, gpaOf(entry, gva), bytes)
    return pointerOf(entry, gva)
  }
  const gpa = locate(hart, gva, bytes, PmpAccess.read)
  if (gpa == NOWHERE || refusesDevice(hart, gva, gpa, bytes, Cause.loadAccess)) return 0
  register(hart, gpa, bytes)
  const pointer = readableRam(hart, gpa)
  if (pointer != 0) cacheRead(hart, gva, gpa, pointer)
  return pointer
}

// @ts-ignore: decorator
@inline
function register(hart: Hart, gpa: u64, bytes: u32): void {
  hart.reservationGpa = gpa
  hart.reservationBytes = bytes
}

/** Ends the reservation, unless the instruction has to be executed again; host pointer of what SC may write, 0 when it fails or faults. */
function claim(hart: Hart, gva: u64, bytes: u32): usize {
  if (isMisaligned(hart, gva, bytes, Cause.storeMisaligned)) return 0
  const reserved = hart.reservationGpa
  hart.reservationGpa = u64.MAX_VALUE
  if (reserved == u64.MAX_VALUE) return 0
  const pointer = reservedRam(hart, reserved, gva, bytes)
  if (isExecutedAgain(hart)) hart.reservationGpa = reserved
  return pointer
}

function isExecutedAgain(hart: Hart): bool {
  return hart.attention == Attention.moved || hart.attention == Attention.exclusive || hart.attention == Attention.memory
}

function reservedRam(hart: Hart, reserved: u64, gva: u64, bytes: u32): usize {
  const entry = dataEntry(hart.writeTlb, gva)
  if (isOf(entry, gva)) return gpaOf(entry, gva) == reserved && bytes == hart.reservationBytes ? pointerOf(entry, gva) : 0
  const gpa = locate(hart, gva, bytes, PmpAccess.write)
  if (gpa == NOWHERE || refusesDevice(hart, gva, gpa, bytes, Cause.storeAccess)) return 0
  if (gpa != reserved || bytes != hart.reservationBytes) return 0
  const pointer = writableRam(hart, gpa, bytes)
  if (pointer != 0) cacheWrite(hart, gva, gpa, pointer)
  return pointer
}

/** Host pointer of RAM that an AMO reads and writes, or a block that is zeroed; 0 when it faults. */
export function exclusive(hart: Hart, gva: u64, bytes: u32): usize {
  if (isMisaligned(hart, gva, bytes, Cause.storeMisaligned)) return 0
  const entry = dataEntry(hart.writeTlb, gva)
  return isOf(entry, gva) ? pointerOf(entry, gva) : exclusiveMiss(hart, gva, bytes)
}

/** Does the TLB entry lead to the page of `gva`? Aligned accesses do not leave it. */
// @ts-ignore: decorator
@inline
function isOf(entry: usize, gva: u64): bool {
  return load<u64>(entry) == (gva & ~(<u64>PAGE_MASK))
}

// @ts-ignore: decorator
@inline
function pointerOf(entry: usize, gva: u64): usize {
  return load<u32>(entry, 8) + (<u32>gva & PAGE_MASK)
}

// @ts-ignore: decorator
@inline
function gpaOf(entry: usize, gva: u64): u64 {
  return (<u64>pageNumberOf(entry) << PAGE_SHIFT) | (gva & PAGE_MASK)
}

function exclusiveMiss(hart: Hart, gva: u64, bytes: u32): usize {
  const gpa = locate(hart, gva, bytes, PmpAccess.write)
  if (gpa == NOWHERE || refusesDevice(hart, gva, gpa, bytes, Cause.storeAccess)) return 0
  const pointer = writableRam(hart, gpa, bytes)
  if (pointer != 0) cacheWrite(hart, gva, gpa, pointer)
  return pointer
}

function isMisaligned(hart: Hart, gva: u64, bytes: u32, cause: u32): bool {
  if ((gva & (bytes - 1)) == 0) return false
  raiseException(hart, cause, gva)
  return true
}

function refusesDevice(hart: Hart, gva: u64, gpa: u64, bytes: u32, cause: u32): bool {
  if (guestIsRam(changetype<Guest>(<usize>hart.guest), gpa, bytes)) return false
  raiseException(hart, cause, gva)
  return true
}

/** Operations by the number that src/spec/isa gives them: swap add xor and or min max minu maxu. */
function combine32(a: i32, b: i32, operation: u32): u32 {
  switch (operation) {
    case 0:
      return b
    case 1:
      return a + b
    case 2:
      return a ^ b
    case 3:
      return a & b
    case 4:
      return a | b
    case 5:
      return min<i32>(a, b)
    case 6:
      return max<i32>(a, b)
    case 7:
      return min<u32>(<u32>a, <u32>b)
    default:
      return max<u32>(<u32>a, <u32>b)
  }
}

function combine64(a: u64, b: u64, operation: u32): u64 {
  switch (operation) {
    case 0:
      return b
    case 1:
      return a + b
    case 2:
      return a ^ b
    case 3:
      return a & b
    case 4:
      return a | b
    case 5:
      return <u64>min<i64>(<i64>a, <i64>b)
    case 6:
      return <u64>max<i64>(<i64>a, <i64>b)
    case 7:
      return min<u64>(a, b)
    default:
      return max<u64>(a, b)
  }
}
