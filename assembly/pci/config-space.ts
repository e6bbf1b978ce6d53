/** Reads and writes of a function's configuration space, by the generated masks, and what a write asks of others. */
import { CONFIG_BYTES, PciEvent, PciFunction, PciKind } from '../abi/layout.gen'
import { isSticky } from './aer'
import { config16, configPointer, Header, placeOf } from './function'
import { slotControlAt } from './slot'
import { isHeldBySriov } from './sriov'
import { clearedByOneAt, ConfigPlace, resetAt, writableAt } from './tables.gen'

// @ts-ignore: decorator
@inline const INITIATE_FLR: u32 = 0x8000
// @ts-ignore: decorator
@inline const DEVICE_CONTROL: u32 = 6
// @ts-ignore: decorator
@inline const SRIOV_CONTROL: u32 = 8
// @ts-ignore: decorator
@inline const WINDOW_DATA: u32 = 12
/** Of bridge control. */
// @ts-ignore: decorator
@inline const SECONDARY_BUS_RESET: u32 = 0x40

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
  return eventsOf(it, offset, bytes) | (isBusReset(it) && !wasReset ? <u32>PciEvent.busReset : 0)
}

/** Does the port hold the bus behind it in reset? */
function isBusReset(it: PciFunction): bool {
  return it.kind == PciKind.rootPort && (config16(it, Header.bridgeControl) & SECONDARY_BUS_RESET) != 0
}

function writeByte(it: PciFunction, offset: u32, value: u32): void {
  if (isHeldBySriov(it, offset)) return
  const writable = <u32>load<u8>(writableAt(it.kind, offset))
  const cleared = <u32>load<u8>(clearedByOneAt(it.kind, offset))
  const at = configPointer(it, offset)
  const before = <u32>load<u8>(at)
  store<u8>(at, ((before & ~writable) | (value & writable)) & ~(value & cleared))
}

function eventsOf(it: PciFunction, offset: u32, bytes: u32): u32 {
  let events: u32 = 0
  if (takesFlr(it)) events |= PciEvent.reset
  const sriov = placeOf(it, ConfigPlace.sriovHeader)
  if (sriov != 0 && touches(offset, bytes, sriov + SRIOV_CONTROL)) events |= PciEvent.vfEnable
  const window = placeOf(it, ConfigPlace.windowBar)
  if (window != 0 && touches(offset, bytes, window + WINDOW_DATA)) events |= PciEvent.window
  if (it.kind == PciKind.rootPort && touches(offset, bytes, slotControlAt(it)))
    events |= offset < slotControlAt(it) + 2 ? PciEvent.slotControl : PciEvent.slotStatus
  return events
}

/** The bit that starts a function level reset reads zero (PCIe 5.0 §7.5.3.4). */
function takesFlr(it: PciFunction): bool {
  const express = placeOf(it, ConfigPlace.expressCapabilities)
  if (express == 0) return false
  const control = configPointer(it, express + DEVICE_CONTROL)
  const value = <u32>load<u16>(control)
  store<u16>(control, <u16>(value & ~INITIATE_FLR))
  return (value & INITIATE_FLR) != 0
}

// @ts-ignore: decorator
@inline
function touches(offset: u32, bytes: u32, register: u32): bool {
  return offset < register + 4 && offset + bytes > register
}

/** Configuration space as after power-on, without what is told when the function is made; a function level reset leaves what is sticky. */
export function configReset(it: PciFunction, keepsSticky: bool): void {
  for (let offset: u32 = 0; offset < CONFIG_BYTES; offset += 4) {
    if (keepsSticky && isSticky(offset)) continue
    store<u32>(configPointer(it, offset), load<u32>(resetAt(it.kind, offset)))
  }
}
