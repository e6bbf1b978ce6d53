/** The PCI hierarchy of a guest: how it is built, and which device answers behind a BAR. */
import { Guest, MOST_ROOT_PORTS, PciEvent, PciFunction, PciKind, VirtioDevice } from '../abi/layout.gen'
import { reportCorrectable, reportUncorrectable } from '../pci/aer'
import { barAt, barGpa, functionWithBarAt } from '../pci/bar'
import { ecamWrite } from '../pci/ecam'
import { config32, functionAt, placeOf } from '../pci/function'
import { placeFunction, resetFunction } from '../pci/make'
import { msixRead, msixWrite } from '../pci/msix'
import { functionIn, refreshSlotInterrupt } from '../pci/slot'
import { ConfigPlace } from '../pci/tables.gen'
import { isIgb, isIgbPf } from '../devices/igb/index'
import { igbPfRead, igbPfWrite } from '../devices/igb/pf-registers'
import { igbRead, igbWrite } from '../devices/igb/registers'
import { deviceOf, VirtioEvent } from '../virtio/device'
import { doorbellQueue, virtioPciRead, virtioPciWrite } from '../virtio/pci'
import { insertFunction, resetWithDevice, slotControlWritten } from './hotplug'
import { powerOnIgb, resetIgb } from './igb-reset'
import { functionOfPlace, giveDevice, portOfPlace } from './place'
import { updateVirtualFunctions } from './sriov'
import { tellDevice } from './virtio'

/** Offset of the table's place from MSI-X control; which BAR it is in. */
const MSIX_TABLE: u32 = 2
const MSIX_BAR: u32 = 7
/** The BAR with the registers of a function, or the structures of a virtio device. */
const REGISTER_BAR: u32 = 0

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

export function pciConfigWrite(guest: Guest, offset: u32, value: u64, bytes: u32): void {
  const slot = ecamWrite(guest, offset, value, bytes)
  if (slot >= 0) answerEvents(guest, functionAt(guest, <u32>slot))
}

function answerEvents(guest: Guest, it: PciFunction): void {
  const events = it.events
  it.events = 0
  if ((events & PciEvent.reset) != 0) resetWithDevice(guest, it, true)
  if ((events & PciEvent.busReset) != 0) resetBus(guest, it)
  if ((events & PciEvent.vfEnable) != 0 && it.totalVfs != 0) updateVirtualFunctions(guest, it)
  if ((events & PciEvent.slotControl) != 0) slotControlWritten(guest, it)
  if ((events & PciEvent.slotStatus) != 0) refreshSlotInterrupt(guest, it)
}

/** A hot reset of what is behind the port (PCIe 5.0 §6.6.1). */
function resetBus(guest: Guest, port: PciFunction): void {
  const it = functionIn(guest, port)
  if (it !== null) resetWithDevice(guest, it, true)
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

// @ts-ignore: decorator
@inline
function virtioOf(guest: Guest, it: PciFunction): VirtioDevice {
  return deviceOf(guest, it.device - 1)
}

/** A read in the memory windows; where nothing answers, all bits are ones. */
export function pciMemoryRead(guest: Guest, gpa: u64, bytes: u32): u64 {
  const it = functionWithBarAt(guest, gpa, bytes)
  if (it === null) return u64.MAX_VALUE
  const bar = <u32>barAt(it, gpa, bytes)
  const offset = <u32>(gpa - barGpa(it, bar))
  if (bar == msixBar(it)) return msixRead(it, offset, bytes)
  if (bar == REGISTER_BAR && isIgb(it)) return isIgbPf(it) ? igbPfRead(guest, it, offset, bytes) : igbRead(guest, it, offset, bytes)
  return bar == REGISTER_BAR && it.device != 0 ? virtioPciRead(guest, it, virtioOf(guest, it), offset, bytes) : 0
}

export function pciMemoryWrite(guest: Guest, gpa: u64, value: u64, bytes: u32): void {
  const it = functionWithBarAt(guest, gpa, bytes)
  if (it === null) return
  const bar = <u32>barAt(it, gpa, bytes)
  const offset = <u32>(gpa - barGpa(it, bar))
  if (bar == msixBar(it)) return msixWrite(guest, it, offset, value, bytes)
  if (bar == REGISTER_BAR && isIgb(it)) return isIgbPf(it) ? igbPfWrite(guest, it, offset, value, bytes) : igbWrite(guest, it, offset, value, bytes)
  if (bar != REGISTER_BAR || it.device == 0) return
  const device = virtioOf(guest, it)
  const event = virtioPciWrite(guest, it, device, offset, value, bytes)
  if (event != VirtioEvent.none) tellDevice(guest, device, event, doorbellQueue(offset))
}

/** All ones where there is no table. */
function msixBar(it: PciFunction): u32 {
  const control = placeOf(it, ConfigPlace.msixControl)
  return control == 0 ? u32.MAX_VALUE : config32(it, control + MSIX_TABLE) & MSIX_BAR
}
