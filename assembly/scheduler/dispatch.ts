/** The turn of a vCPU on a physical CPU: who is next and for how long, and what follows when it is over. */
import { Hart, Pcpu, Vcpu, VcpuState } from '../abi/layout.gen'
import { setFlag } from '../lib/lock'
import { host } from '../memory/host'
import { budgetBackNs, isLimited, takeBudget, useBudget } from './budget'
import { costop, leadLeft, resumeSiblings } from './costop'
import { enterState, groupOfVcpu, rewindState } from './group'
import { at, insertReady, removeReady, removeTimer } from './order'
import { BALANCE_NS, goesByMonotonicClock, lockQueue, monotonic, NEVER, pcpuNow, unlockQueue } from './pcpu'
import { belongsOn, readyVcpu } from './place'
import { dequeue, enqueue, waitUntil } from './queue'
import { isAvailable, reservedLeft, reservedVcpu, untilNextPeriod, useReservation } from './reservation'
import { chargeTime, leaveTime, queueTime, requestLeft, SLICE_NS } from './virtual-time'

/**
 * Brings the CPU's clock up to now: since it was here last, it had nothing to do, or its thread was elsewhere. Where time is the guests' own, a
 * CPU that has nothing to do comes to its next moment.
 */
export function enterPcpu(pcpu: Pcpu): void {
  pcpu.seenNs = monotonic()
  const now = goesByMonotonicClock() ? pcpuNow(pcpu) : ownMoment(pcpu)
  const elapsed = now - pcpu.clockNs
  if (pcpu.readyCount == 0) pcpu.idleNs += elapsed
  else pcpu.stealNs += elapsed
  pcpu.clockNs = now
}

function ownMoment(pcpu: Pcpu): u64 {
  const moment = nextMoment(pcpu)
  return moment == NEVER ? pcpu.clockNs : moment
}

/** The vCPU that runs now, with its quantumNs; 0 when nothing can. */
export function nextVcpu(pcpu: Pcpu): Vcpu {
  lockQueue(pcpu)
  if (!goesByMonotonicClock() && pcpu.readyCount != 0) awaitAvailable(pcpu)
  const now = pcpu.clockNs
  fireTimers(pcpu, now)
  let vcpu = pick(pcpu, now)
  while (changetype<usize>(vcpu) != 0 && !grant(pcpu, vcpu, now)) vcpu = pick(pcpu, now)
  if (changetype<usize>(vcpu) != 0) begin(pcpu, vcpu, now)
  unlockQueue(pcpu)
  return vcpu
}

/** Where time is the guests' own, who came from a CPU that is further is not there yet; when nobody is, the CPU waits. */
function awaitAvailable(pcpu: Pcpu): void {
  let earliest = NEVER
  for (let i: u32 = 0; i < pcpu.readyCount && earliest > pcpu.clockNs; i++) earliest = min<u64>(earliest, at(pcpu.ready, i).availableNs)
  if (earliest <= pcpu.clockNs) return
  pcpu.idleNs += earliest - pcpu.clockNs
  pcpu.clockNs = earliest
}

/** Those whose moment has come are ready. */
function fireTimers(pcpu: Pcpu, now: u64): void {
  while (pcpu.timerCount > 0 && at(pcpu.timers, 0).timerNs <= now) {
    const vcpu = at(pcpu.timers, 0)
    removeTimer(pcpu, vcpu)
    if (vcpu.state == VcpuState.wait) pcpu.wakeups += 1
    enqueue(pcpu, vcpu, now)
  }
}

/** Reservations first; then, of those that are owed time, the one with the earliest deadline. */
function pick(pcpu: Pcpu, now: u64): Vcpu {
  if (pcpu.reservedVcpus != 0) {
    const reserved = reservedVcpu(pcpu, now)
    if (changetype<usize>(reserved) != 0) return reserved
  }
  if (pcpu.readyCount == 0) return changetype<Vcpu>(0)
  const time = queueTime(pcpu)
  let first = changetype<Vcpu>(0)
  for (let i: u32 = 0; i < pcpu.readyCount; i++) {
    const vcpu = at(pcpu.ready, i)
    if (!isAvailable(vcpu, now)) continue
    if (vcpu.virtualTime - time <= 0) return vcpu
    if (changetype<usize>(first) == 0) first = vcpu
  }
  return first
}

