/**
 * A guest on the virtual clock, scheduled as a whole: its harts take turns, and rounds of turns end at the same instruction in every run, however
 * the scheduler cuts them. Between two rounds the outside looks at the guest's console.
 *
 *     round (so many instructions of each hart)
 *     | pass: hart 0, hart 1, ... a turn each | pass | ... | nobody can run: the round is over
 */
import { Guest, GuestEnd, NS_PER_TICK, RunResult } from '../abi/layout.gen'
import { isVirtual, pauseClock } from '../hart/clock'
import { rtcTick } from '../devices/rtc/index'
import { updateTimers } from '../irq/aclint'
import { allocationOf } from '../memory/allocation'
import { endMemoryWait } from '../memory/reclaim'
import { hartOf } from '../memory/tlb'
import { hsmResume } from '../sbi/index'
import { groupOf } from '../scheduler/group'
import { nextEventTick } from './alarm'
import { serveNetwork } from './network'
import { hasPosted, mustGiveWay, runHart } from './vcpu'
import { serveDevices } from './virtio'
import { anyCanRun, canRun } from './wake'

const NEVER: u64 = u64.MAX_VALUE
/** With several harts a turn is short, so that a hart that waits for another one does not wait long. */
const SHARED_TURN: u64 = 20_000

/** The next round begins with hart 0. */
export function resetRounds(guest: Guest): void {
  const group = groupOf(guest)
  group.isRoundOver = 0
  group.sleepEndNs = NEVER
  guest.roundLeft = NEVER
}

function beginRound(guest: Guest, instructions: u64): void {
  guest.roundLeft = instructions
  guest.passTurn = 0
  guest.turnHart = u32.MAX_VALUE
  guest.passRan = 1
}

/** Goes on with the round for at most `budget` instructions; how many were used. At its end group.isRoundOver is set. */
export function continueRound(guest: Guest, budget: u64): u64 {
  const group = groupOf(guest)
  let used: u64 = 0
  if (guest.roundLeft == NEVER) beginRound(guest, group.roundInstructions)
  while (used < budget && guest.ended == GuestEnd.none && !waitsForMemory(guest)) {
    if (guest.turnHart >= guest.harts && !beginPass(guest)) {
      endRound(guest)
      break
    }
    used += continueTurn(guest, budget - used)
    if (hasPosted(guest)) {
      endRound(guest)
      break
    }
    if (mustGiveWay(hartOf(guest, 0))) break
  }
  return used
}

/** The outside looks at the guest: a round is over, or a device asked for something, at the same instruction in every run. */
function endRound(guest: Guest): void {
  guest.roundLeft = NEVER
  groupOf(guest).isRoundOver = 1
}

/** Runs a guest that no physical CPU has, for a round of so many instructions of each hart; a RunResult. */
export function runRound(guest: Guest, instructions: u64): u32 {
  const group = groupOf(guest)
  if (waitsForMemory(guest) && !endMemoryWait(guest)) return RunResult.idle
  if (isNobodyReady(guest) && !passesIdleTime(guest)) return RunResult.idle
  guest.rounds += 1
  beginRound(guest, instructions)
  group.isRoundOver = 0
  while (group.isRoundOver == 0 && guest.ended == GuestEnd.none && !waitsForMemory(guest)) continueRound(guest, NEVER)
  if (waitsForMemory(guest)) return RunResult.idle
  group.isRoundOver = 0
  return guest.ended != GuestEnd.none ? RunResult.ended : RunResult.busy
}

/** The guest stands still then, in the middle of a turn, and so does its time. */
// @ts-ignore: decorator
@inline
export function waitsForMemory(guest: Guest): bool {
  return allocationOf(guest).waits != 0
}

function isNobodyReady(guest: Guest): bool {
  return !anyCanRun(guest) && idleNs(guest) != 0
}

/** Under the virtual clock the time of the next timer comes at once. */
function passesIdleTime(guest: Guest): bool {
  if (guest.wakeTick == NEVER || !isVirtual(guest)) return false
  passIdleTime(guest)
  return true
}

/** False when the round is over: its instructions are used, or nobody ran in the last pass. */
function beginPass(guest: Guest): bool {
  if (guest.roundLeft == 0 || guest.passRan == 0) return false
  guest.passTurn = guest.harts == 1 ? guest.roundLeft : min<u64>(guest.roundLeft, SHARED_TURN)
  guest.roundLeft -= guest.passTurn
  guest.passRan = 0
  beginTurn(guest, 0)
  return true
}

function beginTurn(guest: Guest, hart: u32): void {
  guest.turnHart = hart
  guest.turnLeft = guest.passTurn
  if (hart < guest.harts && guest.harts > 1) hartOf(guest, hart).reservationGpa = NEVER
}

/** A turn ends when it is used up or the hart waits; then it is the next one's. */
function continueTurn(guest: Guest, budget: u64): u64 {
  const hart = hartOf(guest, guest.turnHart)
  let used: u64 = 0
  if (canRun(hart)) {
    if (hart.waiting != 0) hsmResume(hart)
    guest.passRan = 1
    used = runLimited(guest, guest.turnHart, min<u64>(budget, guest.turnLeft))
    guest.turnLeft -= min<u64>(used, guest.turnLeft)
    if (waitsForMemory(guest)) return used
    if (guest.turnLeft != 0 && hart.waiting == 0 && canRun(hart)) return used
  }
  beginTurn(guest, guest.turnHart + 1)
  return used
}

/** Runs the hart, and ends the guest when its instructions are used up. */
export function runLimited(guest: Guest, index: u32, instructions: u64): u64 {
  const hart = hartOf(guest, index)
  const before = hart.retired
  const used = runHart(guest, hart, min<u64>(instructions, guest.instructionsLeft))
  if (guest.instructionsLeft == NEVER) return used
  guest.instructionsLeft -= min<u64>(guest.instructionsLeft, hart.retired - before)
  if (guest.instructionsLeft == 0 && guest.ended == GuestEnd.none) guest.ended = GuestEnd.instructionLimit
  return used
}

/** Brings timers and alarms up to now while no hart runs. */
export function refreshTimers(guest: Guest): void {
  if (!isVirtual(guest)) pauseClock(guest)
  updateTimers(guest)
  rtcTick(guest)
  serveDevices(guest)
  serveNetwork(guest)
}

/** Nanoseconds of guest time until the next timer of a guest whose harts all wait; 0 when one can run, all ones when there is no timer. */
export function idleNs(guest: Guest): u64 {
  refreshTimers(guest)
  if (anyCanRun(guest)) return 0
  guest.wakeTick = nextEventTick(guest)
  if (guest.wakeTick == NEVER) return NEVER
  return max<u64>(guest.wakeTick * NS_PER_TICK, guest.timeNs + 1) - guest.timeNs
}

/** The time of that timer has come. */
export function passIdleTime(guest: Guest): void {
  guest.timeNs = max<u64>(guest.timeNs, guest.wakeTick * NS_PER_TICK)
  refreshTimers(guest)
}
