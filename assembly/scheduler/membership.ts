/** A guest's group over its life: made, switched on and off, and changed while its vCPUs run. */
import {
  CPU_GROUP_BYTES, CpuGroup, Guest, MOST_VCPUS, NORMAL_SHARES, PCPU_SET_WORDS, Pcpu, Vcpu, VCPU_BYTES, VCPU_HARD, VCPU_SOFT, VcpuState,
} from '../abi/layout.gen'
import { sleepWhile } from '../lib/mutex'
import { allocateExtent, freeExtent } from '../memory/extents'
import { host } from '../memory/host'
import { accountState, groupOf, stateOf, vcpuOf } from './group'
import { insertReady, removeReady } from './order'
import { NEVER, pcpuNow, unlockQueue } from './pcpu'
import { lockQueueOf, relocate } from './place'
import { dequeue, enqueue, giveWay } from './queue'
import { reserve, unreserve } from './reservation'
import { setLimit } from './budget'
import { joinTime, leaveTime } from './virtual-time'

/** Until the outside says otherwise. */
const ROUND_INSTRUCTIONS: u64 = 1_000_000

/** The group of a guest, with room for a vCPU per hart; 0 when the host has no room. */
export function createGroup(guest: Guest, harts: u32): bool {
  if (host().vcpuCount + harts > MOST_VCPUS) return false
  const region = allocateExtent(CPU_GROUP_BYTES + harts * VCPU_BYTES)
  if (region == 0) return false
  const group = changetype<CpuGroup>(region)
  guest.cpu = <u32>region
  group.guest = <u32>changetype<usize>(guest)
  group.vcpus = harts
  group.limitNs = NEVER
  group.sleepEndNs = NEVER
  group.roundInstructions = ROUND_INSTRUCTIONS
  for (let i: u32 = 0; i < harts; i++) initialize(group, vcpuOf(group, i))
  setShares(group, harts * NORMAL_SHARES)
  host().vcpuCount += harts
  return true
}

function initialize(group: CpuGroup, vcpu: Vcpu): void {
  vcpu.group = <u32>changetype<usize>(group)
  vcpu.guest = group.guest
  vcpu.timerNs = NEVER
  memory.fill(changetype<usize>(vcpu) + VCPU_HARD, 0xff, PCPU_SET_WORDS << 3)
}

/** Gives the group of a guest that is off back. */
export function destroyGroup(guest: Guest, harts: u32): void {
  const group = groupOf(guest)
  if (deactivate(group) != 0) unreachable()
  unreserve(group)
  host().vcpuCount -= harts
  guest.cpu = 0
  freeExtent(changetype<usize>(group), CPU_GROUP_BYTES + harts * VCPU_BYTES)
}

/** How many things of the guest are scheduled: its harts, or itself as a whole. It is off. */
export function setVcpus(group: CpuGroup, count: u32): void {
  if (group.vcpus == count) return
  const reservationNs = group.reservationNs
  unreserve(group)
  group.vcpus = count
  setShares(group, group.shares)
  reserve(group, reservationNs)
}

/** The guest is held: its vCPUs leave the queues. Those that run do so at their next exit; how many there are. */
export function deactivate(group: CpuGroup): u32 {
  accountGroup(group)
  group.isActive = 0
  let running: u32 = 0
  for (let i: u32 = 0; i < group.vcpus; i++) {
    const vcpu = vcpuOf(group, i)
    const pcpu = lockQueueOf(vcpu)
    if (vcpu.state == VcpuState.run) {
      giveWay(pcpu)
      running += 1
    } else dequeue(pcpu, vcpu, VcpuState.off, pcpuNow(pcpu))
    unlockQueue(pcpu)
  }
  return running
}

/** Nobody wakes who waits for a vCPU to leave. */
const LOOK_AGAIN_NS: i64 = 100_000

/** After deactivate: returns when every vCPU that another thread ran has left. */
export function awaitOff(group: CpuGroup): void {
  for (let i: u32 = 0; i < group.vcpus; i++) {
    const vcpu = vcpuOf(group, i)
    while (stateOf(vcpu) == VcpuState.run) {
      if (!ASC_FEATURE_THREADS) unreachable()
      sleepWhile(changetype<usize>(vcpu) + offsetof<Vcpu>('state'), VcpuState.run, LOOK_AGAIN_NS)
    }
  }
}

