/** Letting a guest run, and holding it. */
import { Guest, HsmState, Hart, Vcpu } from '../abi/layout.gen'
import { isVirtual, pauseClock, resumeClock } from '../hart/clock'
import { lockGuest, unlockGuest } from '../memory/locks'
import { groupOf, vcpuOf } from '../scheduler/group'
import { accountGroup, deactivate } from '../scheduler/membership'
import { changeRealGuests, outsideNs } from '../scheduler/pcpu'
import { readyVcpu } from '../scheduler/place'
import { dropAttention } from './attention'

/** The guest runs from now on, in the next turns of its vCPUs. */
export function releaseGuest(guest: Guest): void {
  const group = groupOf(guest)
  if (group.isActive != 0) return
  group.isRoundOver = 0
  if (!isVirtual(guest)) changeRealGuests(1)
  resumeClock(guest)
  // The time in which it was held is nobody's.
  accountGroup(group)
  group.isActive = 1
  const now = outsideNs()
  for (let i: u32 = 0; i < group.vcpus; i++) if (isThere(vcpuOf(group, i))) readyVcpu(vcpuOf(group, i), now)
}

/** A hart that is stopped is nothing to schedule; one that waits looks by itself what it waits for. */
function isThere(vcpu: Vcpu): bool {
  const hart = changetype<Hart>(<usize>vcpu.hart)
  return groupOf(changetype<Guest>(<usize>vcpu.guest)).vcpus == 1 || hart.hsm != HsmState.stopped
}

/**
 * The guest is held between two instructions, and its clock with it. Returns how many of its vCPUs other threads run: they leave at their next
 * exit, a slice later at most.
 */
export function holdGuest(guest: Guest): u32 {
  lockGuest(guest)
  const running = hold(guest)
  unlockGuest(guest)
  return running
}

/** Two physical CPUs may come to the end of the guest at the same time. */
function hold(guest: Guest): u32 {
  const group = groupOf(guest)
  dropAttention(guest)
  if (group.isActive == 0) return 0
  const running = deactivate(group)
  pauseClock(guest)
  if (!isVirtual(guest)) changeRealGuests(-1)
  return running
}
