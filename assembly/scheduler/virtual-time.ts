/**
 * Virtual time (EEVDF: Stoica and Abdel-Wahab, "Earliest Eligible Virtual Deadline First").
 *
 * A vCPU's virtual time goes by its run time over its weight; the queue's is the average of them, by weight. Who is behind it is owed time
 * (lag > 0) and is eligible. Lag, in nanoseconds, is weight x (queue's time - its own); over a queue it adds up to 0.
 */
import { Pcpu, Vcpu, VIRTUAL_TIME_SHIFT } from '../abi/layout.gen'
import { groupOfVcpu } from './group'

/** What a vCPU asks for at a time. vCPUs of one guest take shorter turns, so that who waits for another one does not wait long. */
export const SLICE_NS: u64 = 500_000
export const SIBLING_SLICE_NS: u64 = 100_000
/** More than a vCPU can owe or be owed by taking turns. */
const MOST_LAG: i64 = <i64>SLICE_NS

export function sliceOf(vcpu: Vcpu): u64 {
  return groupOfVcpu(vcpu).vcpus > 1 ? SIBLING_SLICE_NS : SLICE_NS
}

/** Nanoseconds of `vcpu` in its virtual time. */
// @ts-ignore: decorator
@inline
function toVirtual(vcpu: Vcpu, ns: i64): i64 {
  return (ns << VIRTUAL_TIME_SHIFT) / <i64>vcpu.weight
}

/** The queue's virtual time. */
export function queueTime(pcpu: Pcpu): i64 {
  if (pcpu.weight == 0) return pcpu.origin
  recenter(pcpu)
  return pcpu.weightedTime < 0 ? pcpu.origin - 1 : pcpu.origin
}

/** Keeps the sum small: the origin becomes the average, and the sum its remainder. */
function recenter(pcpu: Pcpu): void {
  const step = pcpu.weightedTime / <i64>pcpu.weight
  pcpu.origin += step
  pcpu.weightedTime -= step * <i64>pcpu.weight
}

/** Nanoseconds that the vCPU, which is in the queue, is owed. */
export function lagOf(pcpu: Pcpu, vcpu: Vcpu): i64 {
  return ((queueTime(pcpu) - vcpu.virtualTime) * <i64>vcpu.weight) >> VIRTUAL_TIME_SHIFT
}

/** Enters the queue's average with the lag that it has. */
export function joinTime(pcpu: Pcpu, vcpu: Vcpu): void {
  vcpu.virtualTime = queueTime(pcpu)
  /* It moves the average towards itself: what it should be owed afterwards is more before. */
  if (pcpu.weight != 0) {
    const lag = vcpu.lag + vcpu.lag * <i64>vcpu.weight / <i64>pcpu.weight
    vcpu.virtualTime -= toVirtual(vcpu, lag)
  }
  vcpu.deadline = vcpu.virtualTime + toVirtual(vcpu, <i64>sliceOf(vcpu))
  pcpu.weight += vcpu.weight
  pcpu.weightedTime += (vcpu.virtualTime - pcpu.origin) * <i64>vcpu.weight
}

/** Leaves it, and remembers its lag. */
export function leaveTime(pcpu: Pcpu, vcpu: Vcpu): void {
  vcpu.lag = max<i64>(-MOST_LAG, min<i64>(MOST_LAG, lagOf(pcpu, vcpu)))
  pcpu.weightedTime -= (vcpu.virtualTime - pcpu.origin) * <i64>vcpu.weight
  pcpu.weight -= vcpu.weight
  if (pcpu.weight != 0) return
  pcpu.origin = vcpu.virtualTime
  pcpu.weightedTime = 0
}

/** It ran for `ns`. */
export function chargeTime(pcpu: Pcpu, vcpu: Vcpu, ns: u64): void {
  advance(pcpu, vcpu, toVirtual(vcpu, <i64>ns))
  if (vcpu.reservationNs != 0) forgiveReserved(pcpu, vcpu)
  if (vcpu.virtualTime >= vcpu.deadline) vcpu.deadline = vcpu.virtualTime + toVirtual(vcpu, <i64>sliceOf(vcpu))
}

/** Who gets more by its reservation than by its shares owes nothing for that. */
function forgiveReserved(pcpu: Pcpu, vcpu: Vcpu): void {
  const lag = lagOf(pcpu, vcpu)
  if (lag < -MOST_LAG) advance(pcpu, vcpu, toVirtual(vcpu, lag + MOST_LAG))
}

function advance(pcpu: Pcpu, vcpu: Vcpu, step: i64): void {
  vcpu.virtualTime += step
  pcpu.weightedTime += step * <i64>vcpu.weight
}

/** Run time until the deadline of its request, at least one nanosecond. */
export function requestLeft(vcpu: Vcpu): u64 {
  const left = ((vcpu.deadline - vcpu.virtualTime) * <i64>vcpu.weight) >> VIRTUAL_TIME_SHIFT
  return left < 1 ? 1 : <u64>left
}
