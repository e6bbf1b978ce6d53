/** One hart's turn: runs it until its share is used, it waits, or the guest ends, and answers each of its exits. */
import {
  Attention, CrashReason, Guest, GuestEnd, HART_EXITS, Hart, HsmState, MmioState, NS_PER_TICK, VIRTIO_MMIO_DEVICES,
} from '../abi/layout.gen'
import { VIRTIO_MMIO_BASE } from '../abi/platform.gen'
import { htifPoll } from '../devices/htif/index'
import { rtcTick } from '../devices/rtc/index'
import { advanceClock, instructionsUntil, isVirtual } from '../hart/clock'
import { pendingInterrupt } from '../hart/interrupt'
import { refreshMode } from '../hart/mode'
import { currentPc } from '../hart/pc'
import { CAUSE_INTERRUPT, takeTrap } from '../hart/trap'
import { run } from '../jit/dispatch'
import { updateTimers, updateTimersOf } from '../irq/aclint'
import { readFlag } from '../lib/lock'
import { allocationOf } from '../memory/allocation'
import { hasMail } from '../memory/code-inbox'
import { adoptHart, readMail } from '../memory/decoded'
import { beginExclusive, clearKick, endExclusive, enterGuest, giveWay, leaveGuest, resumeHost, runsHart, stopHost } from '../memory/exclusive'
import { lockGuest, unlockGuest } from '../memory/locks'
import { PAGE_SHIFT } from '../memory/page'
import { guestIsRam, readPointer } from '../memory/physical'
import { makeRoom } from '../memory/reclaim'
import { hsmRelease, sbiCall } from '../sbi/index'
import { ioTable } from '../virtio/outside'
import { nextEventTick, nextEventTickOf } from './alarm'
import { accessDevice } from './bus'
import { serveNetwork } from './network'
import { hasPagesToTake, serveDevices, takesPages } from './virtio'
import { wakeSiblings } from './wake'

/** Traps in a row without an instruction between them that no handler can have meant. */
const TRAP_LOOP: u64 = 10_000
/** Instructions between two looks at the embedder's clock: those of a quarter of the time to the next timer, at an instruction a nanosecond. */
const SHORTEST_SLICE: u64 = 10_000
const LONGEST_SLICE: u64 = 1_000_000
const DEADLINE_SHARE: u64 = 4
const ECALL_BYTES: u64 = 4

/**
 * Runs `hart` for at most `instructions`; exits count as one each, so that a hart that retires nothing ends too. That the code moved, or
 * memory was found, does not count. Returns how many it used, which is one more than it may
 * when the last one was an SBI call.
 */
export function runHart(guest: Guest, hart: Hart, instructions: u64): u64 {
  const before = hart.retired
  const end = before + instructions
  let exits: u64 = 0
  hart.clockMark = hart.retired
  runsHart(hart)
  adoptHart(hart)
  while (guest.ended == GuestEnd.none) {
    clearKick(hart)
    refreshTime(guest, hart)
    const cause = pendingInterrupt(hart)
    const isAnswered = hart.mmioState != MmioState.none
    /* A device access has had its effect already: its instruction retires before any interrupt. */
    if (cause >= 0 && !isAnswered) takeTrap(hart, CAUSE_INTERRUPT | <u64>cause, 0)
    if (hart.retired + exits >= end || hart.hsm != HsmState.started) break
    exits += runSlice(guest, hart, cause >= 0 && isAnswered ? hart.retired + 1 : end - exits)
    if (!answerExit(guest, hart) || hasPosted(guest)) break
    giveWay(guest)
    if (mustGiveWay(hart)) break
  }
  if (allocationOf(guest).isLost != 0 && guest.ended == GuestEnd.none) crash(guest, hart, CrashReason.swapFailed)
  refreshTime(guest, hart)
  hsmRelease(hart)
  return hart.retired - before + exits
}

