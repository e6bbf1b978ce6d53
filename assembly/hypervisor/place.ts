/**
 * The places of a guest's PCI devices, by number. Each has two slots of functions, and one of virtio devices:
 *
 *     slot 0   host bridge
 *     slot 1 + 2 x place   root port; of a virtual function, which has none of its own, empty
 *     slot 2 + 2 x place   function
 */
import { Guest, PciFunction, PciKind, VIRTIO_MMIO_DEVICES, VirtioFeatureBit } from '../abi/layout.gen'
import { deviceOf, hasDevice } from '../virtio/device'

// @ts-ignore: decorator
@inline
export function portOfPlace(place: u32): u32 {
  return 1 + 2 * place
}

// @ts-ignore: decorator
@inline
export function functionOfPlace(place: u32): u32 {
  return 2 + 2 * place
}

/** The virtio device that was put into the slot of the place becomes the function's. */
export function giveDevice(guest: Guest, it: PciFunction, place: u32): void {
  const slot = VIRTIO_MMIO_DEVICES + place
  if (!hasDevice(guest, slot)) return
  const device = deviceOf(guest, slot)
  it.device = slot + 1
  device.pciFunction = it.slot
  if (it.kind == PciKind.virtioNetPf) device.deviceFeatures |= (<u64>1) << VirtioFeatureBit.srIov
}
