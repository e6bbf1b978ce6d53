/** TCP segments (RFC 9293), with the options of a SYN: maximum segment size and window scale (RFC 7323). */
import { addUp, fold, pseudoHeader } from './checksum'
import { protocols } from './ipv4'
import type { Ends } from './udp'

export const tcpFlags = { fin: 1, syn: 2, rst: 4, psh: 8, ack: 16 } as const

const headerBytes = 20
const optionKinds = { end: 0, nothing: 1, maximumSegmentSize: 2, windowScale: 3 } as const

export interface Segment {
  sourcePort: number
  destinationPort: number
  /** Sequence numbers are unsigned, modulo 2^32. */
  sequence: number
  acknowledgement: number
  flags: number
  /** As it is in the header, not scaled. */
  window: number
  maximumSegmentSize?: number | undefined
  windowScale?: number | undefined
  payload: Uint8Array
}

/** `a` - `b` of two sequence numbers: negative when `a` is before `b`. */
export const sequenceDistance = (a: number, b: number): number => (a - b) | 0

export function parseTcp(bytes: Uint8Array, ends: Ends): Segment | undefined {
  if (bytes.length < headerBytes) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const dataOffset = (view.getUint8(12) >> 4) << 2
  if (dataOffset < headerBytes || dataOffset > bytes.length) return undefined
  if (fold(addUp(bytes, pseudoHeader({ ...ends, protocol: protocols.tcp, bytes: bytes.length }))) !== 0) return undefined
  return {
    sourcePort: view.getUint16(0),
    destinationPort: view.getUint16(2),
    sequence: view.getUint32(4),
    acknowledgement: view.getUint32(8),
    flags: view.getUint8(13),
    window: view.getUint16(14),
    ...parseOptions(bytes.subarray(headerBytes, dataOffset)),
    payload: bytes.subarray(dataOffset),
  }
}

function parseOptions(bytes: Uint8Array): Pick<Segment, 'maximumSegmentSize' | 'windowScale'> {
  const found: Pick<Segment, 'maximumSegmentSize' | 'windowScale'> = {}
  let at = 0
  while (at < bytes.length && bytes[at] !== optionKinds.end) {
    if (bytes[at] === optionKinds.nothing) {
      at++
      continue
    }
    const length = bytes[at + 1] ?? 0
    if (length < 2 || at + length > bytes.length) break
    if (bytes[at] === optionKinds.maximumSegmentSize && length === 4) {
      found.maximumSegmentSize = ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number)
    }
    if (bytes[at] === optionKinds.windowScale && length === 3) found.windowScale = Math.min(bytes[at + 2] as number, 14)
    at += length
  }
  return found
}

export function tcp(segment: Segment, ends: Ends): Uint8Array {
  const options = optionsOf(segment)
  const dataOffset = headerBytes + options.length
  const bytes = new Uint8Array(dataOffset + segment.payload.length)
  const view = new DataView(bytes.buffer)
  view.setUint16(0, segment.sourcePort)
  view.setUint16(2, segment.destinationPort)
  view.setUint32(4, segment.sequence)
  view.setUint32(8, segment.acknowledgement)
  view.setUint8(12, (dataOffset >> 2) << 4)
  view.setUint8(13, segment.flags)
  view.setUint16(14, segment.window)
  bytes.set(options, headerBytes)
  bytes.set(segment.payload, dataOffset)
  view.setUint16(16, fold(addUp(bytes, pseudoHeader({ ...ends, protocol: protocols.tcp, bytes: bytes.length }))))
  return bytes
}

function optionsOf({ maximumSegmentSize: size, windowScale: scale }: Segment): number[] {
  const bytes: number[] = []
  if (size !== undefined) bytes.push(optionKinds.maximumSegmentSize, 4, size >> 8, size & 0xff)
  if (scale !== undefined) bytes.push(optionKinds.nothing, optionKinds.windowScale, 3, scale)
  return bytes
}
