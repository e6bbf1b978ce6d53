/**
 * Packets of the Wisp protocol, version 1: many streams in one WebSocket.
 *
 *     | type u8 | stream u32, little-endian | payload |        one packet in one binary message
 */
export const wispTypes = { connect: 1, data: 2, continue: 3, close: 4 } as const
export const wispStreams = { tcp: 1, udp: 2 } as const
export const wispReasons = { voluntary: 2, refused: 0x44 } as const

const headerBytes = 5

export interface WispPacket {
  type: number
  stream: number
  payload: Uint8Array
}

export function parseWisp(message: Uint8Array): WispPacket | undefined {
  if (message.length < headerBytes) return undefined
  const view = new DataView(message.buffer, message.byteOffset, message.length)
  return { type: view.getUint8(0), stream: view.getUint32(1, true), payload: message.subarray(headerBytes) }
}

export function wisp({ type, stream, payload }: WispPacket): Uint8Array<ArrayBuffer> {
  const message = new Uint8Array(headerBytes + payload.length)
  const view = new DataView(message.buffer)
  view.setUint8(0, type)
  view.setUint32(1, stream, true)
  message.set(payload, headerBytes)
  return message
}

export function connectPayload(kind: number, host: string, port: number): Uint8Array {
  return Uint8Array.from([kind, port & 0xff, port >> 8, ...new TextEncoder().encode(host)])
}

/** How many data packets a stream may send from now on; undefined when the payload does not say. */
export function continuePayload(payload: Uint8Array): number | undefined {
  return payload.length < 4 ? undefined : new DataView(payload.buffer, payload.byteOffset).getUint32(0, true)
}
