/**
 * ACLINT of QEMU's virt machine: machine software interrupts and the machine timer, laid out as a SiFive CLINT.
 *
 *     0x0000  msip      u32 per hart
 *     0x4000  mtimecmp  u64 per hart
 *     0xbff8  mtime     u64
 */
import { ACLINT_BYTES, ACLINT_MTIMECMP, Aclint, GUEST_ACLINT, Guest, Hart, NS_PER_TICK } from '../abi/layout.gen'
import { hartOf } from '../memory/tlb'
import { driveLine, isDriven, Line } from './hart-line'

// @ts-ignore: decorator
@inline const MTIMECMP_BASE: u32 = 0x4000
// @ts-ignore: decorator
@inline const MTIME: u32 = 0xbff8
// @ts-ignore: decorator
@inline const NEVER: u64 = u64.MAX_VALUE
/** menvcfg.STCE: stimecmp is there (Sstc §2.1). */
// @ts-ignore: decorator
@inline const STCE: u64 = 1 << 63

export function aclintReset(guest: Guest): void {
  memory.fill(changetype<usize>(aclintOf(guest)), 0, ACLINT_BYTES)
  for (let i: u32 = 0; i < guest.harts; i++) {
    store<u64>(mtimecmpOf(guest, i), NEVER)
    driveLine(hartOf(guest, i), Line.msip, false)
  }
  updateTimers(guest)
}

export function aclintRead(guest: Guest, offset: u32, bytes: u32): u64 {
  if (offset < MTIMECMP_BASE) return readMsip(guest, offset, bytes)
  if (!isTimerAccess(offset, bytes)) return 0
  if ((offset & ~7) == MTIME) return part(mtime(guest), offset, bytes)
  const hart = (offset - MTIMECMP_BASE) >> 3
  return hart < guest.harts ? part(load<u64>(mtimecmpOf(guest, hart)), offset, bytes) : 0
}

export function aclintWrite(guest: Guest, offset: u32, value: u64, bytes: u32): void {
  if (offset < MTIMECMP_BASE) return writeMsip(guest, offset, value, bytes)
  if (!isTimerAccess(offset, bytes)) return
  if ((offset & ~7) == MTIME) return writeMtime(guest, merge(mtime(guest), offset, value, bytes))
  const hart = (offset - MTIMECMP_BASE) >> 3
  if (hart >= guest.harts) return
  const deadline = mtimecmpOf(guest, hart)
  store<u64>(deadline, merge(load<u64>(deadline), offset, value, bytes))
  updateTimers(guest)
}

/** Drives MTIP from mtimecmp and STIP from stimecmp for every hart, at guest.timeNs. */
export function updateTimers(guest: Guest): void {
  for (let i: u32 = 0; i < guest.harts; i++) updateTimersOf(guest, hartOf(guest, i))
}

/** As updateTimers, for one hart: where harts run at the same time, each looks after its own. */
export function updateTimersOf(guest: Guest, hart: Hart): void {
  driveLine(hart, Line.mtip, mtime(guest) >= load<u64>(mtimecmpOf(guest, hart.id)))
  driveLine(hart, Line.stip, hasSupervisorTimer(guest, hart) && tick(guest) >= hart.stimecmp)
}

/** Earliest tick of guest time at which a timer that is not yet due goes off, all ones when none. */
export function nextDeadlineTick(guest: Guest): u64 {
  let next = NEVER
  for (let i: u32 = 0; i < guest.harts; i++) next = min<u64>(next, nextDeadlineTickOf(guest, hartOf(guest, i)))
  return next
}

/** As nextDeadlineTick, for one hart. */
export function nextDeadlineTickOf(guest: Guest, hart: Hart): u64 {
  const now = tick(guest)
  const mtimecmp = load<u64>(mtimecmpOf(guest, hart.id))
  let next = NEVER
  if (!isDriven(hart, Line.mtip) && mtimecmp != NEVER) next = later(now, mtimecmp, mtime(guest))
  if (!isDriven(hart, Line.stip) && hasSupervisorTimer(guest, hart)) next = min<u64>(next, hart.stimecmp)
  return next
}

/** `now` plus what is left until `deadline`; a deadline past the end of time never comes. */
function later(now: u64, deadline: u64, machineNow: u64): u64 {
  if (deadline <= machineNow) return now
  const left = deadline - machineNow
  return left > NEVER - now ? NEVER : now + left
}

/** The hypervisor is the timer of a direct start; after a firmware start, stimecmp counts once M-mode has enabled it. */
function hasSupervisorTimer(guest: Guest, hart: Hart): bool {
  return guest.start == 0 || (hart.menvcfg & STCE) != 0
}

function tick(guest: Guest): u64 {
  return guest.timeNs / NS_PER_TICK
}

function mtime(guest: Guest): u64 {
  return tick(guest) + aclintOf(guest).mtimeOffset
}

function writeMtime(guest: Guest, value: u64): void {
  aclintOf(guest).mtimeOffset = value - tick(guest)
  updateTimers(guest)
}

function readMsip(guest: Guest, offset: u32, bytes: u32): u64 {
  const hart = offset >> 2
  if (bytes != 4 || (offset & 3) != 0 || hart >= guest.harts) return 0
  return isDriven(hartOf(guest, hart), Line.msip) ? 1 : 0
}

function writeMsip(guest: Guest, offset: u32, value: u64, bytes: u32): void {
  const hart = offset >> 2
  if (bytes != 4 || (offset & 3) != 0 || hart >= guest.harts) return
  driveLine(hartOf(guest, hart), Line.msip, (value & 1) != 0)
}

/** The timer's registers take aligned words and doublewords. */
function isTimerAccess(offset: u32, bytes: u32): bool {
  return (bytes == 4 || bytes == 8) && (offset & (bytes - 1)) == 0 && offset < MTIME + 8
}

function part(value: u64, offset: u32, bytes: u32): u64 {
  if (bytes == 8) return value
  return (offset & 4) != 0 ? value >> 32 : value & u32.MAX_VALUE
}

function merge(old: u64, offset: u32, value: u64, bytes: u32): u64 {
  if (bytes == 8) return value
  const half = value & u32.MAX_VALUE
  return (offset & 4) != 0 ? (half << 32) | (old & u32.MAX_VALUE) : (old & ~(<u64>u32.MAX_VALUE)) | half
}

function aclintOf(guest: Guest): Aclint {
  return changetype<Aclint>(changetype<usize>(guest) + GUEST_ACLINT)
}

function mtimecmpOf(guest: Guest, hart: u32): usize {
  return changetype<usize>(guest) + GUEST_ACLINT + ACLINT_MTIMECMP + (hart << 3)
}
