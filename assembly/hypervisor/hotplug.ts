/** Functions that come and go while the guest runs: the slots of its root ports, whose power its system has (PCIe 5.0 §6.7). */
import { Detached, DetachHow, Guest, NicPort, PCI_FUNCTION_BLOCK_BYTES, PciFunction, PciKind, VIRTIO_SLOT_BYTES, VirtioKind } from '../abi/layout.gen'
import { igbOf, isIgb, portOfIgb } from '../devices/igb/index'
import { netOf } from '../devices/net/index'
import { unplugPort } from '../nic/virtio'
import { mapFunctions } from '../pci/bar'
import { config16, functionAt } from '../pci/function'
import { Reset } from '../pci/config-space'
import { resetFunction } from '../pci/make'
import { functionIn, isSlotWatched, raiseSlotEvents, showSlot, wantsPowerOff } from '../pci/slot'
import { Command, Header, Slot } from '../pci/tables.gen'
import { deviceOf, deviceReset, VirtioEvent } from '../virtio/device'
import { resetIgb } from './igb-reset'
import { portOfPlace } from './place'
import { updateVirtualFunctions } from './sriov'
import { tellDevice } from './virtio'

/** Power-on, or another reset, with the device behind the function. */
export function resetWithDevice(guest: Guest, it: PciFunction, how: Reset = Reset.power): void {
  resetFunction(guest, it, how)
  mapFunctions(guest)
  if (it.device != 0) {
    const device = deviceOf(guest, it.device - 1)
    deviceReset(device)
    tellDevice(guest, device, VirtioEvent.reset, 0)
  }
  if (isIgb(it)) resetIgb(guest, it)
  if (it.totalVfs != 0) updateVirtualFunctions(guest, it)
}

/** A function was put into the slot of a root port, which may be new itself. */
export function insertFunction(guest: Guest, it: PciFunction, isPortNew: bool): void {
  const port = functionAt(guest, it.bridge)
  it.isPresent = port.slotPower
  mapFunctions(guest)
  const events = showSlot(guest, port)
  if (!isPortNew) raiseSlotEvents(guest, port, events)
}

/** The system wrote to slot control: power comes or goes, which takes no time. */
export function slotControlWritten(guest: Guest, port: PciFunction): void {
  const power: u32 = wantsPowerOff(port) ? 0 : 1
  const hasChanged = power != port.slotPower
  port.slotPower = power
  if (hasChanged) switchPower(guest, port)
  raiseSlotEvents(guest, port, showSlot(guest, port) | Slot.commandCompleted)
}

/** A function without power answers nobody; taking it out is up to the outside, since its port of a switch goes with it. */
function switchPower(guest: Guest, port: PciFunction): void {
  const it = functionIn(guest, port)
  if (it === null) return
  resetWithDevice(guest, it)
  it.isPresent = port.slotPower
  mapFunctions(guest)
  if (port.slotPower == 0 && port.isEjecting != 0) guest.ejections += 1
}

/** Takes the function at a place out. The adapters are locked, and nobody is in the guest. */
export function detachFunction(guest: Guest, place: u32, how: DetachHow): Detached {
  const port = functionAt(guest, portOfPlace(place))
  const it = functionIn(guest, port)
  if (it === null) return Detached.gone
  if (how == DetachHow.finish && port.slotPower != 0) return Detached.asked
  if (how == DetachHow.ask && isInUse(it)) {
    if (!isSlotWatched(port)) return Detached.refused
    port.isEjecting = 1
    raiseSlotEvents(guest, port, Slot.attentionButton)
    return Detached.asked
  }
  port.isEjecting = 0
  resetWithDevice(guest, it)
  removeFunction(guest, it)
  mapFunctions(guest)
  raiseSlotEvents(guest, port, showSlot(guest, port))
  return Detached.gone
}

/** A driver lets a function reach memory. */
function isInUse(it: PciFunction): bool {
  return it.isPresent != 0 && (config16(it, Header.command) & Command.busMaster) != 0
}

/** The slots of function and device are empty again, and those of its virtual functions; the root port stays. */
function removeFunction(guest: Guest, it: PciFunction): void {
  for (let slot: u32 = 1; it.totalVfs != 0 && slot < guest.pciFunctions; slot++) {
    const vf = functionAt(guest, slot)
    if (vf.kind != PciKind.none && vf.physicalFunction == it.slot) removeFunction(guest, vf)
  }
  if (isIgb(it) && igbOf(it).port != 0) unplugPort(portOfIgb(igbOf(it)))
  if (it.device != 0) {
    const device = deviceOf(guest, it.device - 1)
    if (device.kind == VirtioKind.net && netOf(device).port != 0) unplugPort(changetype<NicPort>(<usize>netOf(device).port))
    memory.fill(changetype<usize>(device), 0, VIRTIO_SLOT_BYTES)
  }
  memory.fill(changetype<usize>(it), 0, PCI_FUNCTION_BLOCK_BYTES)
}
