/** ICMP messages (RFC 792). */
import { addUp, fold } from './checksum'

export const icmpTypes = { echoReply: 0, unreachable: 3, echo: 8, timeExceeded: 11 } as const
/** Codes of `unreachable`; 13 is of RFC 1812 §5.2.7.1. */
export const unreachableCodes = { host: 1, protocol: 2, port: 3, prohibited: 13 } as const

const headerBytes = 8
export interface Icmp {
  type: number
  code: number
  /** The last word of the header: identifier and sequence number of an echo. */
  rest: number
  payload: Uint8Array
}

export function parseIcmp(bytes: Uint8Array): Icmp | undefined {
  if (bytes.length < headerBytes || fold(addUp(bytes)) !== 0) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  return { type: view.getUint8(0), code: view.getUint8(1), rest: view.getUint32(4), payload: bytes.subarray(headerBytes) }
}

export function icmp({ type, code, rest, payload }: Icmp): Uint8Array {
  const bytes = new Uint8Array(headerBytes + payload.length)
  const view = new DataView(bytes.buffer)
  view.setUint8(0, type)
  view.setUint8(1, code)
  view.setUint32(4, rest)
  bytes.set(payload, headerBytes)
  view.setUint16(2, fold(addUp(bytes)))
  return bytes
}

/** Tells the sender of `packet` why it went nowhere: its header is quoted, and the first 8 bytes behind it. */
export function failure({ type, code, packet }: { type: number; code: number; packet: Uint8Array }): Uint8Array {
  const headerLength = ((packet[0] ?? 0) & 15) << 2
  return icmp({ type, code, rest: 0, payload: packet.subarray(0, headerLength + 8) })
}