/** The end of a slice is none, nor is what the guest cannot know of: how a run is cut must not show. */
// @ts-ignore: decorator
@inline
function isExit(attention: u32): bool {
  return attention != Attention.none && attention != Attention.moved && attention != Attention.memory
}

// @ts-ignore: decorator
@inline
export function mustGiveWay(hart: Hart): bool {
  return readFlag(changetype<usize>(hart) + offsetof<Hart>('giveWay')) != 0
}

/** The outside has something to do for a device: the sooner it begins, the better. */
// @ts-ignore: decorator
@inline
export function hasPosted(guest: Guest): bool {
  const table = ioTable(guest)
  return (table.waiting | table.ready) != 0
}

/**
 * Brings time and the timer lines up to now: those of all harts where they take turns, else the hart's own. Devices that have more to do for
 * their queues go on.
 */
function refreshTime(guest: Guest, hart: Hart): void {
  advanceClock(guest, hart)
  lockGuest(guest)
  if (isVirtual(guest)) updateTimers(guest)
  else updateTimersOf(guest, hart)
  rtcTick(guest)
  unlockGuest(guest)
  // A hart that runs meanwhile may have the pages in its TLBs that a device copies, or takes away.
  const isAlone = guest.isParallel != 0 && guest.virtioPending != 0 && (guest.sharesPages != 0 || hasPagesToTake(guest))
  if (isAlone) beginExclusive(guest)
  serveDevices(guest)
  if (isAlone) endExclusive(guest)
  serveNetwork(guest)
}

/** Runs the hart up to `end`, to the next event, or to an exit that somebody has to answer; returns how many exits there were, that one with them. */
function runSlice(guest: Guest, hart: Hart, end: u64): u64 {
  const slice = isVirtual(guest)
    ? instructionsUntil(guest, nextEventTick(guest))
    : instructionsToward(guest, nextEventTickOf(guest, hart))
  hart.limit = min<u64>(end, hart.retired + slice)
  refreshMode(hart)
  let exits: u64 = 0
  do {
    hart.limit = min<u64>(hart.limit, end - exits)
    if (hasMail()) readMail()
    hart.attention = Attention.none
    run(guest, hart)
    hart.pc = currentPc(hart)
    if (isExit(hart.attention)) exits += 1
  } while (goesOnAtOnce(guest, hart, end - exits))
  return exits
}

/**
 * Answers an exit for which the clock and the devices need not be looked at, as kernels have them at every step: traps and returns from them, fences, accesses to
 * the user's memory. False when the slice is over, an interrupt is due, or the exit is another.
 */
function goesOnAtOnce(guest: Guest, hart: Hart, end: u64): bool {
  const attention = hart.attention
  if (attention != Attention.resume && attention != Attention.trap) return false
  count(hart, attention)
  hart.attention = Attention.none
  if (attention == Attention.trap && !trap(guest, hart)) return false
  return hart.retired < min<u64>(hart.limit, end) && pendingInterrupt(hart) < 0 && !mustGiveWay(hart)
}

function instructionsToward(guest: Guest, tick: u64): u64 {
  const now = guest.timeNs / NS_PER_TICK
  if (tick <= now) return SHORTEST_SLICE
  const share = min<u64>(tick - now, LONGEST_SLICE) * NS_PER_TICK / DEADLINE_SHARE
  return min<u64>(max<u64>(share, SHORTEST_SLICE), LONGEST_SLICE)
}

