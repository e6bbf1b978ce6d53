/** A guest's round: its harts take turns on the one thread, each for the same number of instructions. */
import { Guest, GuestEnd, Hart, HsmState, NS_PER_TICK, RunResult } from '../abi/layout.gen'
import { isVirtual, pauseClock } from '../hart/clock'
import { hasWakeup } from '../hart/interrupt'
import { updateTimers } from '../irq/aclint'
import { rtcTick } from '../devices/rtc/index'
import { hartOf } from '../memory/tlb'
import { hsmResume } from '../sbi/index'
import { nextEventTick, runHart } from './vcpu'

const NEVER: u64 = u64.MAX_VALUE
/** With several harts a turn is short, so that a hart that waits for another one does not wait long. */
const SHARED_TURN: u64 = 20_000

/** Runs every hart up to `instructions` times; a RunResult. */
export function runRound(guest: Guest, instructions: u64): u32 {
  guest.rounds += 1
  let left = instructions
  while (left > 0 && guest.ended == GuestEnd.none) {
    const turn = guest.harts == 1 ? left : min<u64>(left, SHARED_TURN)
    if (!runTurns(guest, turn) && !passIdleTime(guest)) return RunResult.idle
    left -= turn
  }
  if (guest.ended != GuestEnd.none) return RunResult.ended
  return RunResult.busy
}

/** One turn for each hart that can run; false when none could. */
function runTurns(guest: Guest, instructions: u64): bool {
  let ran = false
  for (let i: u32 = 0; i < guest.harts && guest.ended == GuestEnd.none; i++) {
    const hart = hartOf(guest, i)
    if (!isRunnable(hart)) continue
    if (guest.harts > 1) hart.reservationGpa = NEVER
    runHart(guest, hart, instructions)
    ran = true
  }
  return ran
}

function isRunnable(hart: Hart): bool {
  if (hart.hsm == HsmState.stopped) return false
  if (hart.waiting == 0) return true
  if (!hasWakeup(hart)) return false
  hsmResume(hart)
  return true
}

/**
 * Every hart waits. Under the virtual clock time goes straight to the next timer; under the real one the host sleeps
 * until guest.wakeTick. False when there is nothing to do before then.
 */
function passIdleTime(guest: Guest): bool {
  refresh(guest)
  if (anyWakeup(guest)) return true
  guest.wakeTick = nextEventTick(guest)
  if (guest.wakeTick == NEVER || !isVirtual(guest)) return false
  guest.timeNs = max<u64>(guest.timeNs, guest.wakeTick * NS_PER_TICK)
  refresh(guest)
  return true
}

function refresh(guest: Guest): void {
  if (!isVirtual(guest)) pauseClock(guest)
  updateTimers(guest)
  rtcTick(guest)
}

function anyWakeup(guest: Guest): bool {
  for (let i: u32 = 0; i < guest.harts; i++) {
    const hart = hartOf(guest, i)
    if (hart.hsm != HsmState.stopped && hasWakeup(hart)) return true
  }
  return false
}
