/** The effective rounding mode of an instruction, and how its result and flags reach the hart. */
import { Hart } from '../../abi/layout.gen'
import { takeFlags } from '../../lib/softfloat/flags'
import { raiseIllegalInstruction } from '../trap'
import { box } from './boxing'

/** `rm` says: the mode is in `frm`. */
const DYN: u32 = 7

@inline
export function effectiveRoundingMode(hart: Hart, rm: u32): u32 {
  return rm == DYN ? hart.frm : rm
}

/** What an instruction with a reserved rounding mode answers: nothing but its trap. */
export function reservedRoundingMode(hart: Hart): u64 {
  raiseIllegalInstruction(hart)
  return 0
}

/** Accrues the flags of the operation that gave `value`, an integer. */
@inline
export function accrued(hart: Hart, value: u64): u64 {
  hart.fflags |= takeFlags()
  return value
}

/** Accrues the flags of the operation that gave `bits`, a value of the format, and boxes it. */
@inline
export function accruedBoxed<T>(hart: Hart, bits: u64): u64 {
  return box<T>(accrued(hart, bits))
}
