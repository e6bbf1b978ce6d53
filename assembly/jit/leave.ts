/** The ways out of a region: to the interpreter at an instruction, after a fault, or because its code changed. */
import { Hart, TLB_FETCH_MASK } from '../abi/layout.gen'
import { access, close, i32Const, localGet, localSet, localTee, op, Op, openUnlikely, ValueType } from './code'
import { noteWritten, writeChanged } from './live'
import { lengthOf } from './record'
import { ADDRESS, BUDGET, ENTRY, getAddress, HART, PAGE_VA, VALUE } from './registers'
import { leave } from './types'
import { HEAD_OFFSET, mapAt, offsetOf, recordAt, windowPage, work } from './work'

/** A place: position in the window, and how many instructions of the block come from it on. */
// @ts-ignore: decorator
@inline export const PLACE_SHIFT: u32 = 16

/** Leaves before the instruction at `position`, of whose block `remaining` instructions have then not run. */
export function leaveAt(position: u32, remaining: u32): void {
  writeChanged()
  beginLeaving(remaining)
  getAddress(offsetOf(position))
  leave()
}

/** What `leave` wants to know, but for the address, which has to follow; `instructions` did not run. */
export function beginLeaving(instructions: u32): void {
  localGet(HART)
  localGet(BUDGET)
  if (instructions == 0) return
  i32Const(<i32>instructions)
  op(Op.i32Add)
}

/** Whether the budget might end within the region's instructions and so many more. */
export function getIsShort(further: u32): void {
  localGet(BUDGET)
  i32Const(<i32>(work().instructions + further))
  op(Op.i32LtS)
}

/** Leaves before the instruction that is being lowered. */
export function leaveHere(): void {
  const it = work()
  leaveAt(it.position, it.remaining)
}

/** Leaves when the page of the window is not where it was when the region was made. */
export function checkPage(page: u32, position: u32, remaining: u32): void {
  const offset = (<i64>page << 12) - HEAD_OFFSET
  getAddress(offset)
  localTee(ADDRESS)
  op(Op.i32WrapI64)
  i32Const(8)
  op(Op.i32ShrU)
  i32Const(TLB_FETCH_MASK << 4)
  op(Op.i32And)
  localGet(HART)
  access(Op.i32Load, <u32>offsetof<Hart>('fetchTlb'))
  op(Op.i32Add)
  localTee(ENTRY)
  access(Op.i64Load, 0)
  localGet(ADDRESS)
  op(Op.i64Ne)
  localGet(ENTRY)
  access(Op.i32Load, 8)
  i32Const(<i32>windowPage(page))
  op(Op.i32Ne)
  op(Op.i32Or)
  openUnlikely(ValueType.empty)
  leaveAt(position, remaining)
  close()
}

/** Takes instructions that did not run off the account. */
export function giveBack(instructions: u32): void {
  if (instructions == 0) return
  localGet(BUDGET)
  i32Const(<i32>instructions)
  op(Op.i32Add)
  localSet(BUDGET)
}

/** What tells the core where it is called from: the page, the budget behind the block, and a place as runtime.ts takes it apart. */
export function getPlace(): void {
  const it = work()
  localGet(PAGE_VA)
  localGet(BUDGET)
  i32Const(<i32>((it.position << PLACE_SHIFT) | it.remaining))
}

/** After a helper: its result stays on the stack, unless it asks for attention. */
export function leaveOnAttention(): void {
  localSet(VALUE)
  getAttention()
  openUnlikely(ValueType.empty)
  leaveHere()
  close()
  localGet(VALUE)
}

/** Leaves after a helper in whose account everything is in place, when the number on the stack is not zero. */
export function leaveColdIf(): void {
  openUnlikely(ValueType.empty)
  writeChanged()
  i32Const(-1)
  op(Op.leave)
  close()
}

export function getAttention(): void {
  localGet(HART)
  access(Op.i32Load, <u32>offsetof<Hart>('attention'))
}

/** After an instruction that may have written to code: what comes next may be another instruction now. */
export function leaveOnChangedCode(): void {
  const it = work()
  localGet(HART)
  access(Op.i32Load, <u32>offsetof<Hart>('codeChanged'))
  openUnlikely(ValueType.empty)
  const w = load<u64>(recordAt(load<u16>(mapAt(it.position)) - 1))
  noteWritten(w)
  leaveAt(it.position + lengthOf(w), it.remaining - 1)
  close()
}

/** Takes what `BUDGET` says over to the hart. */
export function storeRetired(): void {
  localGet(HART)
  localGet(HART)
  access(Op.i64Load, <u32>offsetof<Hart>('budgetEnd'))
  localGet(BUDGET)
  op(Op.i64ExtendI32U)
  op(Op.i64Sub)
  access(Op.i64Store, <u32>offsetof<Hart>('retired'))
}