/** Fixes how long it runs; false when its siblings or its guest's limit do not let it, and it waits for that. */
function grant(pcpu: Pcpu, vcpu: Vcpu, now: u64): bool {
  vcpu.quantumNs = quantum(pcpu, vcpu, now)
  vcpu.takenNs = 0
  const group = groupOfVcpu(vcpu)
  if (group.vcpus > 1 && reservedLeft(vcpu, now) == 0) {
    vcpu.quantumNs = min<u64>(vcpu.quantumNs, leadLeft(vcpu))
    if (vcpu.quantumNs == 0) {
      costop(pcpu, vcpu, now)
      return false
    }
  }
  if (!isLimited(group)) return true
  vcpu.takenNs = takeBudget(group, now, vcpu.quantumNs)
  vcpu.quantumNs = vcpu.takenNs
  if (vcpu.takenNs != 0) return true
  dequeue(pcpu, vcpu, VcpuState.throttled, now)
  waitUntil(pcpu, vcpu, max<u64>(budgetBackNs(group), now + 1))
  return false
}

function quantum(pcpu: Pcpu, vcpu: Vcpu, now: u64): u64 {
  let ns = NEVER
  if (pcpu.readyCount > 1) {
    const reserved = reservedLeft(vcpu, now)
    ns = reserved != 0 ? reserved : requestLeft(vcpu)
  }
  if (pcpu.timerCount > 0) ns = min<u64>(ns, at(pcpu.timers, 0).timerNs - now)
  if (pcpu.reservedVcpus != 0) ns = min<u64>(ns, untilNextPeriod(now))
  if (host().pcpuCount > 1) ns = min<u64>(ns, goesByMonotonicClock() ? BALANCE_NS : SLICE_NS)
  return ns
}

function begin(pcpu: Pcpu, vcpu: Vcpu, now: u64): void {
  removeReady(pcpu, vcpu)
  rewindState(vcpu, now)
  enterState(vcpu, VcpuState.run, now)
  setFlag(<usize>vcpu.hart + offsetof<Hart>('giveWay'), 0)
  vcpu.switches += 1
  pcpu.switches += 1
  setFlag(changetype<usize>(pcpu) + offsetof<Pcpu>('current'), <u32>changetype<usize>(vcpu))
}

/** The running vCPU used `usedNs`, and the CPU's clock goes on by as much. */
export function chargeRun(pcpu: Pcpu, vcpu: Vcpu, usedNs: u64): void {
  const group = groupOfVcpu(vcpu)
  lockQueue(pcpu)
  reservedLeft(vcpu, pcpu.clockNs)
  useReservation(vcpu, usedNs)
  pcpu.clockNs += usedNs
  pcpu.busyNs += usedNs
  if (isLimited(group) || vcpu.takenNs != 0) useBudget(group, vcpu.takenNs, usedNs, pcpu.clockNs)
  chargeTime(pcpu, vcpu, usedNs)
  vcpu.progressNs += usedNs
  vcpu.availableNs = pcpu.clockNs
  unlockQueue(pcpu)
}

/**
 * The run is over. The vCPU is `ready` for more, or in `wait` until `timerNs`, or `off`, which it is in any case when its guest does not run any
 * more. One that must not be here any more goes elsewhere.
 */
export function endRun(pcpu: Pcpu, vcpu: Vcpu, wanted: u32, timerNs: u64): void {
  lockQueue(pcpu)
  const now = pcpu.clockNs
  const state = groupOfVcpu(vcpu).isActive != 0 ? wanted : VcpuState.off
  const stays = state == VcpuState.ready && belongsOn(vcpu, pcpu.index)
  if (stays) insertReady(pcpu, vcpu)
  else leaveTime(pcpu, vcpu)
  enterState(vcpu, stays || state == VcpuState.wait ? state : VcpuState.off, now)
  setFlag(changetype<usize>(pcpu) + offsetof<Pcpu>('current'), 0)
  if (state == VcpuState.wait) waitUntil(pcpu, vcpu, timerNs)
  unlockQueue(pcpu)
  if (state == VcpuState.ready && !stays) readyVcpu(vcpu, now)
  if (groupOfVcpu(vcpu).vcpus > 1) resumeSiblings(vcpu)
}

/** When the CPU has something to do by itself: now, at the first timer, or never. */
export function nextMoment(pcpu: Pcpu): u64 {
  if (pcpu.readyCount != 0) return pcpu.clockNs
  return pcpu.timerCount == 0 ? NEVER : max<u64>(pcpu.clockNs, at(pcpu.timers, 0).timerNs)
}
