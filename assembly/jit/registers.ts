/** Guest registers as Wasm locals: read when a region begins, written back before anybody else looks at them. */
import { HART_F, HART_X, Hart, SPAN_BYTES, Span, TLB_SPAN_OFFSET } from '../abi/layout.gen'
import { access, byte, fillUnsigned, i64Const, localGet, localSet, op, Op, reserveUnsigned, unsigned, ValueType } from './code'
import { localAt, offsetOf, work } from './work'
import { GROUP_LOCALS } from './groups'
import { getX, noteWhole } from './words'

// The parameters of a region, to TARGET, then its scratch locals.
// @ts-ignore: decorator
@inline export const HART: u32 = 0
/** Instructions left of the budget. */
// @ts-ignore: decorator
@inline export const BUDGET: u32 = 1
/** Calls that may still be nested. */
// @ts-ignore: decorator
@inline export const DEPTH: u32 = 2
/** Virtual address of the head's page. */
// @ts-ignore: decorator
@inline export const PAGE_VA: u32 = 3
/** Position of the head that it is entered by; then that of the block to go to, where control flow has several entries. */
// @ts-ignore: decorator
@inline export const TARGET: u32 = 4
// @ts-ignore: decorator
@inline export const ENTRY: u32 = 5
// @ts-ignore: decorator
@inline export const READ_TLB: u32 = 6
// @ts-ignore: decorator
@inline export const WRITE_TLB: u32 = 7
/** While Wasm's floating point is as good as the core's, the range of results that are taken as they are (float.ts); else 0. */
// @ts-ignore: decorator
@inline export const FAST: u32 = 8
/** The span for reading, then the one for writing: the way to the host pointer each, and further on the first address, the reach and that for groups. */
// @ts-ignore: decorator
@inline const SPAN_SHIFT: u32 = 9
// @ts-ignore: decorator
@inline export const ADDRESS: u32 = 11
// @ts-ignore: decorator
@inline export const OFFSET: u32 = 12
// @ts-ignore: decorator
@inline export const VALUE: u32 = 13
// @ts-ignore: decorator
@inline export const VALUE2: u32 = 14
// @ts-ignore: decorator
@inline const SPAN_LOW: u32 = 15
// @ts-ignore: decorator
@inline const SPAN_REACH: u32 = 17
// @ts-ignore: decorator
@inline const SPAN_GROUP_REACH: u32 = 19
const FIRST_REGISTER: u32 = 21
/** Where the registers' i32 locals are among the numbers. */
const WORD_LOCALS: u32 = 64
/** Behind them those of groups. */
const POINTER_LOCALS: u32 = WORD_LOCALS + 32
const LATE_LOCALS: u32 = 32 + GROUP_LOCALS
const I32_LOCALS: u32 = 6
const I64_LOCALS: u32 = 10

/** Numbers the locals of the registers in use, and writes the function's declarations. */
export function declareLocals(): void {
  const it = work()
  let local = FIRST_REGISTER
  local = numberLocals(it.usedX, 0, local)
  const integers = local - FIRST_REGISTER
  local = numberLocals(it.usedF, 32, local)
  const floats = local - FIRST_REGISTER - integers
  it.scratchFloat = local
  it.firstLateLocal = local + 2
  byte(5)
  unsigned(I32_LOCALS)
  byte(ValueType.i32)
  unsigned(I64_LOCALS + integers)
  byte(ValueType.i64)
  unsigned(floats + 1)
  byte(ValueType.f64)
  unsigned(1)
  byte(ValueType.f32)
  it.lateLocalCount = <u32>reserveUnsigned()
  byte(ValueType.i32)
}

/** Nothing of the function is written yet: no register has a local for its lower half, and no group has one. */
export function forgetLateLocals(): void {
  memory.fill(localAt(WORD_LOCALS), 0, LATE_LOCALS)
  work().lateLocals = 0
}

/** The function is written: as many are declared as it has. A local that is there for nothing costs code that is not optimized a store at each join. */
export function declareLateLocals(): void {
  const it = work()
  fillUnsigned(it.lateLocalCount, it.lateLocals)
}

/** Gives the registers of a set the locals from `first` on; the local behind them. */
function numberLocals(set: u32, file: u32, first: u32): u32 {
  let local = first
  for (let i: u32 = 0; i < 32; i++) {
    if (((set >> i) & 1) == 0) continue
    store<u8>(localAt(file + i), <u8>local)
    local++
  }
  return local
}

/** The f64 local that holds nothing for long, and behind it the f32 local. */
// @ts-ignore: decorator
@inline export function scratchFloat(): u32 {
  return work().scratchFloat
}

// @ts-ignore: decorator
@inline export function scratchSingle(): u32 {
  return work().scratchFloat + 1
}

// @ts-ignore: decorator
@inline export function xLocal(register: u32): u32 {
  return load<u8>(localAt(register))
}

