/** SYSTEM and MISC-MEM instructions: environment calls, trap returns, waits, fences (Privileged §3.3, §10.2, §10.6; Zawrs). */
import { Attention, Guest, Hart } from '../abi/layout.gen'
import { tlbFlushAddress, tlbFlushAll } from '../memory/tlb'
import {
  MSTATUS_MIE, MSTATUS_MPIE, MSTATUS_MPP, MSTATUS_MPP_SHIFT, MSTATUS_MPRV, MSTATUS_SIE, MSTATUS_SPIE, MSTATUS_SPP, MSTATUS_SPP_SHIFT,
  MSTATUS_TSR, MSTATUS_TVM, MSTATUS_TW,
} from './csr/fields.gen'
import { hasWakeup } from './interrupt'
import { setPrivilege } from './mode'
import { currentPc } from './pc'
import { rs1 } from './record'
import { retireAndEndSlice, retireAndLeave, retireAt } from './retire'
import { Cause, Privilege, raiseException, raiseIllegalInstruction } from './trap'

export { cboManagement, cboZero } from './cache-block'

export function illegalInstruction(hart: Hart, instruction: u32): void {
  raiseIllegalInstruction(hart)
}

/** In a direct start the hypervisor is the firmware, and answers S-mode. */
export function ecall(hart: Hart): void {
  if (hart.privilege == Privilege.supervisor && changetype<Guest>(hart.guest).start == 0) hart.attention = Attention.sbi
  else raiseException(hart, Cause.userEcall + hart.privilege, 0)
}

export function ebreak(hart: Hart): void {
  raiseException(hart, Cause.breakpoint, currentPc(hart))
}

export function mret(hart: Hart): void {
  if (hart.privilege != Privilege.machine) return raiseIllegalInstruction(hart)
  const status = hart.mstatus
  const previous = <u32>((status & MSTATUS_MPP) >> MSTATUS_MPP_SHIFT)
  const cleared = MSTATUS_MIE | MSTATUS_MPP | (previous == Privilege.machine ? 0 : MSTATUS_MPRV)
  hart.mstatus = (status & ~cleared) | MSTATUS_MPIE | ((status & MSTATUS_MPIE) != 0 ? MSTATUS_MIE : 0)
  returnTo(hart, hart.mepc, previous)
}

export function sret(hart: Hart): void {
  if (hart.privilege == Privilege.user || isTrapped(hart, MSTATUS_TSR)) return raiseIllegalInstruction(hart)
  const status = hart.mstatus
  const cleared = MSTATUS_SIE | MSTATUS_SPP | MSTATUS_MPRV
  hart.mstatus = (status & ~cleared) | MSTATUS_SPIE | ((status & MSTATUS_SPIE) != 0 ? MSTATUS_SIE : 0)
  returnTo(hart, hart.sepc, <u32>((status & MSTATUS_SPP) >> MSTATUS_SPP_SHIFT))
}

/** The return retires in the mode that it leaves. */
function returnTo(hart: Hart, pc: u64, privilege: u32): void {
  retireAt(hart, pc)
  setPrivilege(hart, privilege)
}

/** Whether mstatus.TSR, TVM or TW takes the instruction away from S-mode. */
// @ts-ignore: decorator
@inline function isTrapped(hart: Hart, control: u64): bool {
  return hart.privilege == Privilege.supervisor && (hart.mstatus & control) != 0
}

/** Resumes at once when an interrupt is pending and enabled locally, whatever the global enables say. */
export function wfi(hart: Hart): void {
  if (hart.privilege == Privilege.user || isTrapped(hart, MSTATUS_TW)) return raiseIllegalInstruction(hart)
  if (hasWakeup(hart)) return
  retireAndLeave(hart)
  hart.attention = Attention.wait
}

/** A wait on the reservation set may end at any time: it yields the rest of the slice. */
export function wrsNto(hart: Hart): void {
  if (hart.privilege != Privilege.machine && (hart.mstatus & MSTATUS_TW) != 0) return raiseIllegalInstruction(hart)
  wrsSto(hart)
}

export function wrsSto(hart: Hart): void {
  if (hart.reservationGpa != u64.MAX_VALUE) retireAndEndSlice(hart)
}

/** TLBs hold the current address space alone, so that every ASID means it. */
export function sfenceVma(hart: Hart, w: u64): void {
  if (hart.privilege == Privilege.user || isTrapped(hart, MSTATUS_TVM)) return raiseIllegalInstruction(hart)
  retireAndLeave(hart)
  if ((<u32>(w >> 20) & 63) == 0) tlbFlushAll(hart)
  else tlbFlushAddress(hart, rs1(changetype<usize>(hart), w))
}

export function sinvalVma(hart: Hart, w: u64): void {
  sfenceVma(hart, w)
}

/** SINVAL.VMA takes effect at once, so that the fences around it have nothing left to order. */
export function sfenceWInval(hart: Hart): void {
  if (hart.privilege == Privilege.user) raiseIllegalInstruction(hart)
}

export function sfenceInvalIr(hart: Hart): void {
  if (hart.privilege == Privilege.user) raiseIllegalInstruction(hart)
}

/** Stores drop the decoded pages that they hit; re-entry is what makes the hart look again. */
export function fenceI(hart: Hart): void {
  retireAndLeave(hart)
}
