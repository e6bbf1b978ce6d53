/** Work that others have too much of comes to a physical CPU: at once when it has none, for which it is woken, and from time to time by weight. */
import { Pcpu, Vcpu } from '../abi/layout.gen'
import { host } from '../memory/host'
import { mayRunOn } from './group'
import { at } from './order'
import { BALANCE_NS, lockBothQueues, lockQueue, pcpuOf, ringPcpu, unlockBothQueues, unlockQueue } from './pcpu'
import { moveReady } from './place'

/** Takes a ready vCPU from a queue that has another one besides; false when there is none. */
export function stealWork(pcpu: Pcpu): bool {
  const count = host().pcpuCount
  for (let i: u32 = 1; i < count; i++) {
    const other = pcpuOf((pcpu.index + i) % count)
    if (isSpare(other) && takeFrom(other, pcpu, u64.MAX_VALUE)) return true
  }
  return false
}

/** Where CPUs have threads of their own: rings one that sleeps, when there is a vCPU here that waits and might run there. */
export function offerWork(pcpu: Pcpu): void {
  const count = host().pcpuCount
  for (let i: u32 = 1; i < count; i++) {
    const other = pcpuOf((pcpu.index + i) % count)
    if (!isIdle(other) || !hasWorkFor(pcpu, other)) continue
    lockQueue(other)
    ringPcpu(other)
    unlockQueue(other)
    return
  }
}

/** A hint, read without the lock. */
function isIdle(pcpu: Pcpu): bool {
  return pcpu.current == 0 && pcpu.readyCount == 0
}

function hasWorkFor(pcpu: Pcpu, other: Pcpu): bool {
  lockQueue(pcpu)
  const has = changetype<usize>(mostFavoured(pcpu, other, u64.MAX_VALUE)) != 0
  unlockQueue(pcpu)
  return has
}

/**
 * Takes a vCPU from a queue where that makes the two more even, or as uneven the other way round: then they take turns in being better off. Those
 * here had it better until now; who stays behind there has it better from now on, so that is the one whose last time was longest ago.
 */
export function balanceWork(pcpu: Pcpu, now: u64): void {
  if (host().pcpuCount == 1 || now < pcpu.balanceNs) return
  pcpu.balanceNs = now + BALANCE_NS
  const other = neediest(pcpu)
  if (other == pcpu) return
  favour(pcpu, now)
  if (takeFrom(other, pcpu, other.weight - pcpu.weight)) other.balanceNs = pcpu.balanceNs
}

/** The queue, heavier than this one, with the vCPU that was favoured longest ago; this one when there is none. */
function neediest(pcpu: Pcpu): Pcpu {
  let found = pcpu
  let earliest: u64 = u64.MAX_VALUE
  for (let i: u32 = 1; i < host().pcpuCount; i++) {
    const other = pcpuOf((pcpu.index + i) % host().pcpuCount)
    if (other.weight <= pcpu.weight || !isSpare(other)) continue
    const favoured = leastFavoured(other)
    if (favoured >= earliest) continue
    earliest = favoured
    found = other
  }
  return found
}

function leastFavoured(pcpu: Pcpu): u64 {
  let earliest: u64 = u64.MAX_VALUE - 1
  lockQueue(pcpu)
  for (let i: u32 = 0; i < pcpu.readyCount; i++) earliest = min<u64>(earliest, at(pcpu.ready, i).favouredNs)
  unlockQueue(pcpu)
  return earliest
}

function favour(pcpu: Pcpu, now: u64): void {
  lockQueue(pcpu)
  for (let i: u32 = 0; i < pcpu.readyCount; i++) at(pcpu.ready, i).favouredNs = now
  unlockQueue(pcpu)
}

/** A hint, read without the lock: does the queue have more than its CPU can run now? */
function isSpare(pcpu: Pcpu): bool {
  return pcpu.readyCount + (pcpu.current != 0 ? 1 : 0) > 1
}

function takeFrom(other: Pcpu, pcpu: Pcpu, mostWeight: u64): bool {
  lockBothQueues(other, pcpu)
  const vcpu = isSpare(other) ? mostFavoured(other, pcpu, mostWeight) : changetype<Vcpu>(0)
  const found = changetype<usize>(vcpu) != 0
  if (found) moveReady(other, pcpu, vcpu)
  unlockBothQueues(other, pcpu)
  return found
}

function mostFavoured(other: Pcpu, pcpu: Pcpu, mostWeight: u64): Vcpu {
  let found = changetype<Vcpu>(0)
  for (let i: u32 = 0; i < other.readyCount; i++) {
    const vcpu = at(other.ready, i)
    if (vcpu.home != 0 || vcpu.weight > mostWeight || !mayRunOn(vcpu, pcpu.index)) continue
    if (changetype<usize>(found) == 0 || isBefore(vcpu, found)) found = vcpu
  }
  return found
}

/** Favoured last, or among equals here longest. */
function isBefore(vcpu: Vcpu, other: Vcpu): bool {
  return vcpu.favouredNs == other.favouredNs ? vcpu.arrivedNs < other.arrivedNs : vcpu.favouredNs > other.favouredNs
}
