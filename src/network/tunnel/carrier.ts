/** What takes frames to a network elsewhere, one in each message. */
import type { Frame } from '../port'

/** Why a tunnel ended. */
export interface TunnelEnd {
  /** `closed` by this side, `disconnected` by the other one, or `failed`: the message says how. */
  reason: 'closed' | 'disconnected' | 'failed'
  message?: string
}

/** How a carrier tells of the other side. */
export interface CarrierListener {
  /** Frames get through from now on. */
  onOpen(): void
  /** A message that should be a frame; undefined when it was none at all. */
  onMessage(bytes: Uint8Array | undefined): void
  /** Nothing comes or goes any more. */
  onEnd(end: TunnelEnd): void
}

export interface Carrier {
  /** False when the frame is not taken: nobody is there yet, or too much is under way. It may throw: then the carrier is of no more use. */
  send(frame: Frame): boolean
  close(): void
}

/** The bytes of a message; undefined for a text, an object, or memory that somebody else could still write to. */
export function bytesOf(data: unknown): Uint8Array | undefined {
  if (data instanceof ArrayBuffer) return new Uint8Array(data)
  if (!ArrayBuffer.isView(data) || !(data.buffer instanceof ArrayBuffer)) return undefined
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
}

/** What went wrong, by an error or by the event of one. */
export function failure(error: { message?: unknown }, otherwise: string): TunnelEnd {
  const { message } = error
  return { reason: 'failed', message: typeof message === 'string' && message !== '' ? message : otherwise }
}
