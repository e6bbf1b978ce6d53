/** fflags, frm and fcsr (Unprivileged chapter 20). */
import { Extension, Hart } from '../../abi/layout.gen'
import { MSTATUS_FS } from './fields.gen'
import { FloatCsr } from './table.gen'

export function floatAccessible(hart: Hart): bool {
  return ((hart.extensions >> Extension.f) & 1) != 0 && (hart.mstatus & MSTATUS_FS) != 0
}

export function readFloat(hart: Hart, register: u32): u64 {
  switch (register) {
    case FloatCsr.fflags:
      return hart.fflags
    case FloatCsr.frm:
      return hart.frm
    default:
      return (hart.frm << 5) | hart.fflags
  }
}

/** A write makes the floating-point state dirty, whatever it changes. */
export function writeFloat(hart: Hart, register: u32, value: u64): void {
  if (register == FloatCsr.fflags) hart.fflags = <u32>value & 31
  else if (register == FloatCsr.frm) hart.frm = <u32>value & 7
  else {
    hart.fflags = <u32>value & 31
    hart.frm = <u32>(value >> 5) & 7
  }
  hart.mstatus |= MSTATUS_FS
}
