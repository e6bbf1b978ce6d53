/** Registers of the advanced interrupt architecture (AIA chapters 2 and 5): indirect access, top interrupts, virtual interrupts. */
import { Extension, Hart, HART_MIPRIO, HART_SIPRIO } from '../../abi/layout.gen'
import { imsicClaim, imsicGet, imsicHas, imsicSet, imsicTop } from '../../irq/imsic'
import { ALL_INTERRUPTS, hasImsic, SUPERVISOR_INTERRUPTS, topInterrupt } from '../interrupt'
import { retireAndLeave } from '../retire'
import { INTERRUPT_MEI, INTERRUPT_SEI } from './fields.gen'
import { readMvip, writeMvien, writeMvip } from './interrupts'
import { AiaCsr } from './table.gen'

/** Selectors of the iprio arrays; on RV64 the even ones exist, with eight bytes each. */
const FIRST_PRIORITY: u64 = 0x30
const LAST_PRIORITY: u64 = 0x3f
const SELECT_BITS: u64 = 0x1ff

export function aiaAccessible(hart: Hart, register: u32): bool {
  const machine = isMachine(register)
  if (((hart.extensions >> (machine ? Extension.smaia : Extension.ssaia)) & 1) == 0) return false
  switch (register) {
    case AiaCsr.mireg:
      return selects(hart, hart.miselect)
    case AiaCsr.sireg:
      return selects(hart, hart.siselect) && (isPriority(hart.siselect) || reachesImsic(hart))
    case AiaCsr.mtopei:
      return hasImsic(hart)
    case AiaCsr.stopei:
      return hasImsic(hart) && reachesImsic(hart)
    default:
      return true
  }
}

// @ts-ignore: decorator
@inline function isMachine(register: u32): bool {
  return register < <u32>AiaCsr.siselect
}

function selects(hart: Hart, select: u64): bool {
  if (isPriority(select)) return (select & 1) == 0
  return hasImsic(hart) && imsicHas(<u32>select)
}

// @ts-ignore: decorator
@inline function isPriority(select: u64): bool {
  return select >= FIRST_PRIORITY && select <= LAST_PRIORITY
}

/** With mvien.SEI, M-mode stands between S-mode and its interrupt file (AIA §5.3). */
function reachesImsic(hart: Hart): bool {
  return hart.privilege == 3 || (hart.mvien & INTERRUPT_SEI) == 0
}

export function readAia(hart: Hart, register: u32): u64 {
  switch (register) {
    case AiaCsr.miselect:
      return hart.miselect
    case AiaCsr.mireg:
      return readSelected(hart, hart.miselect, true)
    case AiaCsr.mtopei:
      return readTop(hart, true)
    case AiaCsr.mtopi:
      return topInterrupt(hart, true)
    case AiaCsr.mvien:
      return hart.mvien
    case AiaCsr.mvip:
      return readMvip(hart)
    case AiaCsr.siselect:
      return hart.siselect
    case AiaCsr.sireg:
      return readSelected(hart, hart.siselect, false)
    case AiaCsr.stopei:
      return readTop(hart, false)
    default:
      return topInterrupt(hart, false)
  }
}

export function writeAia(hart: Hart, register: u32, value: u64): void {
  switch (register) {
    case AiaCsr.miselect:
      hart.miselect = value & SELECT_BITS
      return
    case AiaCsr.mireg:
      return writeSelected(hart, true, value)
    case AiaCsr.mtopei:
      return claim(hart, true)
    case AiaCsr.mtopi:
      return
    case AiaCsr.mvien:
      return writeMvien(hart, value)
    case AiaCsr.mvip:
      return writeMvip(hart, value)
    case AiaCsr.siselect:
      hart.siselect = value & SELECT_BITS
      return
    case AiaCsr.sireg:
      return writeSelected(hart, false, value)
    case AiaCsr.stopei:
      return claim(hart, false)
  }
}

/** An IMSIC identity is its own priority: it stands in bits 26:16 and 10:0. */
function readTop(hart: Hart, machine: bool): u64 {
  const identity = imsicTop(hart, machine) & 0x7ff
  return (identity << 16) | identity
}

/** A write claims the top interrupt, whatever its value. */
function claim(hart: Hart, machine: bool): void {
  imsicClaim(hart, machine)
  retireAndLeave(hart)
}

function readSelected(hart: Hart, select: u64, machine: bool): u64 {
  if (isPriority(select)) return load<u64>(priorities(hart, select, machine))
  return imsicGet(hart, machine, <u32>select)
}

function writeSelected(hart: Hart, machine: bool, value: u64): void {
  const select = machine ? hart.miselect : hart.siselect
  if (isPriority(select)) writePriorities(hart, machine, value)
  else imsicSet(hart, machine, <u32>select, value)
  retireAndLeave(hart)
}

/** Bytes of interrupts that do not exist, and of the external one, whose priority the IMSIC tells, are read-only zero. */
function writePriorities(hart: Hart, machine: bool, value: u64): void {
  const select = machine ? hart.miselect : hart.siselect
  const settable = machine ? ALL_INTERRUPTS & ~INTERRUPT_MEI : SUPERVISOR_INTERRUPTS & ~INTERRUPT_SEI
  const first = (select - FIRST_PRIORITY) << 2
  for (let n: u64 = 0; n < 8; n++) {
    if (((settable >> (first + n)) & 1) != 0) store<u8>(priorities(hart, select, machine) + <usize>n, value >> (n << 3))
  }
}

function priorities(hart: Hart, select: u64, machine: bool): usize {
  return changetype<usize>(hart) + (machine ? HART_MIPRIO : HART_SIPRIO) + (<usize>(select - FIRST_PRIORITY) << 2)
}
