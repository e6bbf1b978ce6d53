/** Exceptions and the entry to a trap handler (Privileged §3.1.6-3.1.9, §3.7, §10.1). */
import { Attention, Hart, HART_EXCEPTIONS, HART_INTERRUPTS } from '../abi/layout.gen'
import {
  MSTATUS_MIE, MSTATUS_MPIE, MSTATUS_MPP, MSTATUS_MPP_SHIFT, MSTATUS_SIE, MSTATUS_SPIE, MSTATUS_SPP, MSTATUS_SPP_SHIFT,
} from './csr/fields.gen'
import { currentInstruction } from './fetch'
import { interruptTargetsSupervisor } from './interrupt'
import { setPrivilege } from './mode'

export const enum Privilege {
  user = 0,
  supervisor = 1,
  machine = 3,
}

/** Exception codes (Privileged, table "mcause values after trap"). */
export const enum Cause {
  instructionMisaligned = 0,
  instructionAccess = 1,
  illegalInstruction = 2,
  breakpoint = 3,
  loadMisaligned = 4,
  loadAccess = 5,
  storeMisaligned = 6,
  storeAccess = 7,
  userEcall = 8,
  supervisorEcall = 9,
  machineEcall = 11,
  instructionPage = 12,
  loadPage = 13,
  storePage = 15,
}

/** Bit of `cause` that tells an interrupt. */
// @ts-ignore: decorator
@inline export const CAUSE_INTERRUPT: u64 = 1 << 63

/** Leaves the loop with an exception of the current instruction, which does not retire. */
export function raiseException(hart: Hart, cause: u32, tval: u64): void {
  hart.trapCause = cause
  hart.trapTval = tval
  hart.attention = Attention.trap
}

export function raiseIllegalInstruction(hart: Hart): void {
  raiseException(hart, Cause.illegalInstruction, <u64>currentInstruction(hart))
}

/** Enters the handler of `cause` from `hart.pc`; bit 63 of `cause` tells an interrupt. */
export function takeTrap(hart: Hart, cause: u64, tval: u64): void {
  const interrupt = (cause & CAUSE_INTERRUPT) != 0
  const code = <u32>cause & 63
  count(hart, interrupt, code)
  hart.codePtr = 0
  if (isDelegated(hart, interrupt, code)) enterSupervisor(hart, cause, tval)
  else enterMachine(hart, cause, tval)
}

function isDelegated(hart: Hart, interrupt: bool, code: u32): bool {
  if (hart.privilege == Privilege.machine) return false
  if (interrupt) return interruptTargetsSupervisor(hart, code)
  return ((hart.medeleg >> code) & 1) != 0
}

function enterSupervisor(hart: Hart, cause: u64, tval: u64): void {
  const status = hart.mstatus
  hart.sepc = hart.pc
  hart.scause = cause
  hart.stval = tval
  hart.mstatus =
    (status & ~(MSTATUS_SIE | MSTATUS_SPIE | MSTATUS_SPP)) |
    ((status & MSTATUS_SIE) != 0 ? MSTATUS_SPIE : 0) |
    (<u64>hart.privilege << MSTATUS_SPP_SHIFT)
  setPrivilege(hart, Privilege.supervisor)
  hart.pc = vector(hart.stvec, cause)
}

function enterMachine(hart: Hart, cause: u64, tval: u64): void {
  const status = hart.mstatus
  hart.mepc = hart.pc
  hart.mcause = cause
  hart.mtval = tval
  hart.mstatus =
    (status & ~(MSTATUS_MIE | MSTATUS_MPIE | MSTATUS_MPP)) |
    ((status & MSTATUS_MIE) != 0 ? MSTATUS_MPIE : 0) |
    (<u64>hart.privilege << MSTATUS_MPP_SHIFT)
  setPrivilege(hart, Privilege.machine)
  hart.pc = vector(hart.mtvec, cause)
}

/** Mode 1 spreads interrupts, and only them, over a table of 4-byte entries (§3.1.7). */
function vector(tvec: u64, cause: u64): u64 {
  const base = tvec & ~3
  if ((tvec & 3) == 1 && (cause & CAUSE_INTERRUPT) != 0) return base + ((cause & 63) << 2)
  return base
}

function count(hart: Hart, interrupt: bool, code: u32): void {
  const counters = changetype<usize>(hart) + (interrupt ? HART_INTERRUPTS + (code << 3) : HART_EXCEPTIONS + ((code & 31) << 3))
  store<u64>(counters, load<u64>(counters) + 1)
}