/** The i32 local of an x register (words.ts). */
export function wordLocal(register: u32): u32 {
  return lateLocal(WORD_LOCALS + register)
}

/** One of the i32 locals for the pointers of groups (groups.ts). */
export function pointerLocal(index: u32): u32 {
  return lateLocal(POINTER_LOCALS + index)
}

/** There is one from the first time on that somebody asks. */
function lateLocal(number: u32): u32 {
  const it = work()
  const at = localAt(number)
  if (load<u8>(at) == 0) {
    store<u8>(at, <u8>(it.firstLateLocal + it.lateLocals))
    it.lateLocals += 1
  }
  return load<u8>(at)
}

// @ts-ignore: decorator
@inline export function fLocal(register: u32): u32 {
  return load<u8>(localAt(32 + register))
}

/** The bits of an f register, an i64. */
export function getF(register: u32): void {
  localGet(fLocal(register))
  op(Op.i64ReinterpretF64)
}

export function setF(register: u32): void {
  op(Op.f64ReinterpretI64)
  localSet(fLocal(register))
}

/** Address of the instruction that is being lowered. */
export function getPc(): void {
  getAddress(offsetOf(work().position))
}

/** Virtual address so many bytes from the head's page. */
export function getAddress(offset: i64): void {
  localGet(PAGE_VA)
  if (offset == 0) return
  i64Const(offset)
  op(Op.i64Add)
}

/** Reads the registers of these sets from the hart. */
export function readRegisters(x: u32, f: u32): void {
  for (let i: u32 = 1; i < 32; i++) {
    if (((x >> i) & 1) == 0) continue
    localGet(HART)
    access(Op.i64Load, HART_X + (i << 3))
    localSet(xLocal(i))
  }
  for (let i: u32 = 0; i < 32; i++) {
    if (((f >> i) & 1) == 0) continue
    localGet(HART)
    access(Op.f64Load, HART_F + (i << 3))
    localSet(fLocal(i))
  }
  noteWhole(x)
}

/** Writes the registers of these sets back to the hart. */
export function writeRegisters(x: u32, f: u32): void {
  for (let i: u32 = 1; i < 32; i++) {
    if (((x >> i) & 1) == 0) continue
    localGet(HART)
    getX(i)
    access(Op.i64Store, HART_X + (i << 3))
  }
  for (let i: u32 = 0; i < 32; i++) {
    if (((f >> i) & 1) == 0) continue
    localGet(HART)
    localGet(fLocal(i))
    access(Op.f64Store, HART_F + (i << 3))
  }
}

/** Reads where the TLBs of the hart's mode are. */
export function readTlbs(): void {
  const it = work()
  if ((it.usesLoad | it.usesStore) != 0) {
    localGet(HART)
    access(Op.i32Load, <u32>offsetof<Hart>('readTlb'))
    localSet(READ_TLB)
  }
  if (it.usesStore != 0) {
    localGet(HART)
    access(Op.i32Load, <u32>offsetof<Hart>('writeTlb'))
    localSet(WRITE_TLB)
  }
  if (it.farSpans != 0) return
  if (it.usesLoad != 0 && it.readSpans != 0) readSpan(0)
  if (it.usesStore != 0 && it.writeSpans != 0) readSpan(1)
}

function readSpan(which: u32): void {
  loadSpan(which, <u32>offsetof<Span>('low'), Op.i64Load)
  localSet(SPAN_LOW + which)
  loadSpan(which, <u32>offsetof<Span>('reach'), Op.i64Load)
  localSet(SPAN_REACH + which)
  loadSpan(which, <u32>offsetof<Span>('groupReach'), Op.i64Load)
  localSet(SPAN_GROUP_REACH + which)
  loadSpan(which, <u32>offsetof<Span>('shift'), Op.i32Load)
  localSet(SPAN_SHIFT + which)
}

function loadSpan(which: u32, field: u32, code: u32): void {
  localGet(READ_TLB)
  access(code, TLB_SPAN_OFFSET + which * SPAN_BYTES + field)
}

/** Of the span for reading (0) or for writing (1): its first address, its reach, that for groups, the way from an address to its host pointer. */
export function getSpanLow(which: u32): void {
  if (work().farSpans != 0) loadSpan(which, <u32>offsetof<Span>('low'), Op.i64Load)
  else localGet(SPAN_LOW + which)
}

export function getSpanReach(which: u32): void {
  if (work().farSpans != 0) loadSpan(which, <u32>offsetof<Span>('reach'), Op.i64Load)
  else localGet(SPAN_REACH + which)
}

export function getSpanGroupReach(which: u32): void {
  if (work().farSpans != 0) loadSpan(which, <u32>offsetof<Span>('groupReach'), Op.i64Load)
  else localGet(SPAN_GROUP_REACH + which)
}

export function getSpanShift(which: u32): void {
  if (work().farSpans != 0) loadSpan(which, <u32>offsetof<Span>('shift'), Op.i32Load)
  else localGet(SPAN_SHIFT + which)
}
