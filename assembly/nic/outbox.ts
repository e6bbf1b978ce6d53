/**
 * Frames for the outside: those that leave through the uplink, and those for the host's own port.
 *
 *     | bytes u32 | port u32 | frame, padded to 8 |  ...       a ring
 */
import { FrameSink, Nic, NIC_OUTBOX_BYTES } from '../abi/layout.gen'
import { nicEvent } from './port'

// @ts-ignore: decorator
@inline const RECORD_HEADER: u32 = 8
// @ts-ignore: decorator
@inline const MASK: u32 = NIC_OUTBOX_BYTES - 1

/** Begins a record of at most `bytes`; false when there is no room. */
export function outboxOpen(sink: FrameSink, nic: Nic, bytes: u32): bool {
  const used = nic.outboxHead - nic.outboxTail
  sink.guest = 0
  sink.device = <u32>changetype<usize>(nic)
  sink.position = RECORD_HEADER
  return used <= NIC_OUTBOX_BYTES && bytes + RECORD_HEADER + 8 <= NIC_OUTBOX_BYTES - used
}

export function outboxWrite(sink: FrameSink, source: usize, bytes: u32): void {
  const nic = changetype<Nic>(<usize>sink.device)
  const at = (nic.outboxHead + sink.position) & MASK
  const first = min<u32>(bytes, NIC_OUTBOX_BYTES - at)
  memory.copy(nic.outbox + at, source, first)
  memory.copy(nic.outbox, source + first, bytes - first)
  sink.position += bytes
}

export function outboxCommit(sink: FrameSink, port: u32): void {
  const nic = changetype<Nic>(<usize>sink.device)
  const at = nic.outbox + (nic.outboxHead & MASK)
  store<u32>(at, sink.position - RECORD_HEADER)
  store<u32>(at, port, 4)
  nic.outboxHead += (sink.position + 7) & ~7
  nicEvent(nic)
}