/** Shares are the whole guest's; each of its vCPUs has the same part of them. */
export function setShares(group: CpuGroup, shares: u32): void {
  group.shares = shares
  for (let i: u32 = 0; i < group.vcpus; i++) {
    const vcpu = vcpuOf(group, i)
    const pcpu = lockQueueOf(vcpu)
    setWeight(pcpu, vcpu, max<u32>(1, shares / group.vcpus))
    unlockQueue(pcpu)
  }
}

/** What the vCPU is owed, in time, stays the same. */
function setWeight(pcpu: Pcpu, vcpu: Vcpu, weight: u32): void {
  const isReady = vcpu.state == VcpuState.ready
  const counts = isReady || vcpu.state == VcpuState.run
  if (isReady) removeReady(pcpu, vcpu)
  if (counts) leaveTime(pcpu, vcpu)
  vcpu.weight = weight
  if (counts) joinTime(pcpu, vcpu)
  if (isReady) insertReady(pcpu, vcpu)
}

/** A new limit; vCPUs that the old one holds back look at the new one. */
export function changeLimit(group: CpuGroup, limitNs: u64): void {
  setLimit(group, limitNs)
  for (let i: u32 = 0; i < group.vcpus; i++) {
    const vcpu = vcpuOf(group, i)
    const pcpu = lockQueueOf(vcpu)
    if (vcpu.state == VcpuState.throttled) {
      const now = pcpuNow(pcpu)
      dequeue(pcpu, vcpu, VcpuState.off, now)
      enqueue(pcpu, vcpu, now)
    } else giveWayIfRunning(pcpu, vcpu)
    unlockQueue(pcpu)
  }
}

function giveWayIfRunning(pcpu: Pcpu, vcpu: Vcpu): void {
  if (vcpu.state == VcpuState.run) giveWay(pcpu)
}

/** False, with nothing changed, when the physical CPUs have no room for it. */
export function changeReservation(group: CpuGroup, ns: u64): bool {
  if (!reserve(group, ns)) return false
  relocateAll(group)
  return true
}

/**
 * Sets of physical CPUs, a bit each: first those that the vCPUs may run on, then those that they should run on. False, with nothing changed, when
 * their reservation has no room there.
 */
export function changeAffinity(group: CpuGroup, sets: usize): bool {
  const before = sets + 2 * (PCPU_SET_WORDS << 3)
  memory.copy(before, changetype<usize>(vcpuOf(group, 0)) + VCPU_HARD, 2 * (PCPU_SET_WORDS << 3))
  const reservationNs = group.reservationNs
  unreserve(group)
  writeAffinity(group, sets)
  const fits = reserve(group, reservationNs)
  if (!fits) {
    writeAffinity(group, before)
    if (!reserve(group, reservationNs)) unreachable()
  }
  relocateAll(group)
  return fits
}

function writeAffinity(group: CpuGroup, sets: usize): void {
  for (let i: u32 = 0; i < group.vcpus; i++) {
    const vcpu = vcpuOf(group, i)
    const pcpu = lockQueueOf(vcpu)
    memory.copy(changetype<usize>(vcpu) + VCPU_HARD, sets, PCPU_SET_WORDS << 3)
    memory.copy(changetype<usize>(vcpu) + VCPU_SOFT, sets + (PCPU_SET_WORDS << 3), PCPU_SET_WORDS << 3)
    unlockQueue(pcpu)
  }
}

function relocateAll(group: CpuGroup): void {
  for (let i: u32 = 0; i < group.vcpus; i++) relocate(vcpuOf(group, i))
}

/** Brings the times of the vCPUs' states up to now. */
export function accountGroup(group: CpuGroup): void {
  for (let i: u32 = 0; i < group.vcpus; i++) {
    const vcpu = vcpuOf(group, i)
    const pcpu = lockQueueOf(vcpu)
    accountState(vcpu, pcpuNow(pcpu))
    unlockQueue(pcpu)
  }
}
