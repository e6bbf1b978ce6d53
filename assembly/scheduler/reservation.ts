/**
 * Reservations: a part of every period that a vCPU gets in any case. Each is held by one physical CPU, its home, which never holds more than a
 * whole period; so the home's reserved vCPUs, run before all others, have what is theirs before the period ends.
 */
import { CpuGroup, Pcpu, PERIOD_NS, Vcpu } from '../abi/layout.gen'
import { host } from '../memory/host'
import { mayRunOn, vcpuOf } from './group'
import { at } from './order'
import { goesByMonotonicClock, lockQueue, pcpuOf, periodOf, unlockQueue } from './pcpu'

/** Gives the group's vCPUs a reservation of `ns` a period in all; false, with nothing changed, when the physical CPUs have no room for it. */
export function reserve(group: CpuGroup, ns: u64): bool {
  const before = group.reservationNs
  unreserve(group)
  if (findHomes(group, ns)) return true
  if (!findHomes(group, before)) unreachable()
  return false
}

export function unreserve(group: CpuGroup): void {
  for (let i: u32 = 0; i < group.vcpus; i++) leaveHome(vcpuOf(group, i))
  group.reservationNs = 0
}

function findHomes(group: CpuGroup, ns: u64): bool {
  group.reservationNs = ns
  if (ns == 0) return true
  const part = (ns + group.vcpus - 1) / group.vcpus
  for (let i: u32 = 0; i < group.vcpus; i++) {
    if (findHome(vcpuOf(group, i), part)) continue
    unreserve(group)
    return false
  }
  return true
}

/** The physical CPU with the most room takes it; where it is already, if that has as much. */
function findHome(vcpu: Vcpu, ns: u64): bool {
  let home = vcpu.pcpu
  for (let i: u32 = 0; i < host().pcpuCount; i++) {
    if (!mayRunOn(vcpu, i)) continue
    if (!mayRunOn(vcpu, home) || pcpuOf(i).reservedNs < pcpuOf(home).reservedNs) home = i
  }
  const pcpu = pcpuOf(home)
  lockQueue(pcpu)
  const fits = mayRunOn(vcpu, home) && ns <= PERIOD_NS - pcpu.reservedNs
  if (fits) {
    pcpu.reservedNs += ns
    pcpu.reservedVcpus += 1
    vcpu.home = home + 1
    vcpu.reservationNs = ns
    vcpu.reservedLeftNs = ns
  }
  unlockQueue(pcpu)
  return fits
}

function leaveHome(vcpu: Vcpu): void {
  if (vcpu.home == 0) return
  const pcpu = pcpuOf(vcpu.home - 1)
  lockQueue(pcpu)
  pcpu.reservedNs -= vcpu.reservationNs
  pcpu.reservedVcpus -= 1
  vcpu.home = 0
  vcpu.reservationNs = 0
  vcpu.reservedLeftNs = 0
  unlockQueue(pcpu)
}

/** A ready vCPU whose reservation of this period is not used up, 0 when there is none. */
export function reservedVcpu(pcpu: Pcpu, now: u64): Vcpu {
  for (let i: u32 = 0; i < pcpu.readyCount; i++) {
    const vcpu = at(pcpu.ready, i)
    if (reservedLeft(vcpu, now) != 0 && isAvailable(vcpu, now)) return vcpu
  }
  return changetype<Vcpu>(0)
}

/** Where time is the guests' own, its last run may end, on another CPU, at a later moment. */
// @ts-ignore: decorator
@inline
export function isAvailable(vcpu: Vcpu, now: u64): bool {
  return vcpu.availableNs <= now || goesByMonotonicClock()
}

/** What is left of the vCPU's reservation in the period of `now`. */
export function reservedLeft(vcpu: Vcpu, now: u64): u64 {
  const period = periodOf(now)
  if (vcpu.reservedPeriod != period) {
    vcpu.reservedPeriod = period
    vcpu.reservedLeftNs = vcpu.reservationNs
  }
  return vcpu.reservedLeftNs
}

export function useReservation(vcpu: Vcpu, ns: u64): void {
  vcpu.reservedLeftNs -= min<u64>(ns, vcpu.reservedLeftNs)
}

/** How long a run may be before reservations begin anew. */
export function untilNextPeriod(now: u64): u64 {
  return PERIOD_NS - now % PERIOD_NS
}
