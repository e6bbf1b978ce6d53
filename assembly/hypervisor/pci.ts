/** The PCI hierarchy of a guest: how it is built, and what its configuration space asks for. */
import { Guest, MOST_ROOT_PORTS, PciEvent, PciFunction, PciKind } from '../abi/layout.gen'
import { isIgb } from '../devices/igb/index'
import { reportCorrectable, reportUncorrectable } from '../pci/aer'
import { configRead, Reset, touchesWindow } from '../pci/config-space'
import { ecamWrite, functionInEcam, REGISTER_MASK } from '../pci/ecam'
import { functionAt } from '../pci/function'
import { placeFunction, resetFunction } from '../pci/make'
import { functionIn, refreshSlotInterrupt } from '../pci/slot'
import { insertFunction, resetWithDevice, slotControlWritten } from './hotplug'
import { powerOnIgb, resetIgb } from './igb-reset'
import { readWindow, writeWindow } from './pci-memory'
import { functionOfPlace, giveDevice, portOfPlace } from './place'
import { updateVirtualFunctions } from './sriov'

/** The host bridge, which is there whatever else is. */
export function pciCreate(guest: Guest): void {
  placeFunction(guest, 0, PciKind.hostBridge, 0, 0)
}

/**
 * Attaches a function of `kind` at a place of the guest, behind the root port there, which is made when there is none; its slot, or 0 when the
 * place is taken or none. The virtio device of the place is the function's.
 */
export function attachFunction(guest: Guest, place: u32, kind: u32, vectors: u32, pin: u32): u32 {
  const slot = portOfPlace(place)
  if (slot + 1 >= guest.pciFunctions || functionAt(guest, slot + 1).kind != PciKind.none) return 0
  const isPortNew = functionAt(guest, slot).kind == PciKind.none
  if (isPortNew && !attachPort(guest, place)) return 0
  const it = placeFunction(guest, slot + 1, kind, slot, 0)
  it.msixVectors = vectors
  it.interruptPin = pin
  giveDevice(guest, it, place)
  resetFunction(guest, it)
  if (isIgb(it)) powerOnIgb(guest, it)
  insertFunction(guest, it, isPortNew)
  return it.slot
}

/** A root port with nothing behind it; false when there is no room for it. */
export function attachPort(guest: Guest, place: u32): bool {
  const slot = portOfPlace(place)
  const ports = countPorts(guest)
  if (ports >= MOST_ROOT_PORTS || slot >= guest.pciFunctions || functionAt(guest, slot).kind != PciKind.none) return false
  resetFunction(guest, placeFunction(guest, slot, PciKind.rootPort, 0, ((1 + (ports >> 3)) << 3) | (ports & 7)))
  return true
}

function countPorts(guest: Guest): u32 {
  let ports: u32 = 0
  for (let slot: u32 = 1; slot < guest.pciFunctions; slot++) if (functionAt(guest, slot).kind == PciKind.rootPort) ports++
  return ports
}

/** A read in the window of configuration spaces. */
export function pciConfigRead(guest: Guest, offset: u32, bytes: u32): u64 {
  const it = functionInEcam(guest, offset)
  if (it === null) return u64.MAX_VALUE
  if (touchesWindow(it, offset & REGISTER_MASK, bytes)) readWindow(guest, it)
  return configRead(it, offset & REGISTER_MASK, bytes)
}

export function pciConfigWrite(guest: Guest, offset: u32, value: u64, bytes: u32): void {
  const slot = ecamWrite(guest, offset, value, bytes)
  if (slot >= 0) answerEvents(guest, functionAt(guest, <u32>slot))
}

function answerEvents(guest: Guest, it: PciFunction): void {
  const events = it.events
  it.events = 0
  if ((events & PciEvent.reset) != 0) resetWithDevice(guest, it, Reset.functionLevel)
  if ((events & PciEvent.busReset) != 0) resetBus(guest, it)
  if ((events & PciEvent.vfEnable) != 0 && it.totalVfs != 0) updateVirtualFunctions(guest, it)
  if ((events & PciEvent.window) != 0) writeWindow(guest, it)
  if ((events & PciEvent.slotControl) != 0) slotControlWritten(guest, it)
  if ((events & PciEvent.slotStatus) != 0) refreshSlotInterrupt(guest, it)
}

/** A hot reset of what is behind the port (PCIe 5.0 §6.6.1). */
function resetBus(guest: Guest, port: PciFunction): void {
  const it = functionIn(guest, port)
  if (it !== null) resetWithDevice(guest, it, Reset.hot)
}

/** An error of the function at a place is reported, by its bit; false when there is none that answers. */
export function injectError(guest: Guest, place: u32, isCorrectable: bool, bit: u32, header0: u32, header1: u32, header2: u32, header3: u32): bool {
  const slot = functionOfPlace(place)
  if (slot >= guest.pciFunctions) return false
  const it = functionAt(guest, slot)
  if (it.kind == PciKind.none || it.isPresent == 0) return false
  if (isCorrectable) reportCorrectable(guest, it, bit)
  else reportUncorrectable(guest, it, bit, header0, header1, header2, header3)
  return true
}

/** All functions that are no virtio devices as after power-on. */
export function resetFunctionDevices(guest: Guest): void {
  for (let slot: u32 = 0; slot < guest.pciFunctions; slot++) {
    const it = functionAt(guest, slot)
    if (isIgb(it)) resetIgb(guest, it)
    if (it.totalVfs != 0) updateVirtualFunctions(guest, it)
  }
}
