/** Guests: made, started, run, held, cloned and given back. */
import { GUEST_RTC, Guest, HART_X, Rtc } from '../abi/layout.gen'
import { vmGenIdChange, vmGenIdSet } from '../devices/vmgenid/index'
import { pauseClock, resumeClock } from '../hart/clock'
import { accountMode, setPrivilege } from '../hart/mode'
import { cloneGuest, rebuildCaches } from '../hypervisor/clone'
import { createGuest, destroyGuest, resetGuest } from '../hypervisor/guest'
import { hashGuest } from '../hypervisor/hash'
import { stateFault } from '../hypervisor/soundness'
import { guestExchanged as exchanged } from '../hypervisor/pcpu'
import { holdGuest, releaseGuest } from '../hypervisor/power'
import { runRound } from '../hypervisor/round'
import { wakeGuest } from '../hypervisor/wake'
import { groupOf } from '../scheduler/group'
import { accountGroup, awaitOff } from '../scheduler/membership'
import { resumeHost, stopHost } from '../memory/exclusive'
import { host } from '../memory/host'
import { lockGuest, unlockGuest } from '../memory/locks'
import { hartOf } from '../memory/tlb'

/** Host pointer of a new guest, reset and with hart 0 ready for guestSetEntry; 0 when the host has no room. */
export function guestCreate(
  harts: u32, ramPages: u32, interruptController: u32, start: u32, clock: u32, sbiMask: u32, extensions: u64, epochNs: u64, paging: u32,
  pciDevices: u32,
): usize {
  const region = createGuest(harts, ramPages, pciDevices)
  if (region == 0) return 0
  const guest = changetype<Guest>(region)
  guest.interruptController = interruptController
  guest.start = start
  guest.clock = clock
  guest.sbi = sbiMask
  guest.extensions = extensions
  guest.paging = paging
  changetype<Rtc>(region + GUEST_RTC).epochNs = epochNs
  resetGuest(guest)
  return region
}

/** After state was put into a guest's region: what it implies. */
/** What is wrong with state that was put into the guest's region: a StateFault, and above 8 bits the slot or hart; 0 when nothing is. */
export function guestStateFault(guest: usize): u32 {
  return stateFault(changetype<Guest>(guest))
}

export function guestRebuild(guest: usize): void {
  rebuildCaches(changetype<Guest>(guest))
}

/** Host pointer of a clone of the guest, which must be between two rounds; 0 when the host has no room. */
export function guestClone(guest: usize): usize {
  stopHost()
  const clone = cloneGuest(changetype<Guest>(guest))
  resumeHost()
  return clone
}

export function guestDestroy(guest: usize): void {
  guestHold(guest)
  stopHost()
  destroyGuest(changetype<Guest>(guest))
  resumeHost()
}

export function guestReset(guest: usize): void {
  guestHold(guest)
  stopHost()
  resetGuest(changetype<Guest>(guest))
  resumeHost()
}

/** Where and how a hart begins: pc, M-mode or S-mode, a0 to a2. */
export function guestSetEntry(guest: usize, index: u32, pc: u64, machineMode: u32, a0: u64, a1: u64, a2: u64): void {
  const hart = hartOf(changetype<Guest>(guest), index)
  const registers = changetype<usize>(hart) + HART_X
  hart.pc = pc
  hart.codePtr = 0
  setPrivilege(hart, machineMode != 0 ? 3 : 1)
  store<u64>(registers + (10 << 3), a0)
  store<u64>(registers + (11 << 3), a1)
  store<u64>(registers + (12 << 3), a2)
}

/** Runs a guest by hand, past the physical CPUs: a round of at most so many instructions of each hart; a RunResult. */
export function guestRun(guest: usize, instructions: u64): u32 {
  return runRound(changetype<Guest>(guest), instructions)
}

/** Its console was looked at: under the virtual clock its next round may begin. */
export function guestExchanged(guest: usize): void {
  exchanged(changetype<Guest>(guest))
}

/** The guest takes part in scheduling. */
export function guestRelease(guest: usize): void {
  stopHost()
  releaseGuest(changetype<Guest>(guest))
  resumeHost()
}

/** It does not any more, and no physical CPU has a vCPU of it. */
export function guestHold(guest: usize): void {
  stopHost()
  holdGuest(changetype<Guest>(guest))
  resumeHost()
  awaitOff(groupOf(changetype<Guest>(guest)))
}

/** Something came from outside: vCPUs that it wakes run. */
export function guestWake(guest: usize): void {
  wakeGuest(changetype<Guest>(guest))
}

/** The generation id in the staging buffer, 16 bytes: the one that a guest starts with, or another one that it is told of. */
export function guestGeneration(guest: usize, isChange: u32): void {
  const staging = host().staging
  const it = changetype<Guest>(guest)
  lockGuest(it)
  if (isChange != 0) vmGenIdChange(it, load<u64>(staging), load<u64>(staging, 8))
  else vmGenIdSet(it, load<u64>(staging), load<u64>(staging, 8))
  unlockGuest(it)
}

export function guestPauseClock(guest: usize): void {
  stopHost()
  pauseClock(changetype<Guest>(guest))
  resumeHost()
}

export function guestResumeClock(guest: usize): void {
  stopHost()
  resumeClock(changetype<Guest>(guest))
  resumeHost()
}

/** Brings the statistics that are kept lazily up to date. */
export function guestAccount(guest: usize): void {
  const it = changetype<Guest>(guest)
  stopHost()
  for (let i: u32 = 0; i < it.harts; i++) accountMode(hartOf(it, i))
  accountGroup(groupOf(it))
  resumeHost()
}

export function guestStateHash(guest: usize): u64 {
  stopHost()
  const hash = hashGuest(changetype<Guest>(guest))
  resumeHost()
  return hash
}
