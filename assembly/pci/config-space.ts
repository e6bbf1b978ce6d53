/** Reads and writes of a function's configuration space, by the generated masks, and what a write asks of others. */
import { CONFIG_BYTES, PciEvent, PciFunction, PciKind } from '../abi/layout.gen'
import { config16, configPointer, placeOf } from './function'
import { slotControlAt } from './slot'
import { alignVfBars, isHeldBySriov, isUnderVfPage } from './sriov'
import {
  BridgeControl, clearedByOneAt, ConfigPlace, DeviceControl, Express, Header, lastingAt, Pm, Power, resetAt, Sriov, stickyAt, Window, writableAt,
} from './tables.gen'

/** Resets, by what survives them. */
export const enum Reset {
  power = 0,
  /** Of the bus. */
  hot = 1,
  functionLevel = 2,
}

/** Little-endian bytes from `offset` on; beyond what is kept everything reads zero. */
export function configRead(it: PciFunction, offset: u32, bytes: u32): u64 {
  let value: u64 = 0
  for (let i: u32 = 0; i < bytes && offset + i < CONFIG_BYTES; i++) value |= <u64>load<u8>(configPointer(it, offset + i)) << (i << 3)
  return value
}

/** PciEvent bits of what the write asks for. */
export function configWrite(it: PciFunction, offset: u32, value: u64, bytes: u32): u32 {
  const wasReset = isBusReset(it)
  for (let i: u32 = 0; i < bytes && offset + i < CONFIG_BYTES; i++) writeByte(it, offset + i, <u32>(value >> (i << 3)) & 0xff)
  if (touches(offset, bytes, placeIn(it, ConfigPlace.sriov, Sriov.systemPageSize))) alignVfBars(it)
  return eventsOf(it, offset, bytes) | (isBusReset(it) && !wasReset ? <u32>PciEvent.busReset : 0)
}

/** Does the port hold the bus behind it in reset? */
function isBusReset(it: PciFunction): bool {
  return it.kind == PciKind.rootPort && (config16(it, Header.bridgeControl) & BridgeControl.secondaryBusReset) != 0
}

function writeByte(it: PciFunction, offset: u32, value: u32): void {
  if (isHeldBySriov(it, offset) || isNoPowerState(it, offset, value)) return
  const writable = <u32>load<u8>(writableAt(it.kind, offset)) & ~isUnderVfPage(it, offset)
  const cleared = <u32>load<u8>(clearedByOneAt(it.kind, offset))
  const at = configPointer(it, offset)
  const before = <u32>load<u8>(at)
  store<u8>(at, ((before & ~writable) | (value & writable)) & ~(value & cleared))
}

/** A state that the function does not support is as if it had not been written (§7.5.2.2). */
function isNoPowerState(it: PciFunction, offset: u32, value: u32): bool {
  const state = value & Power.state
  return state != 0 && state != Power.d3 && offset == placeIn(it, ConfigPlace.pm, Pm.controlStatus)
}

function eventsOf(it: PciFunction, offset: u32, bytes: u32): u32 {
  let events: u32 = 0
  if (takesFlr(it)) events |= PciEvent.reset
  if (touches(offset, bytes, placeIn(it, ConfigPlace.sriov, Sriov.control))) events |= PciEvent.vfEnable
  if (touchesWindow(it, offset, bytes)) events |= PciEvent.window
  if (it.kind == PciKind.rootPort && touches(offset, bytes, slotControlAt(it)))
    events |= offset < slotControlAt(it) + 2 ? PciEvent.slotControl : PciEvent.slotStatus
  return events
}

/** Is the data of the window into the BARs among these bytes? */
export function touchesWindow(it: PciFunction, offset: u32, bytes: u32): bool {
  return touches(offset, bytes, placeIn(it, ConfigPlace.window, Window.data))
}

/** The bit that starts a function level reset reads zero (PCIe 5.0 §7.5.3.4). */
function takesFlr(it: PciFunction): bool {
  const place = placeIn(it, ConfigPlace.express, Express.deviceControl)
  if (place == 0) return false
  const control = configPointer(it, place)
  const value = <u32>load<u16>(control)
  store<u16>(control, <u16>(value & ~<u32>DeviceControl.initiateFlr))
  return (value & <u32>DeviceControl.initiateFlr) != 0
}

/** Offset of a register of a capability, 0 where the kind has none. */
function placeIn(it: PciFunction, capability: ConfigPlace, register: u32): u32 {
  const place = placeOf(it, capability)
  return place == 0 ? 0 : place + register
}

// @ts-ignore: decorator
@inline
function touches(offset: u32, bytes: u32, register: u32): bool {
  return register != 0 && offset < register + 4 && offset + bytes > register
}

/** Configuration space as after power-on, without what is told when the function is made, but for what survives the reset. */
export function configReset(it: PciFunction, how: Reset): void {
  for (let offset: u32 = 0; offset < CONFIG_BYTES; offset += 4) {
    const kept = keptAt(it.kind, offset, how)
    const at = configPointer(it, offset)
    store<u32>(at, (load<u32>(at) & kept) | (load<u32>(resetAt(it.kind, offset)) & ~kept))
  }
}

function keptAt(kind: u32, offset: u32, how: Reset): u32 {
  if (how == Reset.power) return 0
  const sticky = load<u32>(stickyAt(kind, offset))
  return how == Reset.functionLevel ? sticky | load<u32>(lastingAt(kind, offset)) : sticky
}
