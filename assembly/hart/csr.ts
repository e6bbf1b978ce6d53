/** CSR instructions: permission, the read and write rules of Zicsr §6.1, and the way to each group of registers. */
import { Guest, Hart } from '../abi/layout.gen'
import { lockGuest, unlockGuest } from '../memory/locks'
import { aiaAccessible, readAia, writeAia } from './csr/aia'
import { counterAccessible, readCounter, writeCounter } from './csr/counters'
import { floatAccessible, readFloat, writeFloat } from './csr/float'
import { readMachine, writeMachine } from './csr/machine'
import { readPmp, writePmp } from './csr/pmp'
import { readSupervisor, supervisorAccessible, writeSupervisor } from './csr/supervisor'
import { CsrGroup, csrEntry, MachineCsr, SupervisorCsr } from './csr/table.gen'
import { readTrigger } from './csr/trigger'
import { rs1, setRd } from './record'
import { raiseIllegalInstruction } from './trap'

// @ts-ignore: decorator
@inline const PENDING_MACHINE: u32 = (CsrGroup.machine << 5) | MachineCsr.mip
// @ts-ignore: decorator
@inline const PENDING_SUPERVISOR: u32 = (CsrGroup.supervisor << 5) | SupervisorCsr.sip

export function csrrw(hart: Hart, w: u64): void {
  replace(hart, w, rs1(changetype<usize>(hart), w))
}

export function csrrwi(hart: Hart, w: u64): void {
  replace(hart, w, source(w))
}

export function csrrs(hart: Hart, w: u64): void {
  if (source(w) == 0) read(hart, w)
  else setBits(hart, w, rs1(changetype<usize>(hart), w))
}

export function csrrsi(hart: Hart, w: u64): void {
  if (source(w) == 0) read(hart, w)
  else setBits(hart, w, source(w))
}

export function csrrc(hart: Hart, w: u64): void {
  if (source(w) == 0) read(hart, w)
  else clearBits(hart, w, rs1(changetype<usize>(hart), w))
}

export function csrrci(hart: Hart, w: u64): void {
  if (source(w) == 0) read(hart, w)
  else clearBits(hart, w, source(w))
}

/** The rs1 field: a register's slot, or the immediate. */
// @ts-ignore: decorator
@inline function source(w: u64): u64 {
  return (w >> 20) & 63
}

// @ts-ignore: decorator
@inline function csrNumber(w: u64): u32 {
  return <u32>(w >> 32) & 0xfff
}

/** rd = x0 is decoded as the slot that nobody reads. */
// @ts-ignore: decorator
@inline function discardsRead(w: u64): bool {
  return (<u32>(w >> 14) & 63) == 32
}

function read(hart: Hart, w: u64): void {
  const number = csrNumber(w)
  if (!isReadable(hart, number)) return raiseIllegalInstruction(hart)
  setRd(changetype<usize>(hart), w, readCsr(hart, number))
}

function replace(hart: Hart, w: u64, value: u64): void {
  const number = csrNumber(w)
  if (!isWritable(hart, number)) return raiseIllegalInstruction(hart)
  const isLocked = lockIfShared(hart, number)
  const old = discardsRead(w) ? 0 : readCsr(hart, number)
  writeCsr(hart, number, value)
  if (isLocked) unlockGuest(guestOf(hart))
  setRd(changetype<usize>(hart), w, old)
}

function setBits(hart: Hart, w: u64, bits: u64): void {
  const number = csrNumber(w)
  if (!isWritable(hart, number)) return raiseIllegalInstruction(hart)
  const isLocked = lockIfShared(hart, number)
  const old = readCsr(hart, number)
  writeCsr(hart, number, softwareValue(hart, number, old) | bits)
  if (isLocked) unlockGuest(guestOf(hart))
  setRd(changetype<usize>(hart), w, old)
}

function clearBits(hart: Hart, w: u64, bits: u64): void {
  const number = csrNumber(w)
  if (!isWritable(hart, number)) return raiseIllegalInstruction(hart)
  const isLocked = lockIfShared(hart, number)
  const old = readCsr(hart, number)
  writeCsr(hart, number, softwareValue(hart, number, old) & ~bits)
  if (isLocked) unlockGuest(guestOf(hart))
  setRd(changetype<usize>(hart), w, old)
}

/**
 * Other threads make interrupts pending: in the registers that hold them nothing may come between the read and the write of an instruction,
 * which would clear what was not read. True when the guest is locked now.
 */
function lockIfShared(hart: Hart, number: u32): bool {
  if (!ASC_FEATURE_THREADS || !holdsPending(csrEntry(number))) return false
  lockGuest(guestOf(hart))
  return true
}

function holdsPending(entry: u32): bool {
  return entry >> 5 == CsrGroup.aia || entry == PENDING_MACHINE || entry == PENDING_SUPERVISOR
}

// @ts-ignore: decorator
@inline
function guestOf(hart: Hart): Guest {
  return changetype<Guest>(<usize>hart.guest)
}

/** A read-modify-write of mip works on the software-written bits, not on what lines drive (Privileged §3.1.9). */
function softwareValue(hart: Hart, number: u32, value: u64): u64 {
  return csrEntry(number) == PENDING_MACHINE ? hart.mip : value
}

function isWritable(hart: Hart, number: u32): bool {
  return number >> 10 != 3 && isReadable(hart, number)
}

function isReadable(hart: Hart, number: u32): bool {
  if (hart.privilege < ((number >> 8) & 3)) return false
  const entry = csrEntry(number)
  switch (entry >> 5) {
    case CsrGroup.none:
      return false
    case CsrGroup.machine:
      return true
    case CsrGroup.supervisor:
      return supervisorAccessible(hart, entry & 31)
    case CsrGroup.counters:
      return counterAccessible(hart, number)
    case CsrGroup.float:
      return floatAccessible(hart)
    case CsrGroup.pmp:
      return true
    case CsrGroup.aia:
      return aiaAccessible(hart, entry & 31)
    default:
      return true
  }
}

function readCsr(hart: Hart, number: u32): u64 {
  const entry = csrEntry(number)
  const register = entry & 31
  switch (entry >> 5) {
    case CsrGroup.none:
      return 0
    case CsrGroup.machine:
      return readMachine(hart, register)
    case CsrGroup.supervisor:
      return readSupervisor(hart, register)
    case CsrGroup.counters:
      return readCounter(hart, register, number & 31)
    case CsrGroup.float:
      return readFloat(hart, register)
    case CsrGroup.pmp:
      return readPmp(hart, register, number & 15)
    case CsrGroup.aia:
      return readAia(hart, register)
    default:
      return readTrigger(register)
  }
}

/** Writes to trigger registers are ignored: there are no triggers. */
function writeCsr(hart: Hart, number: u32, value: u64): void {
  const entry = csrEntry(number)
  const register = entry & 31
  switch (entry >> 5) {
    case CsrGroup.none:
      return
    case CsrGroup.machine:
      return writeMachine(hart, register, value)
    case CsrGroup.supervisor:
      return writeSupervisor(hart, register, value)
    case CsrGroup.counters:
      return writeCounter(hart, number, value)
    case CsrGroup.float:
      return writeFloat(hart, register, value)
    case CsrGroup.pmp:
      return writePmp(hart, number, value)
    case CsrGroup.aia:
      return writeAia(hart, register, value)
  }
}
