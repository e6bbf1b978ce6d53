/**
 * Enhanced configuration access: the configuration space of every function of the hierarchy in one window (PCIe 5.0 §7.2.2).
 *
 *     | bus 27..20 | device 19..15 | function 14..12 | register 11..0 |
 */
import { Guest, PciFunction } from '../abi/layout.gen'
import { mapFunctions } from './bar'
import { configWrite } from './config-space'
import { findFunction } from './function'
import { refreshIntx } from './intx'
import { deliverPending } from './msix'

// @ts-ignore: decorator
@inline export const REGISTER_MASK: u32 = 0xfff

/** The function there, or null. */
// @ts-ignore: decorator
@inline
export function functionInEcam(guest: Guest, offset: u32): PciFunction | null {
  return findFunction(guest, offset >> 20, (offset >> 12) & 0xff)
}

/** Slot of the function that has PciEvents for its device now, or -1. */
export function ecamWrite(guest: Guest, offset: u32, value: u64, bytes: u32): i32 {
  const it = functionInEcam(guest, offset)
  if (it === null) return -1
  it.events |= configWrite(it, offset & REGISTER_MASK, value, bytes)
  mapFunctions(guest)
  refreshIntx(guest, it)
  deliverPending(guest, it)
  return it.events != 0 ? <i32>it.slot : -1
}
