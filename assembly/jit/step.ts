/** Instructions that the core's own cold path executes, on the hart's registers, while the region stays where it is. */
import { HART_X } from '../abi/layout.gen'
import { STATUS_REFUSED } from '../hart/csr/status'
import { csrEntry, CsrGroup, SupervisorCsr } from '../hart/csr/table.gen'
import { access, i64Const, localGet, localSet, localTee, close, i32Const, op, Op, openUnlikely, ValueType } from './code'
import { Effect, effectsOf } from './effects.gen'
import { getPlace } from './leave'
import { noteSaved, writeChanged, writeThrough } from './live'
import { immediateOf, rdOf, rs1Of, SINK } from './record'
import { BUDGET, HART, readRegisters, readTlbs, VALUE } from './registers'
import { callImport, STATUS_FUNCTION, STEP_FUNCTION } from './types'
import { getX, setX, wholeX } from './words'
import { currentBlock, work } from './work'

const SSTATUS: u32 = (CsrGroup.supervisor << 5) | SupervisorCsr.sstatus

/** Does the instruction set or clear bits of sstatus? */
export function isStatusChange(w: u64): bool {
  return (effectsOf(w) & (Effect.setsBits | Effect.clearsBits)) != 0 && csrEntry(<u32>immediateOf(w) & 0xfff) == SSTATUS
}

/** Does it so with bits that are not known here, SUM perhaps, by which accesses find other pages? The block ends with it. */
export function mayChangeAccess(w: u64): bool {
  return isStatusChange(w) && (effectsOf(w) & Effect.readsRs1) != 0 && rs1Of(w) != 0
}

/** The core changes the bits where that is all there is to it, and else does whatever the instruction does. */
function changeStatus(w: u64): void {
  const effects = effectsOf(w)
  const isRegister = (effects & Effect.readsRs1) != 0
  writeThrough(currentBlock())
  if (isRegister) wholeX(rs1Of(w))
  localGet(HART)
  if (isRegister) getX(rs1Of(w))
  else i64Const(rs1Of(w))
  i32Const(i32((effects & Effect.clearsBits) != 0))
  callImport(STATUS_FUNCTION)
  localTee(VALUE)
  i64Const(<i64>STATUS_REFUSED)
  op(Op.i64Eq)
  openUnlikely(ValueType.empty)
  writeChanged()
  execute(w)
  if (rdOf(w) != SINK) {
    localGet(HART)
    access(Op.i64Load, HART_X + (rdOf(w) << 3))
    localSet(VALUE)
  }
  close()
  forgetFloat()
  if (rdOf(w) != SINK) {
    localGet(VALUE)
    setX(rdOf(w))
  }
  if (mayChangeAccess(w)) readTlbs()
}

export function step(w: u64): void {
  if (isStatusChange(w)) return changeStatus(w)
  writeChanged()
  noteSaved()
  execute(w)
  if (rdOf(w) != SINK) readRegisters(1 << rdOf(w), 0)
  forgetFloat()
}

/** Whether floating point is on, and fast, may be otherwise from here on. */
function forgetFloat(): void {
  work().floatState = 0
  work().knowsFast = 0
}

/** Everything that changed is in the hart. The budget comes back, or -1 when the region is to be left with everything in place. */
function execute(w: u64): void {
  const it = work()
  localGet(HART)
  i64Const(<i64>w)
  getPlace()
  callImport(STEP_FUNCTION)
  localTee(BUDGET)
  i32Const(0)
  op(Op.i32LtS)
  openUnlikely(ValueType.empty)
  i32Const(-1)
  op(Op.leave)
  close()
  localGet(BUDGET)
  i32Const(<i32>(it.remaining - 1))
  op(Op.i32Sub)
  localSet(BUDGET)
}
