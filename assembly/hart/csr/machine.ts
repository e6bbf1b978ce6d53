/** Machine-level registers (Privileged chapter 3). */
import { Extension, Hart } from '../../abi/layout.gen'
import { interruptsPending } from '../interrupt'
import { writeMcountinhibit } from './counters'
import { writeMenvcfg } from './environment'
import { COUNTER_CY, COUNTER_HPM, COUNTER_IR, COUNTER_TM } from './fields.gen'
import { writeMideleg, writeMie, writeMip } from './interrupts'
import { readMstatus, writeMstatus } from './status'
import { MachineCsr } from './table.gen'

/** Exceptions that exist below M-mode: 0 to 9 and the page faults. */
// @ts-ignore: decorator
@inline export const DELEGABLE_EXCEPTIONS: u64 = 0xb3ff

/** Counters that exist: cycle, time, instret and 16 programmable ones. */
// @ts-ignore: decorator
@inline export const COUNTERS: u64 = COUNTER_CY | COUNTER_TM | COUNTER_IR | COUNTER_HPM

export function readMachine(hart: Hart, register: u32): u64 {
  switch (register) {
    case MachineCsr.mstatus:
      return readMstatus(hart)
    case MachineCsr.misa:
      return hart.misa
    case MachineCsr.medeleg:
      return hart.medeleg
    case MachineCsr.mideleg:
      return hart.mideleg
    case MachineCsr.mie:
      return hart.mie
    case MachineCsr.mtvec:
      return hart.mtvec
    case MachineCsr.mcounteren:
      return hart.mcounteren
    case MachineCsr.menvcfg:
      return hart.menvcfg
    case MachineCsr.mcountinhibit:
      return hart.mcountinhibit
    case MachineCsr.mscratch:
      return hart.mscratch
    case MachineCsr.mepc:
      return hart.mepc
    case MachineCsr.mcause:
      return hart.mcause
    case MachineCsr.mtval:
      return hart.mtval
    case MachineCsr.mip:
      return interruptsPending(hart)
    case MachineCsr.mhartid:
      return hart.id
    default: // mvendorid, marchid, mimpid, mconfigptr: not implemented
      return 0
  }
}

export function writeMachine(hart: Hart, register: u32, value: u64): void {
  switch (register) {
    case MachineCsr.mstatus:
      return writeMstatus(hart, value)
    case MachineCsr.misa:
      return // the extensions are fixed
    case MachineCsr.medeleg:
      hart.medeleg = value & DELEGABLE_EXCEPTIONS
      return
    case MachineCsr.mideleg:
      return writeMideleg(hart, value)
    case MachineCsr.mie:
      return writeMie(hart, value)
    case MachineCsr.mtvec:
      hart.mtvec = legalizeVector(value, hart.mtvec)
      return
    case MachineCsr.mcounteren:
      hart.mcounteren = value & COUNTERS
      return
    case MachineCsr.menvcfg:
      return writeMenvcfg(hart, value)
    case MachineCsr.mcountinhibit:
      return writeMcountinhibit(hart, value & COUNTERS & ~COUNTER_TM)
    case MachineCsr.mscratch:
      hart.mscratch = value
      return
    case MachineCsr.mepc:
      hart.mepc = value & pcMask(hart)
      return
    case MachineCsr.mcause:
      hart.mcause = value
      return
    case MachineCsr.mtval:
      hart.mtval = value
      return
    case MachineCsr.mip:
      return writeMip(hart, value)
  }
}

/** A write of a reserved mode (2 or 3) is ignored, base included. */
export function legalizeVector(value: u64, old: u64): u64 {
  return (value & 3) < 2 ? value : old
}

/** mepc and sepc hold what can be jumped to: even addresses, multiples of 4 without C. */
export function pcMask(hart: Hart): u64 {
  return ((hart.extensions >> Extension.zca) & 1) != 0 ? ~1 : ~3
}
