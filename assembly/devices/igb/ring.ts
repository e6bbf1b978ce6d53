/** Rings of descriptors of 16 bytes in a guest's memory (§7.1.8, §7.2.3): between head and tail they are the function's. */
import { Guest, IgbBit, IgbQueue, IgbVf, PciFunction } from '../../abi/layout.gen'
import { guestIsRam, guestRead, guestWrite, writePointer } from '../../memory/physical'
import { isBusMaster } from '../../pci/function'

// @ts-ignore: decorator
@inline export const DESCRIPTOR_SHIFT: u64 = 4

// @ts-ignore: decorator
@inline
export function descriptorsOf(ring: IgbQueue): u32 {
  return ring.length >> <u32>DESCRIPTOR_SHIFT
}

/** Enabled, by a function that may reach memory. */
export function isRingLive(guest: Guest, it: PciFunction, ring: IgbQueue): bool {
  return (ring.control & IgbBit.queueEnable) != 0 && ring.length != 0 && isBusMaster(guest, it)
}

/** Does the ring lie in memory, and do head and tail lie in the ring? */
export function isRingSound(guest: Guest, ring: IgbQueue): bool {
  const count = descriptorsOf(ring)
  return ring.head < count && ring.tail < count && guestIsRam(guest, ring.baseGpa, ring.length)
}

/** The place behind `index`. */
// @ts-ignore: decorator
@inline
export function nextPlace(ring: IgbQueue, index: u32): u32 {
  return index + 1 == descriptorsOf(ring) ? 0 : index + 1
}

/** Descriptors from head on that the driver handed over. */
export function waitingDescriptors(ring: IgbQueue): u32 {
  return ring.tail >= ring.head ? ring.tail - ring.head : ring.tail + descriptorsOf(ring) - ring.head
}

/** Copies a descriptor to vf.descriptor: the guest cannot change it any more. */
export function readDescriptor(guest: Guest, vf: IgbVf, ring: IgbQueue, index: u32): void {
  guestRead(guest, placeOf(ring, index), changetype<usize>(vf) + offsetof<IgbVf>('descriptor'), 16)
}

/** Writes vf.descriptor back. */
export function writeDescriptor(guest: Guest, vf: IgbVf, ring: IgbQueue, index: u32): void {
  guestWrite(guest, placeOf(ring, index), changetype<usize>(vf) + offsetof<IgbVf>('descriptor'), 16)
}

/** Writes the last word of a descriptor. */
export function writeLastWord(guest: Guest, ring: IgbQueue, index: u32, value: u32): void {
  const pointer = writePointer(guest, placeOf(ring, index) + 12, 4)
  if (pointer != 0) store<u32>(pointer, value)
}

// @ts-ignore: decorator
@inline
function placeOf(ring: IgbQueue, index: u32): u64 {
  return ring.baseGpa + (<u64>index << DESCRIPTOR_SHIFT)
}
