/** The virtual machine generation id: sixteen bytes that a guest reads, and an interrupt when they are others. */
import { Guest, GUEST_VMGENID, VmGenId } from '../../abi/layout.gen'
import { VMGENID_IRQ } from '../../abi/platform.gen'
import { setInterruptLine } from '../../irq/line'

const ID_BYTES: u32 = 16

/** The guest goes on from a state that another has gone on from, too. The line stays up until the id is read. */
export function vmGenIdChange(guest: Guest, low: u64, high: u64): void {
  const it = vmGenIdOf(guest)
  it.low = low
  it.high = high
  it.isUnread = 1
  setInterruptLine(guest, VMGENID_IRQ, true)
}

/** The id that the guest starts with. */
export function vmGenIdSet(guest: Guest, low: u64, high: u64): void {
  vmGenIdOf(guest).low = low
  vmGenIdOf(guest).high = high
}

/** A change that was not read is none for a system that starts. */
export function vmGenIdReset(guest: Guest): void {
  vmGenIdOf(guest).isUnread = 0
  setInterruptLine(guest, VMGENID_IRQ, false)
}

/** Any aligned part of the id; behind it there are zeros. */
export function vmGenIdRead(guest: Guest, offset: u32, bytes: u32): u64 {
  const it = vmGenIdOf(guest)
  if (offset > ID_BYTES - bytes) return 0
  if (it.isUnread != 0) vmGenIdReset(guest)
  const half = offset < 8 ? it.low : it.high
  return half >> (<u64>(offset & 7) << 3)
}

function vmGenIdOf(guest: Guest): VmGenId {
  return changetype<VmGenId>(changetype<usize>(guest) + GUEST_VMGENID)
}
