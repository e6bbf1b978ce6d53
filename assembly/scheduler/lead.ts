/**
 * How far the vCPUs of a guest have run, beside each other. Only who is ready and does not run falls behind: who idles, is stopped or held back by a
 * limit misses nothing, and starts level with the others when it comes back.
 */
import { Vcpu, VcpuState } from '../abi/layout.gen'
import { groupOfVcpu, stateOf, vcpuOf } from './group'

/** The lead of a vCPU none of whose siblings waits for a physical CPU. */
export const NO_LEAD: i64 = i64.MIN_VALUE

/** Nanoseconds that the vCPU has run more than the slowest sibling that is ready. What siblings on other queues did is a hint, read without their locks. */
export function leadOf(vcpu: Vcpu): i64 {
  const group = groupOfVcpu(vcpu)
  let lead = NO_LEAD
  for (let i: u32 = 0; i < group.vcpus; i++) {
    const sibling = vcpuOf(group, i)
    if (sibling != vcpu && stateOf(sibling) == VcpuState.ready) lead = max<i64>(lead, <i64>(vcpu.progressNs - sibling.progressNs))
  }
  return lead
}

/** A vCPU that was away is level with the slowest sibling that is ready or, when none is, with the furthest that runs. */
export function joinSiblings(vcpu: Vcpu): void {
  const group = groupOfVcpu(vcpu)
  if (group.vcpus == 1) return
  let slowest: u64 = u64.MAX_VALUE
  let furthest: u64 = 0
  for (let i: u32 = 0; i < group.vcpus; i++) {
    const sibling = vcpuOf(group, i)
    if (sibling == vcpu) continue
    const state = stateOf(sibling)
    if (state == VcpuState.ready) slowest = min<u64>(slowest, sibling.progressNs)
    else if (state == VcpuState.run) furthest = max<u64>(furthest, sibling.progressNs)
  }
  if (slowest != u64.MAX_VALUE) vcpu.progressNs = slowest
  else vcpu.progressNs = max<u64>(vcpu.progressNs, furthest)
}
