/**
 * Co-stop, as in vSphere's relaxed co-scheduling: a vCPU that has run too far ahead of a sibling that waits for a physical CPU is stopped until that
 * one has caught up, since what it does meanwhile is often to wait for it.
 *
 *     CPU 0   | a a a a |stopped           | a   | others run, or CPU 0, idle, takes b over
 *     CPU 1   | b | others run | b | others | b b |
 *
 * It takes a physical CPU from a vCPU only for somebody else: on one that has nothing else to do, and finds nothing, the vCPU goes on.
 */
import { Pcpu, Vcpu, VcpuState } from '../abi/layout.gen'
import { groupOfVcpu, stateOf, vcpuOf } from './group'
import { joinSiblings, leadOf, NO_LEAD } from './lead'
import { at, removeTimer } from './order'
import { lockQueue, pcpuNow, unlockQueue } from './pcpu'
import { lockQueueOf } from './place'
import { dequeue, enqueue, waitUntil } from './queue'
import { SIBLING_SLICE_NS } from './virtual-time'

/** Who is further ahead is stopped, and goes on when it is so much ahead. Between the two lie several turns. */
const MOST_LEAD_NS: i64 = 1_000_000
const RESUME_LEAD_NS: i64 = 500_000
/** It looks again by itself: a sibling may have ceased to wait in a way that tells nobody. */
const LOOK_AGAIN_NS: u64 = 1_000_000

/** How long the vCPU may run before it is too far ahead of its siblings; 0 when it is. */
export function leadLeft(vcpu: Vcpu): u64 {
  const lead = leadOf(vcpu)
  if (lead == NO_LEAD) return u64.MAX_VALUE
  return lead > MOST_LEAD_NS ? 0 : max<u64>(SIBLING_SLICE_NS, <u64>(MOST_LEAD_NS - lead))
}

/** The vCPU, which is ready, is stopped. The queue is locked. */
export function costop(pcpu: Pcpu, vcpu: Vcpu, now: u64): void {
  dequeue(pcpu, vcpu, VcpuState.costop, now)
  waitUntil(pcpu, vcpu, now + LOOK_AGAIN_NS)
}

/** The vCPU has run, or waits no more for doing so: siblings that were stopped for it may go on. */
export function resumeSiblings(vcpu: Vcpu): void {
  const group = groupOfVcpu(vcpu)
  for (let i: u32 = 0; i < group.vcpus; i++) {
    const sibling = vcpuOf(group, i)
    if (stateOf(sibling) != VcpuState.costop) continue
    const pcpu = lockQueueOf(sibling)
    if (sibling.state == VcpuState.costop && leadOf(sibling) <= RESUME_LEAD_NS) resume(pcpu, sibling)
    unlockQueue(pcpu)
  }
}

/** The CPU has nothing else to do: the first that is stopped there goes on, and is not said to be ahead. False when there is none. */
export function resumeHere(pcpu: Pcpu): bool {
  if (pcpu.costopped == 0) return false
  lockQueue(pcpu)
  const vcpu = firstStopped(pcpu)
  const found = changetype<usize>(vcpu) != 0
  if (found) {
    joinSiblings(vcpu)
    resume(pcpu, vcpu)
  }
  unlockQueue(pcpu)
  return found
}

function firstStopped(pcpu: Pcpu): Vcpu {
  for (let i: u32 = 0; i < pcpu.timerCount; i++) {
    const vcpu = at(pcpu.timers, i)
    if (vcpu.state == VcpuState.costop) return vcpu
  }
  return changetype<Vcpu>(0)
}

function resume(pcpu: Pcpu, vcpu: Vcpu): void {
  removeTimer(pcpu, vcpu)
  enqueue(pcpu, vcpu, pcpuNow(pcpu))
}
