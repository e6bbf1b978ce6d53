/** HSM: harts are started, stopped and suspended (SBI chapter 9). */
import { Guest, Hart, HsmState, SbiError } from '../abi/layout.gen'
import { resetHart } from '../hart/reset'
import { write32 } from '../lib/shared-word'
import { guestIsRam } from '../memory/physical'
import { lockGuest, unlockGuest } from '../memory/locks'
import { hartOf, tlbFlushAll } from '../memory/tlb'
import { answer, argument, refuse, setArgument, succeed } from './call'
import { staReset } from './sta'

const enum HsmFunction {
  start = 0,
  stop = 1,
  getStatus = 2,
  suspend = 3,
}

// @ts-ignore: decorator
@inline const RETENTIVE: u32 = 0
// @ts-ignore: decorator
@inline const NON_RETENTIVE: u32 = 0x8000_0000
/** Suspend types of a platform, of either kind, have one of these bits. */
// @ts-ignore: decorator
@inline const PLATFORM_SUSPEND: u32 = 0x7000_0000
// @ts-ignore: decorator
@inline const SSTATUS_SIE: u64 = 1 << 1

export function hsmCall(guest: Guest, hart: Hart, functionId: u64): void {
  if (functionId > <u64>HsmFunction.suspend) return refuse(hart, SbiError.notSupported)
  switch (<u32>functionId) {
    case HsmFunction.start:
      return start(guest, hart)
    case HsmFunction.stop:
      return stop(hart)
    case HsmFunction.getStatus:
      return getStatus(guest, hart)
    default:
      return suspend(guest, hart)
  }
}

/** A suspended hart was woken: it goes on where suspend left it. */
export function hsmResume(hart: Hart): void {
  hart.hsm = HsmState.started
  hart.waiting = 0
}

function start(guest: Guest, hart: Hart): void {
  const id = argument(hart, 0)
  const entry = argument(hart, 1)
  if (id >= guest.harts) return refuse(hart, SbiError.invalidParam)
  lockGuest(guest)
  startHart(guest, hart, hartOf(guest, <u32>id), entry)
  unlockGuest(guest)
}

/** Two harts may want to start the same one. */
function startHart(guest: Guest, hart: Hart, target: Hart, entry: u64): void {
  if (target.hsm == HsmState.started) return refuse(hart, SbiError.alreadyAvailable)
  if (target.hsm != HsmState.stopped) return refuse(hart, SbiError.invalidParam)
  if (!isEntry(guest, entry)) return refuse(hart, SbiError.invalidAddress)
  bringUp(target)
  enter(target, entry, argument(hart, 2))
  write32(changetype<usize>(target) + offsetof<Hart>('hsm'), HsmState.started)
  succeed(hart)
}

/** Levels that devices drive outlast the hart's reset. */
function bringUp(hart: Hart): void {
  const lines = hart.lines
  resetHart(hart, true)
  hart.lines = lines
  hart.waiting = 0
  staReset(hart)
}

/** The state in which a hart meets its entry: satp and SIE are 0, a0 is the hart's id, a1 the caller's word (tables 4 and 6). */
function enter(hart: Hart, entry: u64, opaque: u64): void {
  hart.pc = entry
  hart.satp = 0
  hart.mstatus &= ~SSTATUS_SIE
  setArgument(hart, 0, hart.id)
  setArgument(hart, 1, opaque)
  tlbFlushAll(hart)
}

/** A hart of several that run at the same time is stopped when its physical CPU has let go of it. */
function stop(hart: Hart): void {
  hart.waiting = 0
  hart.hsm = changetype<Guest>(<usize>hart.guest).isParallel != 0 ? HsmState.stopPending : HsmState.stopped
}

/** The physical CPU lets go of the hart. */
export function hsmRelease(hart: Hart): void {
  const hsm = changetype<usize>(hart) + offsetof<Hart>('hsm')
  if (hart.hsm == HsmState.stopPending) write32(hsm, HsmState.stopped)
}

function getStatus(guest: Guest, hart: Hart): void {
  const id = argument(hart, 0)
  if (id >= guest.harts) return refuse(hart, SbiError.invalidParam)
  answer(hart, SbiError.success, hartOf(guest, <u32>id).hsm)
}

/** A suspended hart waits as in WFI; a non-retentive one then goes on at its resume address, for which all is set here. */
function suspend(guest: Guest, hart: Hart): void {
  const type = <u32>argument(hart, 0)
  if ((type & PLATFORM_SUSPEND) != 0) return refuse(hart, SbiError.notSupported)
  if (type != RETENTIVE && type != NON_RETENTIVE) return refuse(hart, SbiError.invalidParam)
  const entry = argument(hart, 1)
  if (type == NON_RETENTIVE && !isEntry(guest, entry)) return refuse(hart, SbiError.invalidAddress)
  if (type == NON_RETENTIVE) enter(hart, entry, argument(hart, 2))
  else succeed(hart)
  hart.hsm = HsmState.suspended
  hart.waiting = 1
}

function isEntry(guest: Guest, gpa: u64): bool {
  return (gpa & 1) == 0 && guestIsRam(guest, gpa, 2)
}
