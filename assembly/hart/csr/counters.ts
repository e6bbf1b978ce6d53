/** Counters and timers (Privileged §3.1.10-3.1.12; Zicntr, Zihpm). mcycle counts retired instructions; mhpmcounters count nothing. */
import { Extension, Hart, HART_HPMCOUNTER, HART_HPMEVENT } from '../../abi/layout.gen'
import { currentTick } from '../clock'
import { COUNTER_CY, COUNTER_IR, MHPMEVENT_VSINH, MHPMEVENT_VUINH } from './fields.gen'
import { CountersCsr, csrEntry } from './table.gen'

/** First number of the counters that U-mode reads. */
const USER_COUNTERS: u32 = 0xc00

export function counterAccessible(hart: Hart, number: u32): bool {
  const index = number & 31
  if ((csrEntry(number) & 31) == CountersCsr.mhpmcounter) return has(hart, Extension.zihpm)
  if (number < USER_COUNTERS) return true
  if (!has(hart, index < 3 ? Extension.zicntr : Extension.zihpm)) return false
  if (hart.privilege < 3 && ((hart.mcounteren >> index) & 1) == 0) return false
  return hart.privilege > 0 || ((hart.scounteren >> index) & 1) != 0
}

// @ts-ignore: decorator
@inline function has(hart: Hart, extension: u64): bool {
  return ((hart.extensions >> extension) & 1) != 0
}

export function readCounter(hart: Hart, register: u32, index: u32): u64 {
  switch (register) {
    case CountersCsr.cycle:
      return readMcycle(hart)
    case CountersCsr.time:
      return currentTick(hart)
    case CountersCsr.instret:
      return readMinstret(hart)
    case CountersCsr.mcycle:
      return readMcycle(hart)
    case CountersCsr.minstret:
      return readMinstret(hart)
    case CountersCsr.mhpmevent:
      return load<u64>(changetype<usize>(hart) + HART_HPMEVENT + (index << 3))
    default:
      return load<u64>(changetype<usize>(hart) + HART_HPMCOUNTER + (index << 3))
  }
}

/** The value written is what the next instruction reads: the write comes after this one has counted (§3.1.10). */
export function writeCounter(hart: Hart, number: u32, value: u64): void {
  const index = number & 31
  switch (csrEntry(number) & 31) {
    case CountersCsr.mcycle:
      hart.mcycleOffset = isInhibited(hart, COUNTER_CY) ? value : value - (hart.retired + 1)
      return
    case CountersCsr.minstret:
      hart.minstretOffset = isInhibited(hart, COUNTER_IR) ? value : value - (hart.retired + 1)
      return
    case CountersCsr.mhpmcounter:
      store<u64>(changetype<usize>(hart) + HART_HPMCOUNTER + (index << 3), value)
      return
    case CountersCsr.mhpmevent:
      store<u64>(changetype<usize>(hart) + HART_HPMEVENT + (index << 3), value & ~(MHPMEVENT_VSINH | MHPMEVENT_VUINH))
      return
  }
}

/** While a counter is inhibited its offset holds the frozen value itself. */
export function writeMcountinhibit(hart: Hart, value: u64): void {
  const changed = hart.mcountinhibit ^ value
  const counted = hart.retired + 1
  if ((changed & COUNTER_CY) != 0) hart.mcycleOffset += (value & COUNTER_CY) != 0 ? counted : 0 - counted
  if ((changed & COUNTER_IR) != 0) hart.minstretOffset += (value & COUNTER_IR) != 0 ? counted : 0 - counted
  hart.mcountinhibit = value
}

function readMcycle(hart: Hart): u64 {
  return isInhibited(hart, COUNTER_CY) ? hart.mcycleOffset : hart.mcycleOffset + hart.retired
}

function readMinstret(hart: Hart): u64 {
  return isInhibited(hart, COUNTER_IR) ? hart.minstretOffset : hart.minstretOffset + hart.retired
}

// @ts-ignore: decorator
@inline function isInhibited(hart: Hart, counter: u64): bool {
  return (hart.mcountinhibit & counter) != 0
}
