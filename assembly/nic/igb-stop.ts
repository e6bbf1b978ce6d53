/** A malformed descriptor or message of an 82576 function is no accident: it stops until its driver resets it, and the embedder is told. */
import { Guest, NicPort } from '../abi/layout.gen'
import { nextSecurityEntry } from '../virtio/security'
import { nicEvent, nicOf } from './port'

/** `reason` is a VirtioViolation; `gpa` and `bytes` tell what was refused. */
export function stopIgb(guest: Guest, port: NicPort, queue: u32, reason: u32, gpa: u64, bytes: u64): void {
  port.malicious += 1
  port.isStopped = 1
  nicEvent(nicOf(port))
  const entry = nextSecurityEntry(guest)
  entry.gpa = gpa
  entry.length = bytes
  entry.reason = reason
  entry.slot = port.slot
  entry.queue = queue
  entry.kind = 0
}
