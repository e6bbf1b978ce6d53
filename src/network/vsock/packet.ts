/** Packets of virtio sockets (Virtual I/O Device 1.3, §5.10.6). */
import { vsockHeaderStruct } from '../../spec/devices/virtio-vsock'

export interface VsockPacket {
  srcCid: number
  dstCid: number
  srcPort: number
  dstPort: number
  type: number
  op: number
  flags: number
  bufAlloc: number
  fwdCnt: number
  payload: Uint8Array
}

export const vsockHeaderBytes = vsockHeaderStruct.bytes

const offsets = Object.fromEntries(vsockHeaderStruct.fields.map(({ name, offset }) => [name, offset]))
const at = (field: Exclude<keyof VsockPacket, 'payload'> | 'len'): number => offsets[field] as number

/** Undefined when the header is not all there, or tells of more payload than there is. */
export function readPacket(bytes: Uint8Array): VsockPacket | undefined {
  if (bytes.length < vsockHeaderBytes) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const length = view.getUint32(at('len'), true)
  if (length > bytes.length - vsockHeaderBytes) return undefined
  return {
    srcCid: Number(view.getBigUint64(at('srcCid'), true)),
    dstCid: Number(view.getBigUint64(at('dstCid'), true)),
    srcPort: view.getUint32(at('srcPort'), true),
    dstPort: view.getUint32(at('dstPort'), true),
    type: view.getUint16(at('type'), true),
    op: view.getUint16(at('op'), true),
    flags: view.getUint32(at('flags'), true),
    bufAlloc: view.getUint32(at('bufAlloc'), true),
    fwdCnt: view.getUint32(at('fwdCnt'), true),
    payload: bytes.subarray(vsockHeaderBytes, vsockHeaderBytes + length),
  }
}

export function writePacket(packet: VsockPacket): Uint8Array {
  const bytes = new Uint8Array(vsockHeaderBytes + packet.payload.length)
  const view = new DataView(bytes.buffer)
  view.setBigUint64(at('srcCid'), BigInt(packet.srcCid), true)
  view.setBigUint64(at('dstCid'), BigInt(packet.dstCid), true)
  view.setUint32(at('srcPort'), packet.srcPort, true)
  view.setUint32(at('dstPort'), packet.dstPort, true)
  view.setUint32(at('len'), packet.payload.length, true)
  view.setUint16(at('type'), packet.type, true)
  view.setUint16(at('op'), packet.op, true)
  view.setUint32(at('flags'), packet.flags, true)
  view.setUint32(at('bufAlloc'), packet.bufAlloc, true)
  view.setUint32(at('fwdCnt'), packet.fwdCnt, true)
  bytes.set(packet.payload, vsockHeaderBytes)
  return bytes
}

/** The packet in pieces that fit into buffers of the driver: `room` tells how large the next one is, and 0 ends it. */
export function splitPacket(bytes: Uint8Array, room: number): { first: Uint8Array; rest: Uint8Array | undefined } {
  const payload = bytes.length - vsockHeaderBytes
  const fits = Math.max(0, room - vsockHeaderBytes)
  if (payload <= fits) return { first: bytes, rest: undefined }
  return { first: part(bytes, 0, fits), rest: part(bytes, fits, payload) }
}

function part(bytes: Uint8Array, from: number, to: number): Uint8Array {
  const piece = new Uint8Array(vsockHeaderBytes + to - from)
  piece.set(bytes.subarray(0, vsockHeaderBytes))
  piece.set(bytes.subarray(vsockHeaderBytes + from, vsockHeaderBytes + to), vsockHeaderBytes)
  new DataView(piece.buffer).setUint32(at('len'), to - from, true)
  return piece
}
