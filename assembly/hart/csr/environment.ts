/** menvcfg and senvcfg: what less privileged modes may use (Privileged §3.1.18, §10.1.10). */
import { Extension, Hart } from '../../abi/layout.gen'
import { clearBits64 } from '../../lib/shared-word'
import { tlbFlushAll } from '../../memory/tlb'
import { updateTimerLine } from '../interrupt'
import { retireAndEndSlice } from '../retire'
import {
  ENVCFG_ADUE, ENVCFG_CBCFE, ENVCFG_CBIE, ENVCFG_CBIE_SHIFT, ENVCFG_CBZE, ENVCFG_FIOM, ENVCFG_PBMTE, ENVCFG_STCE, INTERRUPT_STI,
} from './fields.gen'

/** Fields of menvcfg for which the guest is offered the extension. */
export function menvcfgFields(hart: Hart): u64 {
  return (
    senvcfgFields(hart) |
    field(hart, Extension.svadu, ENVCFG_ADUE) |
    field(hart, Extension.svpbmt, ENVCFG_PBMTE) |
    field(hart, Extension.sstc, ENVCFG_STCE)
  )
}

function senvcfgFields(hart: Hart): u64 {
  return ENVCFG_FIOM | field(hart, Extension.zicbom, ENVCFG_CBIE | ENVCFG_CBCFE) | field(hart, Extension.zicboz, ENVCFG_CBZE)
}

// @ts-ignore: decorator
@inline function field(hart: Hart, extension: u64, mask: u64): u64 {
  return ((hart.extensions >> extension) & 1) != 0 ? mask : 0
}

/** Switching STCE gives STIP to stimecmp, or back to software. */
export function writeMenvcfg(hart: Hart, value: u64): void {
  const old = hart.menvcfg
  hart.menvcfg = legalize(value & menvcfgFields(hart), old)
  const changed = old ^ hart.menvcfg
  if (changed != 0) retireAndEndSlice(hart)
  if ((changed & (ENVCFG_ADUE | ENVCFG_PBMTE)) != 0) tlbFlushAll(hart)
  if ((changed & ENVCFG_STCE) != 0) {
    clearBits64(changetype<usize>(hart) + offsetof<Hart>('mip'), INTERRUPT_STI)
    updateTimerLine(hart)
  }
}

export function writeSenvcfg(hart: Hart, value: u64): void {
  hart.senvcfg = legalize(value & senvcfgFields(hart), hart.senvcfg)
}

/** CBIE keeps its value when the reserved 2 is written. */
function legalize(value: u64, old: u64): u64 {
  if (((value & ENVCFG_CBIE) >> ENVCFG_CBIE_SHIFT) != 2) return value
  return (value & ~ENVCFG_CBIE) | (old & ENVCFG_CBIE)
}
