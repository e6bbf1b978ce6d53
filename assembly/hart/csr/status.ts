/** mstatus, of which sstatus is a view (Privileged §3.1.6, §10.1.1). */
import { Extension, Hart } from '../../abi/layout.gen'
import { tlbFlushAll } from '../../memory/tlb'
import { interruptsPending, pendingInterrupt } from '../interrupt'
import { refreshMode, setPrivilege } from '../mode'
import { retireAndLeave } from '../retire'
import {
  MSTATUS_FS, MSTATUS_MIE, MSTATUS_MPIE, MSTATUS_MPP, MSTATUS_MPP_SHIFT, MSTATUS_MPRV, MSTATUS_MXR, MSTATUS_SD, MSTATUS_SIE, MSTATUS_SPIE,
  MSTATUS_SPP, MSTATUS_SUM, MSTATUS_TSR, MSTATUS_TVM, MSTATUS_TW, MSTATUS_UXL,
} from './fields.gen'

// @ts-ignore: decorator
@inline const SSTATUS_WRITABLE: u64 = MSTATUS_SIE | MSTATUS_SPIE | MSTATUS_SPP | MSTATUS_FS | MSTATUS_SUM | MSTATUS_MXR
// @ts-ignore: decorator
@inline const MSTATUS_WRITABLE: u64 =
  SSTATUS_WRITABLE | MSTATUS_MIE | MSTATUS_MPIE | MSTATUS_MPP | MSTATUS_MPRV | MSTATUS_TVM | MSTATUS_TW | MSTATUS_TSR
/** What decides how an address is translated. */
// @ts-ignore: decorator
@inline const TRANSLATION: u64 = MSTATUS_MPRV | MSTATUS_MPP | MSTATUS_SUM | MSTATUS_MXR

export function readMstatus(hart: Hart): u64 {
  const status = hart.mstatus
  return (status & MSTATUS_FS) == MSTATUS_FS ? status | MSTATUS_SD : status
}

export function readSstatus(hart: Hart): u64 {
  return readMstatus(hart) & (SSTATUS_WRITABLE | MSTATUS_UXL | MSTATUS_SD)
}

export function writeMstatus(hart: Hart, value: u64): void {
  write(hart, value, MSTATUS_WRITABLE)
}

export function writeSstatus(hart: Hart, value: u64): void {
  write(hart, value, SSTATUS_WRITABLE)
}

function write(hart: Hart, value: u64, mask: u64): void {
  const old = hart.mstatus
  const writable = ((hart.extensions >> Extension.f) & 1) != 0 ? mask : mask & ~MSTATUS_FS
  hart.mstatus = legalizeMpp((old & ~writable) | (value & writable), old)
  const changed = old ^ hart.mstatus
  if ((changed & TRANSLATION) == 0) return leaveForInterrupt(hart)
  retireAndLeave(hart)
  if ((changed & MSTATUS_MXR) != 0) tlbFlushAll(hart)
  setPrivilege(hart, hart.privilege)
}

/** What no value of sstatus is. */
// @ts-ignore: decorator
@inline export const STATUS_REFUSED: u64 = u64.MAX_VALUE
/** Bits that change no more than what they say, and which memory S-mode may touch; where there is no floating point, it is off already. */
// @ts-ignore: decorator
@inline const SIMPLE_TO_SET: u64 = MSTATUS_SIE | MSTATUS_SUM
// @ts-ignore: decorator
@inline const SIMPLE_TO_CLEAR: u64 = SIMPLE_TO_SET | MSTATUS_FS | ~SSTATUS_WRITABLE

/**
 * The value of sstatus before some of its bits are set or cleared, where that neither traps nor makes an interrupt due nor changes a mode: kernels turn interrupts
 * off and on, and let themselves into the user's memory, at every step. STATUS_REFUSED when it may, with nothing changed.
 */
export function changeSstatusBits(hart: Hart, bits: u64, clears: bool): u64 {
  if (hart.privilege == 0 || (bits & ~(clears ? SIMPLE_TO_CLEAR : SIMPLE_TO_SET)) != 0) return STATUS_REFUSED
  const before = readSstatus(hart)
  const old = hart.mstatus
  const status = clears ? old & ~(bits & SSTATUS_WRITABLE) : old | bits
  hart.mstatus = status
  // Whoever makes an interrupt pending from now on, perhaps on another thread, finds it enabled.
  if ((status & ~old & MSTATUS_SIE) != 0 && (interruptsPending(hart) | hart.mvip) != 0) {
    hart.mstatus = old
    return STATUS_REFUSED
  }
  if (((old ^ status) & MSTATUS_SUM) != 0) refreshMode(hart)
  return before
}

/** MPP keeps its value when 2 is written: there is no such mode. */
function legalizeMpp(status: u64, old: u64): u64 {
  if (((status & MSTATUS_MPP) >> MSTATUS_MPP_SHIFT) != 2) return status
  return (status & ~MSTATUS_MPP) | (old & MSTATUS_MPP)
}

/** After enables, pending bits or delegation changed: an interrupt that is due now is taken before the next instruction. */
export function leaveForInterrupt(hart: Hart): void {
  if (pendingInterrupt(hart) >= 0) retireAndLeave(hart)
}