/** Answers why the loop was left; false when the turn is over. */
function answerExit(guest: Guest, hart: Hart): bool {
  const attention = hart.attention
  count(hart, attention)
  switch (attention) {
    case Attention.trap:
      return trap(guest, hart)
    case Attention.mmio:
      reachDevice(guest, hart)
      wakeSiblings(guest, hart)
      return hart.attention == Attention.trap ? trap(guest, hart) : true
    case Attention.sbi: {
      const goesOn = callSbi(guest, hart)
      wakeSiblings(guest, hart)
      return goesOn
    }
    case Attention.wait:
      hart.waiting = 1
      return false
    case Attention.htif:
      advanceClock(guest, hart)
      lockGuest(guest)
      htifPoll(guest, tohost(guest))
      unlockGuest(guest)
      hart.mmioState = MmioState.htifDone
      return true
    case Attention.exclusive:
      return executeAlone(guest, hart)
    case Attention.memory:
      return findMemory(guest, hart)
    default:
      return true
  }
}

/** The loop was left, so pages may be taken away from whomever. With none to take the guest waits until somebody gives some back. */
function findMemory(guest: Guest, hart: Hart): bool {
  const it = allocationOf(guest)
  if (it.isLost != 0) return false
  leaveGuest(guest)
  stopHost()
  const isFound = makeRoom(guest)
  if (!isFound) {
    it.waits = 1
    it.stalls += 1
  }
  resumeHost()
  enterGuest(guest)
  runsHart(hart)
  return isFound
}

/** A device may store to a page that has to be copied first, or take pages away: where harts run at the same time, none may use them then. */
function reachDevice(guest: Guest, hart: Hart): void {
  const isAlone = guest.isParallel != 0 && (guest.sharesPages != 0 || isAtBalloon(guest, hart.mmioGpa))
  if (isAlone) beginExclusive(guest)
  accessDevice(guest, hart)
  serveNetwork(guest)
  if (isAlone) endExclusive(guest)
}

function isAtBalloon(guest: Guest, gpa: u64): bool {
  const slot = (gpa - VIRTIO_MMIO_BASE) >> PAGE_SHIFT
  return gpa >= VIRTIO_MMIO_BASE && slot < VIRTIO_MMIO_DEVICES && takesPages(guest, <u32>slot)
}

/** Executes the instruction again while no other hart of the guest runs. */
function executeAlone(guest: Guest, hart: Hart): bool {
  beginExclusive(guest)
  hart.isExclusive = 1
  hart.limit = hart.retired + 1
  hart.attention = Attention.none
  refreshMode(hart)
  clearKick(hart)
  run(guest, hart)
  hart.pc = currentPc(hart)
  hart.isExclusive = 0
  endExclusive(guest)
  return answerExit(guest, hart)
}

/** The address is what an ELF says: at the edge of RAM, or across pages, there is nothing to answer. */
function tohost(guest: Guest): u64 {
  const gpa = guest.tohostGpa
  return (gpa & 7) == 0 && guestIsRam(guest, gpa, 8) ? load<u64>(readPointer(guest, gpa)) : 0
}

function trap(guest: Guest, hart: Hart): bool {
  hart.mmioState = MmioState.none
  if (hart.retired != hart.trapMark) {
    hart.trapMark = hart.retired
    hart.barren = 0
  }
  hart.barren += 1
  if (hart.barren > TRAP_LOOP) {
    crash(guest, hart, CrashReason.trapLoop)
    return false
  }
  takeTrap(hart, hart.trapCause, hart.trapTval)
  return true
}

/** The ECALL retires before it is answered, so that the answer may send the hart elsewhere. */
function callSbi(guest: Guest, hart: Hart): bool {
  advanceClock(guest, hart)
  hart.pc += ECALL_BYTES
  hart.codePtr = 0
  hart.retired += 1
  sbiCall(guest, hart)
  return hart.hsm == HsmState.started && hart.waiting == 0
}

function crash(guest: Guest, hart: Hart, reason: u32): void {
  guest.ended = GuestEnd.crash
  guest.crashHart = hart.id
  if (guest.crashReason != CrashReason.pageLost) guest.crashReason = reason
}

function count(hart: Hart, attention: u32): void {
  const counter = changetype<usize>(hart) + (attention << 3)
  store<u64>(counter, load<u64>(counter, HART_EXITS) + 1, HART_EXITS)
}
