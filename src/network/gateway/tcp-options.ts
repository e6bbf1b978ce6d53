/** What a TCP endpoint is told, and whom it tells. */
import type { Segment } from '../packet/tcp'
import type { Timeline } from '../timeline'

export interface TcpEndpointOptions {
  timeline: Timeline
  /** Our first sequence number. */
  initialSequence: number
  /** Bytes of payload that fit a packet of ours. */
  segmentBytes: number
  /** Bytes of the guest that may wait for the outside, and about as many of the outside for the guest. Default 512 KiB. */
  bufferBytes?: number
  ports: { own: number; peer: number }
  transmit(segment: Segment): void
  /** Does something once what came together is received. Default: a microtask, which is after it. */
  soon?(task: () => void): void
  /** The handshake is through. */
  onOpen(): void
  /** Bytes of the guest in order; `consume` them when they are through. */
  onData(bytes: Uint8Array): void
  /** The guest sends no more. */
  onEnd(): void
  /** Nothing is left of the connection; `isReset` when it broke. */
  onClose(isReset: boolean): void
  /** There is room for more to send. */
  onRoom(): void
}
