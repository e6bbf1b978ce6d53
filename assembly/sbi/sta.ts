/**
 * STA: steal time, the time that a hart could have run in and did not (SBI 2.0 chapter 16). It is told in memory of the guest's:
 *
 *     0: sequence u32, odd while the rest changes · 4: flags u32 · 8: steal u64, ns · 16: preempted u8 · zeros up to 64
 *
 * Under the virtual clock a guest's time stands still while others run, so nothing is stolen from it: it reads 0 in every run.
 */
import { Guest, Hart, SbiError, STEAL_TIME_BYTES, STEAL_TIME_PREEMPTED, StealTime } from '../abi/layout.gen'
import { guestIsRam, writePointer } from '../memory/physical'
import { argument, refuse, succeed } from './call'

const NOWHERE: u64 = u64.MAX_VALUE

export function staCall(guest: Guest, hart: Hart, functionId: u64): void {
  if (functionId != 0) return refuse(hart, SbiError.notSupported)
  const low = argument(hart, 0)
  const high = argument(hart, 1)
  if (argument(hart, 2) != 0) return refuse(hart, SbiError.invalidParam)
  if (low == NOWHERE && high == NOWHERE) {
    staReset(hart)
    return succeed(hart)
  }
  if (low % STEAL_TIME_BYTES != 0) return refuse(hart, SbiError.invalidParam)
  if (high != 0 || !guestIsRam(guest, low, STEAL_TIME_BYTES)) return refuse(hart, SbiError.invalidAddress)
  setMemory(guest, hart, low)
}

function setMemory(guest: Guest, hart: Hart, gpa: u64): void {
  const pointer = writePointer(guest, gpa, STEAL_TIME_BYTES)
  if (pointer == 0) return refuse(hart, SbiError.failed)
  memory.fill(pointer, 0, STEAL_TIME_BYTES)
  hart.stealGpa = gpa
  hart.stealNs = 0
  hart.stealBase = u64.MAX_VALUE
  succeed(hart)
}

/** Nothing is told until the guest asks for it. */
export function staReset(hart: Hart): void {
  hart.stealGpa = NOWHERE
  hart.stealNs = 0
}

/** The hart comes to run, and could have run for `stolenNs` since its host started it. It counts from when the guest asked. */
export function tellSteal(guest: Guest, hart: Hart, stolenNs: u64): void {
  if (hart.stealGpa == NOWHERE) return
  const pointer = writePointer(guest, hart.stealGpa, STEAL_TIME_BYTES)
  if (pointer == 0) return
  if (stolenNs > hart.stealBase) hart.stealNs += stolenNs - hart.stealBase
  hart.stealBase = stolenNs
  const it = changetype<StealTime>(pointer)
  store<u8>(pointer, 0, STEAL_TIME_PREEMPTED)
  if (it.steal == hart.stealNs) return
  it.sequence += 1
  it.steal = hart.stealNs
  it.sequence += 1
}

/** The hart could go on, but another vCPU runs in its place. */
export function tellPreempted(guest: Guest, hart: Hart): void {
  if (hart.stealGpa == NOWHERE) return
  const pointer = writePointer(guest, hart.stealGpa, STEAL_TIME_BYTES)
  if (pointer != 0) store<u8>(pointer, 1, STEAL_TIME_PREEMPTED)
}
