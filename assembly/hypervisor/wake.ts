/** What makes a vCPU that waits run again: an interrupt from a sibling, a device, the outside, or a hart that is started. */
import { CpuGroup, Guest, Hart, HsmState, NS_PER_TICK, Vcpu, VcpuState } from '../abi/layout.gen'
import { isVirtual } from '../hart/clock'
import { hasWakeup } from '../hart/interrupt'
import { allocationOf } from '../memory/allocation'
import { hartOf } from '../memory/tlb'
import { groupOf, stateOf, vcpuOf } from '../scheduler/group'
import { NEVER, outsideNs } from '../scheduler/pcpu'
import { readyVcpu } from '../scheduler/place'
import { momentOf, nextEventTick, nextEventTickOf } from './alarm'

/** `hart` reached a device or the hypervisor: harts that this woke or started become ready. Under the virtual clock they have turns anyway. */
export function wakeSiblings(guest: Guest, hart: Hart): void {
  if (guest.harts == 1 || isVirtual(guest)) return
  const group = groupOf(guest)
  for (let i: u32 = 0; i < group.vcpus; i++) {
    const vcpu = vcpuOf(group, i)
    if (vcpu.hart != <u32>changetype<usize>(hart)) wakeIfNeeded(vcpu, 0)
  }
}

/** Something came from outside: input, a message, an interrupt of a device that another thread drives. */
export function wakeGuest(guest: Guest): void {
  const group = groupOf(guest)
  if (group.isActive == 0) return
  const now = outsideNs()
  if (isVirtual(guest)) return wakeWhole(guest, group, now)
  for (let i: u32 = 0; i < group.vcpus; i++) wakeIfNeeded(vcpuOf(group, i), now)
}

/** Another guest interrupted it, or set an alarm of a device of it, from a physical CPU that runs. */
export function wakeInterrupted(guest: Guest): void {
  const group = groupOf(guest)
  if (group.isActive == 0) return
  if (isVirtual(guest)) return wakeWhole(guest, group, 0)
  for (let i: u32 = 0; i < group.vcpus; i++) {
    const vcpu = vcpuOf(group, i)
    if (sleepsTooLong(guest, vcpu)) readyVcpu(vcpu, 0)
    else wakeIfNeeded(vcpu, 0)
  }
}

/** Does it wait for a moment behind an alarm? It looks at the time then, and waits anew. */
function sleepsTooLong(guest: Guest, vcpu: Vcpu): bool {
  if (stateOf(vcpu) != VcpuState.wait) return false
  return momentOf(guest, nextEventTickOf(guest, changetype<Hart>(<usize>vcpu.hart))) < vcpu.timerNs
}

/** A hart that was switched off can be started, and one that waits have an interrupt. */
function wakeIfNeeded(vcpu: Vcpu, now: u64): void {
  const state = stateOf(vcpu)
  if (state != VcpuState.wait && state != VcpuState.off) return
  if (canRun(changetype<Hart>(<usize>vcpu.hart))) readyVcpu(vcpu, now)
}

/** Between the end of a round and the outside's look at it the guest stays as it is. */
function wakeWhole(guest: Guest, group: CpuGroup, now: u64): void {
  if (group.isRoundOver == 0 && (anyCanRun(guest) || wakesEarlier(guest, group))) readyVcpu(vcpuOf(group, 0), now)
}

/** Was an alarm set before the end of its sleep? That is the end then. */
function wakesEarlier(guest: Guest, group: CpuGroup): bool {
  const tick = nextEventTick(guest)
  if (tick >= guest.wakeTick) return false
  if (group.sleepEndNs != NEVER) group.sleepEndNs -= min<u64>(group.sleepEndNs, (guest.wakeTick - tick) * NS_PER_TICK)
  guest.wakeTick = tick
  return true
}

/** Is the hart started, and not waiting for something that has not come, memory for its guest among it? */
export function canRun(hart: Hart): bool {
  if (allocationOf(changetype<Guest>(<usize>hart.guest)).waits != 0) return false
  return hart.hsm != HsmState.stopped && (hart.waiting == 0 || hasWakeup(hart))
}

export function anyCanRun(guest: Guest): bool {
  for (let i: u32 = 0; i < guest.harts; i++) if (canRun(hartOf(guest, i))) return true
  return false
}
