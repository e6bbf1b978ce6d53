/** The PCI functions of a guest: slots behind its harts and virtio devices, reached by number, and their configuration space by offset. */
import { Guest, GUEST_HARTS, HART_BLOCK_BYTES, PCI_FUNCTION_BLOCK_BYTES, PCI_FUNCTION_CONFIG, PciFunction, PciKind, VIRTIO_SLOT_BYTES } from '../abi/layout.gen'
import { Command, ConfigPlace, configPlace, Header, Pm, Power } from './tables.gen'

// @ts-ignore: decorator
@inline
export function functionAt(guest: Guest, slot: u32): PciFunction {
  return changetype<PciFunction>(functionsOf(guest) + slot * PCI_FUNCTION_BLOCK_BYTES)
}

// @ts-ignore: decorator
@inline
function functionsOf(guest: Guest): usize {
  return changetype<usize>(guest) + GUEST_HARTS + guest.harts * HART_BLOCK_BYTES + guest.virtioSlots * VIRTIO_SLOT_BYTES
}

// @ts-ignore: decorator
@inline
export function configPointer(it: PciFunction, offset: u32): usize {
  return changetype<usize>(it) + PCI_FUNCTION_CONFIG + offset
}

// @ts-ignore: decorator
@inline
export function config8(it: PciFunction, offset: u32): u32 {
  return load<u8>(configPointer(it, offset))
}

// @ts-ignore: decorator
@inline
export function config16(it: PciFunction, offset: u32): u32 {
  return load<u16>(configPointer(it, offset))
}

// @ts-ignore: decorator
@inline
export function config32(it: PciFunction, offset: u32): u32 {
  return load<u32>(configPointer(it, offset))
}

// @ts-ignore: decorator
@inline
export function placeOf(it: PciFunction, place: ConfigPlace): u32 {
  return configPlace(it.kind, place)
}

/** May the function reach memory, and so send messages? Its root port must let it too. */
export function isBusMaster(guest: Guest, it: PciFunction): bool {
  if (!isOn(it) || (commandOf(guest, it) & Command.busMaster) == 0) return false
  return it.bridge == 0 || (config16(functionAt(guest, it.bridge), Header.command) & Command.busMaster) != 0
}

/** A VF on the bus of its PF has a bus master bit of its own, and is in D0 as long as the PF is. */
function commandOf(guest: Guest, it: PciFunction): u32 {
  return config16(it, Header.command)
}

/** In D3hot a function answers in its configuration space alone (PCI PM 1.2 §3.2.3). */
export function isOn(it: PciFunction): bool {
  if (it.isPresent == 0) return false
  const power = placeOf(it, ConfigPlace.pm)
  return power == 0 || (config16(it, power + Pm.controlStatus) & Power.state) == 0
}

/** The function at a place of the hierarchy, or null. */
export function findFunction(guest: Guest, bus: u32, devfn: u32): PciFunction | null {
  const bridge = bus == 0 ? 0 : bridgeOf(guest, bus)
  if (bridge == 0 && bus != 0) return null
  for (let slot: u32 = 0; slot < guest.pciFunctions; slot++) {
    const it = functionAt(guest, slot)
    if (it.kind != PciKind.none && it.isPresent != 0 && it.bridge == bridge && it.devfn == devfn) return it
  }
  return null
}

/** Slot of the root port whose secondary bus is `bus`, 0 when there is none: behind one port lies one bus. */
function bridgeOf(guest: Guest, bus: u32): u32 {
  for (let slot: u32 = 1; slot < guest.pciFunctions; slot++) {
    const it = functionAt(guest, slot)
    if (it.kind == PciKind.rootPort && config8(it, Header.secondaryBus) == bus) return slot
  }
  return 0
}
