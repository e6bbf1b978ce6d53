/** Ethernet II frames (IEEE 802.3). */
import { ethernetHeaderBytes, type Frame } from '../port'

export const etherTypes = { ipv4: 0x0800, arp: 0x0806 } as const
export const broadcastMac = Uint8Array.of(255, 255, 255, 255, 255, 255)

export interface Ethernet {
  destination: Uint8Array
  source: Uint8Array
  type: number
  payload: Uint8Array
}

/** The parts of a frame, as views on it; undefined when it is shorter than its header. */
export function parseEthernet(frame: Frame): Ethernet | undefined {
  if (frame.length < ethernetHeaderBytes) return undefined
  return {
    destination: frame.subarray(0, 6),
    source: frame.subarray(6, 12),
    type: ((frame[12] as number) << 8) | (frame[13] as number),
    payload: frame.subarray(ethernetHeaderBytes),
  }
}

/** Frames are filled up to the least that an Ethernet carries. */
const leastPayload = 46

export function ethernet({ destination, source, type, payload }: Ethernet): Frame {
  const frame = new Uint8Array(ethernetHeaderBytes + Math.max(payload.length, leastPayload))
  frame.set(destination, 0)
  frame.set(source, 6)
  frame[12] = type >> 8
  frame[13] = type & 0xff
  frame.set(payload, ethernetHeaderBytes)
  return frame
}
