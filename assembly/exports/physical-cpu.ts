/** Physical CPUs, and what guests may have of them. */
import { Guest } from '../abi/layout.gen'
import { pcpuNext as nextPcpu, pcpuRun as runPcpu, pcpuSleepNs as sleepNsOf } from '../hypervisor/pcpu'
import { pcpuServe as servePcpu } from '../hypervisor/serve'
import { groupOf } from '../scheduler/group'
import { changeAffinity, changeLimit, changeReservation, setShares } from '../scheduler/membership'
import { host } from '../memory/host'

/** Runs physical CPU `index` for about `instructions`; a PcpuResult. */
export function pcpuRun(index: u32, instructions: u64): u32 {
  return runPcpu(index, instructions)
}

/** The same on a thread of its own, for about `ns` at most: short times without work pass inside. */
export function pcpuServe(index: u32, instructions: u64, ns: f64): u32 {
  return servePcpu(index, instructions, ns)
}

/** Where one thread has all physical CPUs: the one to run next, -1 when none has anything to do. */
export function pcpuNext(): i32 {
  return nextPcpu()
}

/** Nanoseconds until a physical CPU has something to do by itself, infinite when it never has. */
export function pcpuSleepNs(index: u32): f64 {
  return sleepNsOf(index)
}

/** Of the guest as a whole. */
export function guestSetShares(guest: usize, shares: u32): void {
  setShares(groupOf(changetype<Guest>(guest)), shares)
}

/** Nanoseconds of a period, all ones for no limit. */
export function guestSetLimit(guest: usize, limitNs: u64): void {
  changeLimit(groupOf(changetype<Guest>(guest)), limitNs)
}

/** Nanoseconds of a period; false, with nothing changed, when the physical CPUs have no room for it. */
export function guestSetReservation(guest: usize, reservationNs: u64): bool {
  return changeReservation(groupOf(changetype<Guest>(guest)), reservationNs)
}

/** Two sets of physical CPUs in the staging buffer, hard and soft; false, with nothing changed, when its reservation has no room there. */
export function guestSetAffinity(guest: usize): bool {
  return changeAffinity(groupOf(changetype<Guest>(guest)), host().staging)
}
