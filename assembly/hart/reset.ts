/** The state of a hart at reset: in M-mode for firmware, or in S-mode as an SBI firmware would leave it (Privileged §3.4). */
import {
  Attention, Extension, Hart, HART_F, HART_HPMCOUNTER, HART_HPMEVENT, HART_MIPRIO, HART_PMPADDR, HART_PMPCFG, HART_SIPRIO, HART_X, MmioState,
} from '../abi/layout.gen'
import { menvcfgFields } from './csr/environment'
import { ENVCFG_ADUE, ENVCFG_FIOM, MSTATUS_SXL_SHIFT, MSTATUS_UXL_SHIFT } from './csr/fields.gen'
import { COUNTERS, DELEGABLE_EXCEPTIONS } from './csr/machine'
import { SUPERVISOR_INTERRUPTS } from './interrupt'
import { setPrivilege } from './mode'
import { Cause, Privilege } from './trap'

/** misa.MXL and the XL fields of mstatus: 64 bits. */
const XLEN_64: u64 = 2
/** Bits of misa by letter. */
const MISA_S_U: u64 = (1 << 18) | (1 << 20)
/** cycle, time and instret, as an SBI firmware opens them to U-mode. */
const USER_COUNTERS: u64 = 7

/** Resets everything but identity, extensions and statistics; the caller sets pc and the argument registers. */
export function resetHart(hart: Hart, direct: bool): void {
  resetExecution(hart)
  resetRegisters(hart)
  resetMachine(hart)
  resetSupervisor(hart)
  resetArrays(hart)
  if (direct) enterAsFirmware(hart)
  else setPrivilege(hart, Privilege.machine)
}

function resetExecution(hart: Hart): void {
  hart.codePtr = 0
  hart.attention = Attention.none
  hart.trapCause = 0
  hart.trapTval = 0
  hart.mmioState = MmioState.none
  hart.reservationGpa = u64.MAX_VALUE
  hart.wfiTimeout = 0
  hart.misalignedMask = has(hart, Extension.zca) ? 0 : 2
  hart.misa = misaOf(hart)
}

function misaOf(hart: Hart): u64 {
  return (
    (XLEN_64 << 62) | MISA_S_U | letter(hart, Extension.a, 0) | letter(hart, Extension.c, 2) | letter(hart, Extension.d, 3) |
    letter(hart, Extension.f, 5) | letter(hart, Extension.i, 8) | letter(hart, Extension.m, 12)
  )
}

// @ts-ignore: decorator
@inline function letter(hart: Hart, extension: u64, bit: u64): u64 {
  return ((hart.extensions >> extension) & 1) << bit
}

// @ts-ignore: decorator
@inline function has(hart: Hart, extension: u64): bool {
  return ((hart.extensions >> extension) & 1) != 0
}

function resetRegisters(hart: Hart): void {
  memory.fill(changetype<usize>(hart) + HART_X, 0, 33 * 8)
  memory.fill(changetype<usize>(hart) + HART_F, 0, 32 * 8)
  hart.frm = 0
  hart.fflags = 0
}

/** As in QEMU, A and D bits are updated by hardware from the start where Svade does not forbid it. */
function resetMachine(hart: Hart): void {
  hart.mstatus = (XLEN_64 << MSTATUS_UXL_SHIFT) | (XLEN_64 << MSTATUS_SXL_SHIFT)
  hart.medeleg = 0
  hart.mideleg = 0
  hart.mie = 0
  hart.mip = 0
  hart.lines = 0
  hart.mtvec = 0
  hart.mscratch = 0
  hart.mepc = 0
  hart.mcause = 0
  hart.mtval = 0
  hart.menvcfg = has(hart, Extension.svade) ? 0 : menvcfgFields(hart) & ENVCFG_ADUE
  hart.mseccfg = 0
  hart.mcounteren = 0
  hart.mcountinhibit = 0
  hart.mcycleOffset = 0 - hart.retired
  hart.minstretOffset = 0 - hart.retired
}

function resetSupervisor(hart: Hart): void {
  hart.stvec = 0
  hart.sscratch = 0
  hart.sepc = 0
  hart.scause = 0
  hart.stval = 0
  hart.satp = 0
  hart.senvcfg = 0
  hart.scounteren = 0
  hart.stimecmp = u64.MAX_VALUE
  hart.sie = 0
  hart.mvien = 0
  hart.mvip = 0
  hart.miselect = 0
  hart.siselect = 0
  hart.tselect = 0
}

function resetArrays(hart: Hart): void {
  const base = changetype<usize>(hart)
  memory.fill(base + HART_PMPCFG, 0, 16)
  memory.fill(base + HART_PMPADDR, 0, 16 * 8)
  memory.fill(base + HART_HPMCOUNTER, 0, 32 * 8)
  memory.fill(base + HART_HPMEVENT, 0, 32 * 8)
  memory.fill(base + HART_MIPRIO, 0, 64)
  memory.fill(base + HART_SIPRIO, 0, 64)
  hart.pmpCount = 0
}

/** What an SBI firmware sets up before it enters S-mode: everything delegated that can be, everything offered that is there. */
function enterAsFirmware(hart: Hart): void {
  hart.medeleg = DELEGABLE_EXCEPTIONS & ~((<u64>1) << Cause.supervisorEcall)
  hart.mideleg = SUPERVISOR_INTERRUPTS
  hart.mcounteren = COUNTERS
  hart.scounteren = USER_COUNTERS
  const withheld = has(hart, Extension.svade) ? ENVCFG_FIOM | ENVCFG_ADUE : ENVCFG_FIOM
  hart.menvcfg = menvcfgFields(hart) & ~withheld
  setPrivilege(hart, Privilege.supervisor)
}
