/** A driver that breaks the rules of queues or of memory: its device stops until it is reset, and the host's owner can tell. */
import { Guest, VirtioDevice, VirtioStatus } from '../abi/layout.gen'
import { deviceConfigChanged } from './interrupt'
import { nextSecurityEntry } from './security'

/** Where it happened. */
export function reportViolation(guest: Guest, device: VirtioDevice, queue: u32, reason: u32, gpa: u64, bytes: u64): void {
  device.violations += 1
  const entry = nextSecurityEntry(guest)
  entry.gpa = gpa
  entry.length = bytes
  entry.reason = reason
  entry.slot = device.slot
  entry.queue = queue
  entry.kind = device.kind
  requireReset(guest, device)
}

/** DEVICE_NEEDS_RESET: no queue is served any more, and the driver is told (§2.1.2). */
export function requireReset(guest: Guest, device: VirtioDevice): void {
  if ((device.status & VirtioStatus.needsReset) != 0) return
  device.status |= VirtioStatus.needsReset
  device.needsResets += 1
  deviceConfigChanged(guest, device)
}
