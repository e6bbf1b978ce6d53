/** The physical CPUs of the host: their making, their locks and their clocks. */
import { MOST_VCPUS, PCPU_BYTES, Pcpu, PERIOD_NS } from '../abi/layout.gen'
import { acquireLock, countDoorbell, releaseLock, wakeAtDoorbell } from '../lib/lock'
import { allocateExtent } from '../memory/extents'
import { host } from '../memory/host'

// @ts-ignore: decorator
@external('env', 'monotonicNs')
declare function monotonicNs(): f64

export const NEVER: u64 = u64.MAX_VALUE
const ARRAY_BYTES: u32 = MOST_VCPUS * 4
/** Time between two looks at what other queues have. */
export const BALANCE_NS: u64 = 4_000_000

/** Makes `count` physical CPUs; false when there is no memory for them. */
export function createPcpus(count: u32, isShared: bool): bool {
  const it = host()
  it.pcpus = <u32>allocateExtent(count * PCPU_BYTES)
  if (it.pcpus == 0) return false
  it.pcpuCount = count
  it.isShared = isShared ? 1 : 0
  for (let i: u32 = 0; i < count; i++) if (!createPcpu(i)) return false
  return true
}

function createPcpu(index: u32): bool {
  const pcpu = pcpuOf(index)
  pcpu.index = index
  pcpu.ready = <u32>allocateExtent(ARRAY_BYTES)
  pcpu.timers = <u32>allocateExtent(ARRAY_BYTES)
  pcpu.balanceNs = BALANCE_NS
  pcpu.clockNs = goesByMonotonicClock() ? realNs() : 0
  return pcpu.ready != 0 && pcpu.timers != 0
}

// @ts-ignore: decorator
@inline
export function pcpuOf(index: u32): Pcpu {
  return changetype<Pcpu>(<usize>host().pcpus + index * PCPU_BYTES)
}

export function lockQueue(pcpu: Pcpu): void {
  acquireLock(changetype<usize>(pcpu) + offsetof<Pcpu>('lock'))
}

/** Whom the CPU's thread was woken for it must find unlocked: it could get the processor that this thread had. */
export function unlockQueue(pcpu: Pcpu): void {
  const isRung = pcpu.isRung != 0
  pcpu.isRung = 0
  releaseLock(changetype<usize>(pcpu) + offsetof<Pcpu>('lock'))
  if (isRung) wakeAtDoorbell(changetype<usize>(pcpu) + offsetof<Pcpu>('doorbell'))
}

/** Two queues at once are always locked in the order of their numbers. */
export function lockBothQueues(one: Pcpu, other: Pcpu): void {
  lockQueue(one.index < other.index ? one : other)
  lockQueue(one.index < other.index ? other : one)
}

export function unlockBothQueues(one: Pcpu, other: Pcpu): void {
  unlockQueue(one)
  unlockQueue(other)
}

/** The thread of that CPU, should it sleep, looks at its queue once that is unlocked. */
export function ringPcpu(pcpu: Pcpu): void {
  countDoorbell(changetype<usize>(pcpu) + offsetof<Pcpu>('doorbell'))
  pcpu.isRung = 1
}

/**
 * Physical CPUs go by the monotonic clock. Only where one thread runs all of them, and every running guest has the virtual clock, time is what
 * the guests' instructions take: the CPUs run side by side in that time, and a moment at which all of them wait is over at once.
 */
// @ts-ignore: decorator
@inline
export function goesByMonotonicClock(): bool {
  return host().isShared != 0 || host().realGuests != 0
}

/** Monotonic time as the physical CPUs count it. */
export function realNs(): u64 {
  return <u64>(<i64>monotonicNs() + host().timelineBaseNs)
}

/** The embedder's monotonic clock. */
export function monotonic(): u64 {
  return <u64>monotonicNs()
}

export function pcpuNow(pcpu: Pcpu): u64 {
  return goesByMonotonicClock() ? max<u64>(realNs(), pcpu.clockNs) : pcpu.clockNs
}

/** The moment at which something comes from outside. */
export function outsideNs(): u64 {
  return goesByMonotonicClock() ? realNs() : latestClock()
}

/** A running guest on the real clock came, or the last one goes: time goes on from the latest moment that a CPU has seen. */
export function changeRealGuests(change: i32): void {
  const it = host()
  const before = goesByMonotonicClock()
  const now = before ? max<u64>(realNs(), latestClock()) : latestClock()
  it.realGuests += change
  if (goesByMonotonicClock() == before) return
  if (!before) it.timelineBaseNs = <i64>now - <i64>monotonic()
  for (let i: u32 = 0; i < it.pcpuCount; i++) pcpuOf(i).clockNs = now
}

function latestClock(): u64 {
  let latest: u64 = 0
  for (let i: u32 = 0; i < host().pcpuCount; i++) latest = max<u64>(latest, pcpuOf(i).clockNs)
  return latest
}

/** The period that a moment is in; all CPUs have the same ones. */
// @ts-ignore: decorator
@inline
export function periodOf(ns: u64): u64 {
  return ns / PERIOD_NS
}
