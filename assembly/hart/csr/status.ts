/** mstatus, of which sstatus is a view (Privileged §3.1.6, §10.1.1). */
import { Extension, Hart } from '../../abi/layout.gen'
import { tlbFlushAll } from '../../memory/tlb'
import { pendingInterrupt } from '../interrupt'
import { setPrivilege } from '../mode'
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

/** MPP keeps its value when 2 is written: there is no such mode. */
function legalizeMpp(status: u64, old: u64): u64 {
  if (((status & MSTATUS_MPP) >> MSTATUS_MPP_SHIFT) != 2) return status
  return (status & ~MSTATUS_MPP) | (old & MSTATUS_MPP)
}

/** After enables, pending bits or delegation changed: an interrupt that is due now is taken before the next instruction. */
export function leaveForInterrupt(hart: Hart): void {
  if (pendingInterrupt(hart) >= 0) retireAndLeave(hart)
}
