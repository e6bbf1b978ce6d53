/** Message-signalled interrupts: a function writes a word to memory, and where the IMSIC is, a hart is interrupted. */
import { Guest, InterruptController, PciFunction } from '../abi/layout.gen'
import { IMSIC_M_BASE, IMSIC_M_BYTES_PER_HART, IMSIC_S_BASE, IMSIC_S_BYTES_PER_HART } from '../abi/platform.gen'
import { imsicWrite, InterruptFile } from '../irq/imsic'
import { guestIsRam, writePointer } from '../memory/physical'
import { isBusMaster } from './function'

/** Sends `data` to `gpa`; false when the function may not write memory, or nothing takes it there. */
export function sendMessage(guest: Guest, it: PciFunction, gpa: u64, data: u32): bool {
  if (!isBusMaster(guest, it)) return false
  if (guest.interruptController == InterruptController.aia) {
    if (toFile(guest, gpa, data, IMSIC_S_BASE, IMSIC_S_BYTES_PER_HART, InterruptFile.supervisor)) return true
    if (guest.start != 0 && toFile(guest, gpa, data, IMSIC_M_BASE, IMSIC_M_BYTES_PER_HART, InterruptFile.machine)) return true
  }
  return toMemory(guest, gpa, data)
}

function toFile(guest: Guest, gpa: u64, data: u32, base: u64, bytesPerHart: u32, file: u32): bool {
  if (gpa < base || gpa - base >= <u64>guest.harts * bytesPerHart) return false
  const offset = <u32>(gpa - base)
  imsicWrite(guest, offset / bytesPerHart, file, offset & (bytesPerHart - 1), data)
  return true
}

/** To a device a message is a write like any other. */
function toMemory(guest: Guest, gpa: u64, data: u32): bool {
  if ((gpa & 3) != 0 || !guestIsRam(guest, gpa, 4)) return false
  const target = writePointer(guest, gpa, 4)
  if (target == 0) return false
  store<u32>(target, data)
  return true
}
