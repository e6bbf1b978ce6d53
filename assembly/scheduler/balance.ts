/** Work that others have too much of comes to a physical CPU: at once when it has none, and from time to time by weight. */
import { Pcpu, Vcpu } from '../abi/layout.gen'
import { host } from '../memory/host'
import { mayRunOn } from './group'
import { at } from './order'
import { BALANCE_NS, goesByMonotonicClock, lockBothQueues, pcpuOf, unlockBothQueues } from './pcpu'
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

/**
 * Takes a vCPU from the heaviest queue where that makes the two more even, or as uneven the other way round: then they take turns in being the
 * one that is better off. It is the one that has been there longest.
 */
export function balanceWork(pcpu: Pcpu, now: u64): void {
  if (host().pcpuCount == 1 || now < pcpu.balanceNs) return
  pcpu.balanceNs = now + BALANCE_NS
  let heaviest = pcpu
  for (let i: u32 = 0; i < host().pcpuCount; i++) if (pcpuOf(i).weight > heaviest.weight) heaviest = pcpuOf(i)
  if (heaviest != pcpu && isSpare(heaviest)) takeFrom(heaviest, pcpu, heaviest.weight - pcpu.weight)
}

/** A hint, read without the lock: does the queue have more than its CPU can run now? */
function isSpare(pcpu: Pcpu): bool {
  return pcpu.readyCount + (pcpu.current != 0 ? 1 : 0) > 1
}

function takeFrom(other: Pcpu, pcpu: Pcpu, mostWeight: u64): bool {
  lockBothQueues(other, pcpu)
  const vcpu = isSpare(other) ? longestThere(other, pcpu, mostWeight) : changetype<Vcpu>(0)
  const found = changetype<usize>(vcpu) != 0
  if (found) moveReady(other, pcpu, vcpu)
  unlockBothQueues(other, pcpu)
  return found
}

/** Where time is the guests' own, a CPU that is busy at an earlier moment must not take what ran elsewhere until a later one. */
function longestThere(other: Pcpu, pcpu: Pcpu, mostWeight: u64): Vcpu {
  const latestNs = pcpu.readyCount == 0 || goesByMonotonicClock() ? u64.MAX_VALUE : pcpu.clockNs
  let found = changetype<Vcpu>(0)
  for (let i: u32 = 0; i < other.readyCount; i++) {
    const vcpu = at(other.ready, i)
    if (vcpu.home != 0 || vcpu.weight > mostWeight || vcpu.availableNs > latestNs || !mayRunOn(vcpu, pcpu.index)) continue
    if (changetype<usize>(found) == 0 || vcpu.arrivedNs < found.arrivedNs) found = vcpu
  }
  return found
}
