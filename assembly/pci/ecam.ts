/**
 * Enhanced configuration access: the configuration space of every function of the hierarchy in one window (PCIe 5.0 §7.2.2).
 *
 *     | bus 27..20 | device 19..15 | function 14..12 | register 11..0 |
 */
import { Guest } from '../abi/layout.gen'
import { mapFunctions } from './bar'
import { configRead, configWrite } from './config-space'
import { findFunction } from './function'
import { refreshIntx } from './intx'
import { deliverPending } from './msix'

// @ts-ignore: decorator
@inline const REGISTER_MASK: u32 = 0xfff

/** Where no function is, everything reads as ones. */
export function ecamRead(guest: Guest, offset: u32, bytes: u32): u64 {
  const it = findFunction(guest, offset >> 20, (offset >> 12) & 0xff)
  return it === null ? u64.MAX_VALUE : configRead(it, offset & REGISTER_MASK, bytes)
}

/** Slot of the function that has PciEvents for its device now, or -1. */
export function ecamWrite(guest: Guest, offset: u32, value: u64, bytes: u32): i32 {
  const it = findFunction(guest, offset >> 20, (offset >> 12) & 0xff)
  if (it === null) return -1
  it.events |= configWrite(it, offset & REGISTER_MASK, value, bytes)
  mapFunctions(guest)
  refreshIntx(guest, it)
  deliverPending(guest, it)
  return it.events != 0 ? <i32>it.slot : -1
}
