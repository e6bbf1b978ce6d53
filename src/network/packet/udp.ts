/** UDP datagrams (RFC 768). */
import { addUp, fold, pseudoHeader } from './checksum'
import { protocols } from './ipv4'

const headerBytes = 8

export interface Udp {
  sourcePort: number
  destinationPort: number
  payload: Uint8Array
}

/** Between which addresses it goes. */
export interface Ends {
  source: number
  destination: number
}

export function parseUdp(bytes: Uint8Array, ends: Ends): Udp | undefined {
  if (bytes.length < headerBytes) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const length = view.getUint16(4)
  if (length < headerBytes || length > bytes.length) return undefined
  const datagram = bytes.subarray(0, length)
  // A checksum of zero says that there is none.
  if (view.getUint16(6) !== 0 && fold(addUp(datagram, pseudoHeader({ ...ends, protocol: protocols.udp, bytes: length }))) !== 0) {
    return undefined
  }
  return { sourcePort: view.getUint16(0), destinationPort: view.getUint16(2), payload: datagram.subarray(headerBytes) }
}

export function udp({ sourcePort, destinationPort, payload }: Udp, ends: Ends): Uint8Array {
  const bytes = new Uint8Array(headerBytes + payload.length)
  const view = new DataView(bytes.buffer)
  view.setUint16(0, sourcePort)
  view.setUint16(2, destinationPort)
  view.setUint16(4, bytes.length)
  bytes.set(payload, headerBytes)
  const checksum = fold(addUp(bytes, pseudoHeader({ ...ends, protocol: protocols.udp, bytes: bytes.length })))
  view.setUint16(6, checksum === 0 ? 0xffff : checksum)
  return bytes
}
