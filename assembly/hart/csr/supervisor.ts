/** Supervisor-level registers (Privileged chapter 10; Sstc). */
import { Extension, Guest, Hart } from '../../abi/layout.gen'
import { tlbFlushAll, tlbFlushLocal } from '../../memory/tlb'
import { updateTimerLine } from '../interrupt'
import { retireAndEndSlice, retireAndLeave } from '../retire'
import { writeSenvcfg } from './environment'
import { COUNTER_TM, ENVCFG_STCE, MSTATUS_TVM, SATP_MODE_SHIFT } from './fields.gen'
import { readSie, readSip, writeSie, writeSip } from './interrupts'
import { COUNTERS, legalizeVector, pcMask } from './machine'
import { readSstatus, writeSstatus } from './status'
import { SupervisorCsr } from './table.gen'

/** satp.MODE: no translation, or 39, 48, 57 bits. */
const enum SatpMode {
  bare = 0,
  sv39 = 8,
}

export function supervisorAccessible(hart: Hart, register: u32): bool {
  if (register == SupervisorCsr.satp) return hart.privilege == 3 || (hart.mstatus & MSTATUS_TVM) == 0
  if (register == SupervisorCsr.stimecmp) return stimecmpAccessible(hart)
  return true
}

function stimecmpAccessible(hart: Hart): bool {
  if (((hart.extensions >> Extension.sstc) & 1) == 0) return false
  return hart.privilege == 3 || ((hart.mcounteren & COUNTER_TM) != 0 && (hart.menvcfg & ENVCFG_STCE) != 0)
}

export function readSupervisor(hart: Hart, register: u32): u64 {
  switch (register) {
    case SupervisorCsr.sstatus:
      return readSstatus(hart)
    case SupervisorCsr.sie:
      return readSie(hart)
    case SupervisorCsr.stvec:
      return hart.stvec
    case SupervisorCsr.scounteren:
      return hart.scounteren
    case SupervisorCsr.senvcfg:
      return hart.senvcfg
    case SupervisorCsr.sscratch:
      return hart.sscratch
    case SupervisorCsr.sepc:
      return hart.sepc
    case SupervisorCsr.scause:
      return hart.scause
    case SupervisorCsr.stval:
      return hart.stval
    case SupervisorCsr.sip:
      return readSip(hart)
    case SupervisorCsr.stimecmp:
      return hart.stimecmp
    default:
      return hart.satp
  }
}

export function writeSupervisor(hart: Hart, register: u32, value: u64): void {
  switch (register) {
    case SupervisorCsr.sstatus:
      return writeSstatus(hart, value)
    case SupervisorCsr.sie:
      return writeSie(hart, value)
    case SupervisorCsr.stvec:
      hart.stvec = legalizeVector(value, hart.stvec)
      return
    case SupervisorCsr.scounteren:
      hart.scounteren = value & COUNTERS
      return
    case SupervisorCsr.senvcfg:
      return writeSenvcfg(hart, value)
    case SupervisorCsr.sscratch:
      hart.sscratch = value
      return
    case SupervisorCsr.sepc:
      hart.sepc = value & pcMask(hart)
      return
    case SupervisorCsr.scause:
      hart.scause = value
      return
    case SupervisorCsr.stval:
      hart.stval = value
      return
    case SupervisorCsr.sip:
      return writeSip(hart, value)
    case SupervisorCsr.stimecmp:
      return writeStimecmp(hart, value)
    case SupervisorCsr.satp:
      return writeSatp(hart, value)
  }
}

/** The slice ends even when nothing is due: the next may have to end at the new deadline. */
function writeStimecmp(hart: Hart, value: u64): void {
  hart.stimecmp = value
  updateTimerLine(hart)
  retireAndEndSlice(hart)
}

/** A write with a mode that is not offered has no effect at all (§10.1.11). */
function writeSatp(hart: Hart, value: u64): void {
  if (!isOffered(hart, <u32>(value >> SATP_MODE_SHIFT)) || value == hart.satp) return
  const isSameMode = (hart.satp ^ value) >> SATP_MODE_SHIFT == 0
  hart.satp = value
  retireAndLeave(hart)
  if (isSameMode) tlbFlushLocal(hart)
  else tlbFlushAll(hart)
}

/** Narrower modes come with the widest (§12.1.11). */
function isOffered(hart: Hart, mode: u32): bool {
  return mode == SatpMode.bare || (mode >= <u32>SatpMode.sv39 && mode <= changetype<Guest>(<usize>hart.guest).paging)
}
