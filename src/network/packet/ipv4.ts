/** IPv4 packets (RFC 791). */
import type { Ipv4 } from './address'
import { addUp, fold } from './checksum'

export const protocols = { icmp: 1, tcp: 6, udp: 17 } as const

const headerBytes = 20
const defaultTtl = 64
const dontFragment = 0x4000
const moreFragments = 0x2000
const fragmentOffset = 0x1fff

export interface Ipv4Packet {
  source: Ipv4
  destination: Ipv4
  protocol: number
  payload: Uint8Array
  ttl?: number
}

/** A packet as it came: perhaps a fragment. */
export interface ReceivedIpv4 extends Required<Ipv4Packet> {
  id: number
  /** Bytes in front of this fragment's payload. */
  offset: number
  hasMore: boolean
  /** The packet from its header on, without what Ethernet fills up. */
  bytes: Uint8Array
}

/** The packet, as views on `bytes`; undefined when its header is damaged. */
export function parseIpv4Packet(bytes: Uint8Array): ReceivedIpv4 | undefined {
  if (bytes.length < headerBytes || (bytes[0] as number) >> 4 !== 4) return undefined
  const headerLength = ((bytes[0] as number) & 15) << 2
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const total = view.getUint16(2)
  if (headerLength < headerBytes || total < headerLength || total > bytes.length) return undefined
  if (fold(addUp(bytes.subarray(0, headerLength))) !== 0) return undefined
  const fragment = view.getUint16(6)
  return {
    source: view.getUint32(12),
    destination: view.getUint32(16),
    protocol: bytes[9] as number,
    ttl: bytes[8] as number,
    payload: bytes.subarray(headerLength, total),
    id: view.getUint16(4),
    offset: (fragment & fragmentOffset) << 3,
    hasMore: (fragment & moreFragments) !== 0,
    bytes: bytes.subarray(0, total),
  }
}

/** One packet that is not to be fragmented. */
export function ipv4({ source, destination, protocol, payload, ttl = defaultTtl }: Ipv4Packet): Uint8Array {
  return headed({ source, destination, protocol, payload, ttl }, { id: 0, flags: dontFragment })
}

/** As many fragments as `mtu` bytes a packet make of it. */
export function fragments(packet: Ipv4Packet, { mtu, id }: { mtu: number; id: number }): Uint8Array[] {
  const most = (mtu - headerBytes) & ~7
  const { payload } = packet
  if (payload.length <= mtu - headerBytes) return [ipv4(packet)]
  const parts: Uint8Array[] = []
  for (let offset = 0; offset < payload.length; offset += most) {
    const isLast = offset + most >= payload.length
    const part = { ...packet, payload: payload.subarray(offset, offset + most) }
    parts.push(headed(part, { id, flags: (isLast ? 0 : moreFragments) | (offset >> 3) }))
  }
  return parts
}

function headed(packet: Ipv4Packet, { id, flags }: { id: number; flags: number }): Uint8Array {
  const { source, destination, protocol, payload, ttl = defaultTtl } = packet
  const bytes = new Uint8Array(headerBytes + payload.length)
  const view = new DataView(bytes.buffer)
  view.setUint8(0, 0x45)
  view.setUint16(2, bytes.length)
  view.setUint16(4, id)
  view.setUint16(6, flags)
  view.setUint8(8, ttl)
  view.setUint8(9, protocol)
  view.setUint32(12, source)
  view.setUint32(16, destination)
  view.setUint16(10, fold(addUp(bytes.subarray(0, headerBytes))))
  bytes.set(payload, headerBytes)
  return bytes
}
