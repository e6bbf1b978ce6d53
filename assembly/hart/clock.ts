/**
 * Guest time as a hart sees it.
 *
 * Real: the embedder's monotonic clock. Virtual: guest.timeNs stands for hart.clockMark instructions, and every
 * instruction retired since adds one period, so that time depends on the instruction stream alone.
 */
import { Guest, Hart, NS_PER_TICK } from '../abi/layout.gen'
import { raise64 } from '../lib/shared-word'

// @ts-ignore: decorator
@external('env', 'monotonicNs')
declare function monotonicNs(): f64

/** Periods are told in 1/1024 ns. */
const PERIOD_SHIFT: u64 = 10
/** Guest time, in nanoseconds, ends behind this tick: a later timer never goes off. */
export const LAST_TICK: u64 = u64.MAX_VALUE / NS_PER_TICK
/** More instructions than a run has, and few enough to be told in 1/1024 ns. */
const FOREVER: u64 = u64.MAX_VALUE >> 12

const enum Clock {
  real = 0,
  virtual = 1,
}

// @ts-ignore: decorator
@inline
export function isVirtual(guest: Guest): bool {
  return guest.clock == Clock.virtual
}

/** Ticks of `time` now. */
export function currentTick(hart: Hart): u64 {
  return currentNs(hart) / NS_PER_TICK
}

export function currentNs(hart: Hart): u64 {
  const guest = changetype<Guest>(<usize>hart.guest)
  if (isVirtual(guest)) return guest.timeNs + (((hart.retired - hart.clockMark) * guest.virtualNsPerInstruction) >> PERIOD_SHIFT)
  const now = realNs(guest)
  // Harts on several CPUs see one time, which no clock of a thread takes back.
  return guest.isParallel != 0 ? raise64(timeOf(guest), now) : now
}

// @ts-ignore: decorator
@inline
function timeOf(guest: Guest): usize {
  return changetype<usize>(guest) + offsetof<Guest>('timeNs')
}

/** Brings guest.timeNs up to what `hart` sees. */
export function advanceClock(guest: Guest, hart: Hart): void {
  const now = currentNs(hart)
  if (guest.isParallel == 0) guest.timeNs = now
  hart.clockMark = hart.retired
}

/** Instructions that fit before `tick` under the virtual clock, at least one. */
export function instructionsUntil(guest: Guest, tick: u64): u64 {
  if (tick > LAST_TICK) return FOREVER
  const now = guest.timeNs
  const then = tick * NS_PER_TICK
  if (then <= now || guest.virtualNsPerInstruction == 0) return 1
  if (then - now > FOREVER) return FOREVER
  const periods = ((then - now) << PERIOD_SHIFT) + guest.virtualNsPerInstruction - 1
  return periods / guest.virtualNsPerInstruction
}

export function pauseClock(guest: Guest): void {
  if (!isVirtual(guest)) raise64(timeOf(guest), realNs(guest))
}

export function resumeClock(guest: Guest): void {
  if (!isVirtual(guest)) guest.clockBaseNs = <i64>monotonicNs() - <i64>guest.timeNs
}

function realNs(guest: Guest): u64 {
  const elapsed = <i64>monotonicNs() - guest.clockBaseNs
  return <u64>max<i64>(elapsed, <i64>guest.timeNs)
}
