/** What makes a vCPU that waits run again: an interrupt from a sibling, a device, the outside, or a hart that is started. */
import { CpuGroup, Guest, Hart, HsmState, Vcpu, VcpuState } from '../abi/layout.gen'
import { isVirtual } from '../hart/clock'
import { hasWakeup } from '../hart/interrupt'
import { allocationOf } from '../memory/allocation'
import { hartOf } from '../memory/tlb'
import { groupOf, stateOf, vcpuOf } from '../scheduler/group'
import { outsideNs } from '../scheduler/pcpu'
import { readyVcpu } from '../scheduler/place'

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

/** Another guest interrupted it, from a physical CPU that runs. */
export function wakeInterrupted(guest: Guest): void {
  const group = groupOf(guest)
  if (group.isActive == 0) return
  if (isVirtual(guest)) return wakeWhole(guest, group, 0)
  for (let i: u32 = 0; i < group.vcpus; i++) wakeIfNeeded(vcpuOf(group, i), 0)
}

/** A hart that was switched off can be started, and one that waits have an interrupt. */
function wakeIfNeeded(vcpu: Vcpu, now: u64): void {
  const state = stateOf(vcpu)
  if (state != VcpuState.wait && state != VcpuState.off) return
  if (canRun(changetype<Hart>(<usize>vcpu.hart))) readyVcpu(vcpu, now)
}

/** Between the end of a round and the outside's look at it the guest stays as it is. */
function wakeWhole(guest: Guest, group: CpuGroup, now: u64): void {
  if (group.isRoundOver == 0 && anyCanRun(guest)) readyVcpu(vcpuOf(group, 0), now)
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
