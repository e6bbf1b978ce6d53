/** Functions on a guest's PCI hierarchy. */
import { Guest } from '../abi/layout.gen'
import { detachFunction } from '../hypervisor/hotplug'
import { attachFunction, attachPort, injectError } from '../hypervisor/pci'
import { attachVirtualFunction } from '../hypervisor/sriov'
import { resumeHost, stopHost } from '../memory/exclusive'
import { lockNics, unlockNics } from '../memory/locks'

/**
 * Puts a PCI function of a PciKind behind the root port of a place, which may be running, together with the virtio device of that place; its slot,
 * 0 when the guest has no room for it.
 */
export function guestAttachFunction(guest: usize, place: u32, kind: u32, msixVectors: u32, interruptPin: u32): u32 {
  stopHost()
  const slot = attachFunction(changetype<Guest>(guest), place, kind, msixVectors, interruptPin)
  resumeHost()
  return slot
}

/** Makes virtual function `index` of the physical one in slot `pf`, which the guest enables; its slot, 0 when there is no room for it. */
export function guestAttachVirtualFunction(guest: usize, pf: u32, index: u32, place: u32, kind: u32, msixVectors: u32): u32 {
  return attachVirtualFunction(changetype<Guest>(guest), pf, index, place, kind, msixVectors)
}

/** A root port without a function, for one to come; false when the guest has no room for it. */
export function guestAttachPort(guest: usize, place: u32): bool {
  return attachPort(changetype<Guest>(guest), place)
}

/** The function at a place is to go, by a DetachHow; a Detached. */
export function guestDetachFunction(guest: usize, place: u32, how: u32): u32 {
  stopHost()
  lockNics()
  const result = detachFunction(changetype<Guest>(guest), place, how)
  unlockNics()
  resumeHost()
  return result
}

/** The function at a place reports an error, by its bit in advanced error reporting, with the header of a TLP; false when there is none that answers. */
export function guestInjectError(
  guest: usize, place: u32, isCorrectable: bool, bit: u32, header0: u32, header1: u32, header2: u32, header3: u32,
): bool {
  stopHost()
  const isThere = injectError(changetype<Guest>(guest), place, isCorrectable, bit, header0, header1, header2, header3)
  resumeHost()
  return isThere
}
