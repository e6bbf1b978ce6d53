/**
 * The hot-plug slot of a root port (PCIe 5.0 §6.7, §7.5.3.9 to 11): whether there is something in it, whether its link is up, and the events that
 * its system is told of by a message.
 */
import { Guest, PciFunction, PciKind } from '../abi/layout.gen'
import { config16, configPointer, functionAt, placeOf } from './function'
import { signalMsi } from './msi'
import { ConfigPlace, Express, LinkStatus, Slot } from './tables.gen'

// @ts-ignore: decorator
@inline
function at(port: PciFunction, register: u32): u32 {
  return placeOf(port, ConfigPlace.express) + register
}

/** What is behind the port: its function 0, or null. */
export function functionIn(guest: Guest, port: PciFunction): PciFunction | null {
  const it = functionAt(guest, port.slot + 1)
  return it.kind != PciKind.none && it.bridge == port.slot ? it : null
}

/** After power-on: the slot has a number, power, and a link where there is something to link with. */
export function resetSlot(guest: Guest, port: PciFunction): void {
  const number = 1 + ((port.devfn - 8) & 0xff)
  const capabilities = configPointer(port, at(port, Express.slotCapabilities))
  store<u32>(capabilities, load<u32>(capabilities) | (number << Slot.numberShift))
  port.slotPower = 1
  port.slotAsserts = 0
  port.isEjecting = 0
  const it = functionIn(guest, port)
  if (it !== null) it.isPresent = 1
  showSlot(guest, port)
}

/** Brings presence and link up to date; bits of the events that this is. */
export function showSlot(guest: Guest, port: PciFunction): u32 {
  const it = functionIn(guest, port)
  const isLinked = it !== null && it.isPresent != 0
  const presence = change(port, Express.slotStatus, Slot.present, it !== null) ? <u32>Slot.presenceChanged : 0
  return presence | (change(port, Express.linkStatus, LinkStatus.active, isLinked) ? <u32>Slot.linkChanged : 0)
}

/** True when the bit was another. */
function change(port: PciFunction, register: u32, bit: u32, isSet: bool): bool {
  const pointer = configPointer(port, at(port, register))
  const before = <u32>load<u16>(pointer)
  const after = isSet ? before | bit : before & ~bit
  store<u16>(pointer, <u16>after)
  return before != after
}

/** Has the system, by what it wrote to slot control, taken the power away? */
export function wantsPowerOff(port: PciFunction): bool {
  return (config16(port, at(port, Express.slotControl)) & Slot.powerOff) != 0
}

/** Does the system look after the slot: would it hear of its button? */
export function isSlotWatched(port: PciFunction): bool {
  const both = Slot.interruptEnable | <u32>Slot.attentionButton
  return (config16(port, at(port, Express.slotControl)) & both) == both
}

export function raiseSlotEvents(guest: Guest, port: PciFunction, events: u32): void {
  const status = configPointer(port, at(port, Express.slotStatus))
  store<u16>(status, <u16>(<u32>load<u16>(status) | events))
  refreshSlotInterrupt(guest, port)
}

/** A message goes out whenever the first event that is enabled comes up (§6.7.3.4). */
export function refreshSlotInterrupt(guest: Guest, port: PciFunction): void {
  const control = config16(port, at(port, Express.slotControl))
  const enabled = (control & Slot.enables) | ((control >> Slot.linkShift) & <u32>Slot.linkChanged)
  const asserts: u32 = (control & Slot.interruptEnable) != 0 && (config16(port, at(port, Express.slotStatus)) & enabled) != 0 ? 1 : 0
  const isNew = asserts != 0 && port.slotAsserts == 0
  port.slotAsserts = asserts
  if (isNew) signalMsi(guest, port)
}

/** Offset of slot control in configuration space; slot status is behind it. */
// @ts-ignore: decorator
@inline
export function slotControlAt(port: PciFunction): u32 {
  return at(port, Express.slotControl)
}
