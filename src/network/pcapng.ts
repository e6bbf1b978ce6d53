/**
 * The pcapng capture format (draft-ietf-opsawg-pcapng), as `tcpdump -r` and `tshark` read it.
 *
 *     block:  | type u32 | total length u32 | body, padded to 4 bytes | total length u32 |
 *     file:   section header, one interface description per interface, then an enhanced packet block per frame
 */
import type { Frame } from './port'

const blockTypes = { section: 0x0a0d0d0a, interface: 1, packet: 6 } as const
const byteOrderMagic = 0x1a2b3c4d
const linkTypeEthernet = 1
const options = { end: 0, interfaceName: 2, timeResolution: 9 } as const
/** Timestamps are nanoseconds: 10^-9. */
const nanoseconds = 9

/** The section header of a file. */
export function sectionHeader(): Uint8Array {
  const body = new DataView(new ArrayBuffer(16))
  body.setUint32(0, byteOrderMagic, true)
  body.setUint16(4, 1, true)
  body.setUint16(6, 0, true)
  // The section's length is not known beforehand.
  body.setBigInt64(8, -1n, true)
  return block(blockTypes.section, [bytesOf(body)])
}

/** Describes the next interface; the first one has the id 0. */
export function interfaceDescription(name: string): Uint8Array {
  const head = new DataView(new ArrayBuffer(8))
  head.setUint16(0, linkTypeEthernet, true)
  return block(blockTypes.interface, [
    bytesOf(head),
    option(options.interfaceName, new TextEncoder().encode(name)),
    option(options.timeResolution, Uint8Array.of(nanoseconds)),
    option(options.end, new Uint8Array()),
  ])
}

/** A frame as it passed an interface, at nanoseconds since 1970. */
export function packet(facts: { interfaceId: number; atNs: bigint; frame: Frame }): Uint8Array {
  const { interfaceId, atNs, frame } = facts
  const head = new DataView(new ArrayBuffer(20))
  head.setUint32(0, interfaceId, true)
  head.setUint32(4, Number((atNs >> 32n) & 0xffff_ffffn), true)
  head.setUint32(8, Number(atNs & 0xffff_ffffn), true)
  head.setUint32(12, frame.length, true)
  head.setUint32(16, frame.length, true)
  return block(blockTypes.packet, [bytesOf(head), frame])
}

function option(code: number, value: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(4 + padded(value.length))
  const view = new DataView(bytes.buffer)
  view.setUint16(0, code, true)
  view.setUint16(2, value.length, true)
  bytes.set(value, 4)
  return bytes
}

function block(type: number, parts: readonly Uint8Array[]): Uint8Array {
  const bodyBytes = parts.reduce((sum, part) => sum + part.length, 0)
  const total = 12 + padded(bodyBytes)
  const bytes = new Uint8Array(total)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, type, true)
  view.setUint32(4, total, true)
  let at = 8
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  view.setUint32(total - 4, total, true)
  return bytes
}

const padded = (bytes: number): number => (bytes + 3) & ~3
const bytesOf = (view: DataView<ArrayBuffer>): Uint8Array => new Uint8Array(view.buffer)
