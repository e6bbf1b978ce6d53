/** What is behind the BARs of PCI functions: devices, MSI-X tables; reached by memory, or through configuration space. */
import { Guest, PciFunction, VirtioDevice } from '../abi/layout.gen'
import { isIgb, isIgbPf } from '../devices/igb/index'
import { igbPfRead, igbPfWrite } from '../devices/igb/pf-registers'
import { igbRead, igbWrite } from '../devices/igb/registers'
import { barAt, barBytes, barGpa, functionWithBarAt } from '../pci/bar'
import { config32, config8, configPointer, placeOf } from '../pci/function'
import { msixBar, msixRead, msixWrite } from '../pci/msix'
import { ConfigPlace, Window } from '../pci/tables.gen'
import { deviceOf, VirtioEvent } from '../virtio/device'
import { doorbellQueue, virtioPciRead, virtioPciWrite } from '../virtio/pci'
import { tellDevice } from './virtio'

/** The BAR with the registers of a function, or the structures of a virtio device. */
const REGISTER_BAR: u32 = 0
const MOST_BARS: u32 = 6

/** A read in the memory windows; where nothing answers, all bits are ones. */
export function pciMemoryRead(guest: Guest, gpa: u64, bytes: u32): u64 {
  const it = functionWithBarAt(guest, gpa, bytes)
  if (it === null) return u64.MAX_VALUE
  const bar = <u32>barAt(it, gpa, bytes)
  return barRead(guest, it, bar, <u32>(gpa - barGpa(it, bar)), bytes)
}

export function pciMemoryWrite(guest: Guest, gpa: u64, value: u64, bytes: u32): void {
  const it = functionWithBarAt(guest, gpa, bytes)
  if (it === null) return
  const bar = <u32>barAt(it, gpa, bytes)
  barWrite(guest, it, bar, <u32>(gpa - barGpa(it, bar)), value, bytes)
}

function barRead(guest: Guest, it: PciFunction, bar: u32, offset: u32, bytes: u32): u64 {
  if (bar == msixBar(it)) return msixRead(it, offset, bytes)
  if (bar == REGISTER_BAR && isIgb(it)) return isIgbPf(it) ? igbPfRead(guest, it, offset, bytes) : igbRead(guest, it, offset, bytes)
  return bar == REGISTER_BAR && it.device != 0 ? virtioPciRead(guest, it, virtioOf(guest, it), offset, bytes) : 0
}

function barWrite(guest: Guest, it: PciFunction, bar: u32, offset: u32, value: u64, bytes: u32): void {
  if (bar == msixBar(it)) return msixWrite(guest, it, offset, value, bytes)
  if (bar == REGISTER_BAR && isIgb(it)) return isIgbPf(it) ? igbPfWrite(guest, it, offset, value, bytes) : igbWrite(guest, it, offset, value, bytes)
  if (bar != REGISTER_BAR || it.device == 0) return
  const device = virtioOf(guest, it)
  const event = virtioPciWrite(guest, it, device, offset, value, bytes)
  if (event != VirtioEvent.none) tellDevice(guest, device, event, doorbellQueue(offset))
}

// @ts-ignore: decorator
@inline
function virtioOf(guest: Guest, it: PciFunction): VirtioDevice {
  return deviceOf(guest, it.device - 1)
}

/**
 * The window of a virtio function (§4.1.4.9): its driver says where in which BAR and how many bytes, and reads or writes the data in configuration space.
 * Whatever else it says reaches nothing.
 */
export function readWindow(guest: Guest, it: PciFunction): void {
  const bytes = windowBytes(it)
  if (bytes == 0) return
  const value = barRead(guest, it, windowBar(it), windowOffset(it), bytes)
  const data = windowPointer(it, Window.data)
  for (let i: u32 = 0; i < bytes; i++) store<u8>(data + i, <u8>(value >> (<u64>i << 3)))
}

export function writeWindow(guest: Guest, it: PciFunction): void {
  const bytes = windowBytes(it)
  if (bytes == 0) return
  const mask = u64.MAX_VALUE >> <u64>(64 - (bytes << 3))
  barWrite(guest, it, windowBar(it), windowOffset(it), load<u32>(windowPointer(it, Window.data)) & mask, bytes)
}

/** 1, 2 or 4 bytes of a BAR at a multiple of that; 0 when the window is anywhere else. */
function windowBytes(it: PciFunction): u32 {
  const bytes = load<u32>(windowPointer(it, Window.bytes))
  const offset = windowOffset(it)
  if ((bytes != 1 && bytes != 2 && bytes != 4) || (offset & (bytes - 1)) != 0 || windowBar(it) >= MOST_BARS) return 0
  const size = barBytes(it, windowBar(it))
  return <u64>offset < size ? bytes : 0
}

function windowBar(it: PciFunction): u32 {
  return config8(it, placeOf(it, ConfigPlace.window) + Window.bar)
}

function windowOffset(it: PciFunction): u32 {
  return config32(it, placeOf(it, ConfigPlace.window) + Window.offset)
}

function windowPointer(it: PciFunction, register: u32): usize {
  return configPointer(it, placeOf(it, ConfigPlace.window) + register)
}
