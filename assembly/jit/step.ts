/** Instructions that the core's own cold path executes, on the hart's registers, while the region stays where it is. */
import { i64Const, localGet, localSet, localTee, close, i32Const, op, Op, openUnlikely, ValueType } from './code'
import { getPlace } from './leave'
import { rdOf, SINK } from './record'
import { noteSaved, writeChanged } from './live'
import { BUDGET, HART, readRegisters } from './registers'
import { callImport, STEP_FUNCTION } from './types'
import { work } from './work'

/** The budget comes back, or -1 when the region is to be left with everything in place. */
export function step(w: u64): void {
  const it = work()
  writeChanged()
  noteSaved()
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
  if (rdOf(w) != SINK) readRegisters(1 << rdOf(w), 0)
  it.floatState = 0
  it.knowsFast = 0
}
