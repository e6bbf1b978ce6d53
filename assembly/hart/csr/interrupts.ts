/** mie, mip, mideleg, their supervisor views, and the virtual interrupts of mvien and mvip (Privileged §3.1.9; AIA §5.3). */
import { Hart } from '../../abi/layout.gen'
import { clearBits64, setBits64 } from '../../lib/shared-word'
import { ALL_INTERRUPTS, interruptsPending, SUPERVISOR_INTERRUPTS } from '../interrupt'
import { ENVCFG_STCE, INTERRUPT_LCOFI, INTERRUPT_SEI, INTERRUPT_SSI, INTERRUPT_STI } from './fields.gen'
import { leaveForInterrupt } from './status'

/** Interrupts that mvien can virtualize; the bits from 13 up are read-only zero. */
// @ts-ignore: decorator
@inline const VIRTUAL: u64 = INTERRUPT_SSI | INTERRUPT_SEI
// @ts-ignore: decorator
@inline const SIP_WRITABLE: u64 = INTERRUPT_SSI | INTERRUPT_LCOFI

export function writeMideleg(hart: Hart, value: u64): void {
  hart.mideleg = value & SUPERVISOR_INTERRUPTS
  leaveForInterrupt(hart)
}

export function writeMie(hart: Hart, value: u64): void {
  hart.mie = value & ALL_INTERRUPTS
  leaveForInterrupt(hart)
}

/** With stimecmp, STIP follows the timer alone; with mvien.SEI, mip.SEIP follows the interrupt controller alone. */
export function writeMip(hart: Hart, value: u64): void {
  let writable = SUPERVISOR_INTERRUPTS
  if ((hart.menvcfg & ENVCFG_STCE) != 0) writable &= ~INTERRUPT_STI
  writable &= ~(hart.mvien & INTERRUPT_SEI)
  assignMip(hart, value, writable)
}

export function readSie(hart: Hart): u64 {
  return (hart.mie & hart.mideleg) | (hart.sie & virtualized(hart))
}

export function writeSie(hart: Hart, value: u64): void {
  const own = virtualized(hart)
  hart.sie = (hart.sie & ~own) | (value & own)
  hart.mie = (hart.mie & ~hart.mideleg) | (value & hart.mideleg)
  leaveForInterrupt(hart)
}

export function readSip(hart: Hart): u64 {
  return (interruptsPending(hart) & hart.mideleg) | (hart.mvip & virtualized(hart))
}

export function writeSip(hart: Hart, value: u64): void {
  const own = virtualized(hart) & SIP_WRITABLE
  hart.mvip = (hart.mvip & ~own) | (value & own)
  assignMip(hart, value, hart.mideleg & SIP_WRITABLE)
}

export function writeMvien(hart: Hart, value: u64): void {
  hart.mvien = value & VIRTUAL
  leaveForInterrupt(hart)
}

/** A bit that mvien leaves alone is an alias of the one in mip. */
export function readMvip(hart: Hart): u64 {
  return (hart.mvip & hart.mvien) | (hart.mip & mvipAliases(hart))
}

export function writeMvip(hart: Hart, value: u64): void {
  hart.mvip = (hart.mvip & ~hart.mvien) | (value & hart.mvien)
  assignMip(hart, value, mvipAliases(hart))
}

function mvipAliases(hart: Hart): u64 {
  const timer = (hart.menvcfg & ENVCFG_STCE) != 0 ? 0 : INTERRUPT_STI
  return (VIRTUAL & ~hart.mvien) | timer
}

// @ts-ignore: decorator
@inline function virtualized(hart: Hart): u64 {
  return hart.mvien & ~hart.mideleg
}

function assignMip(hart: Hart, value: u64, mask: u64): void {
  const mip = changetype<usize>(hart) + offsetof<Hart>('mip')
  clearBits64(mip, mask & ~value)
  setBits64(mip, mask & value)
  leaveForInterrupt(hart)
}
