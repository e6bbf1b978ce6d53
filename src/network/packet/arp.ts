/** The Address Resolution Protocol for IPv4 over Ethernet (RFC 826). */
import type { Ipv4 } from './address'

export const arpOperations = { request: 1, reply: 2 } as const

/** Hardware type, protocol type and both lengths: what every packet of this kind begins with. */
const head = [0, 1, 8, 0, 6, 4]
const packetBytes = 28

export interface Arp {
  operation: number
  senderMac: Uint8Array
  sender: Ipv4
  targetMac: Uint8Array
  target: Ipv4
}

export function parseArp(bytes: Uint8Array): Arp | undefined {
  if (bytes.length < packetBytes || head.some((byte, index) => bytes[index] !== byte)) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, packetBytes)
  return {
    operation: view.getUint16(6),
    senderMac: bytes.subarray(8, 14),
    sender: view.getUint32(14),
    targetMac: bytes.subarray(18, 24),
    target: view.getUint32(24),
  }
}

export function arp({ operation, senderMac, sender, targetMac, target }: Arp): Uint8Array {
  const bytes = new Uint8Array(packetBytes)
  const view = new DataView(bytes.buffer)
  bytes.set(head)
  view.setUint16(6, operation)
  bytes.set(senderMac, 8)
  view.setUint32(14, sender)
  bytes.set(targetMac, 18)
  view.setUint32(24, target)
  return bytes
}
