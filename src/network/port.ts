/** Where a cable ends: what has frames to send and wants those that come. */

/** An Ethernet frame from the destination's address to the end of its payload, without preamble and checksum. */
export type Frame = Uint8Array

/** Takes a frame, which it must not change and which its sender may not change afterwards. */
export type FrameListener = (frame: Frame) => void

/**
 * One end of a cable of a `Network`.
 *
 *     const port = network.attach('probe')
 *     port.onFrame = (frame) => console.log(frame.length)
 *     port.send(frame)
 */
export interface Port {
  readonly name: string
  /** Called with each frame that the network delivers here. */
  onFrame: FrameListener
  /** Puts a frame on the network. One that no cable could carry (shorter than its header, longer than 65,549 bytes) is dropped and counted. */
  send(frame: Frame): void
  /** Unplugs the cable. */
  close(): void
}

/** Both addresses and the type. */
export const ethernetHeaderBytes = 14
/** A header and the longest payload that segmentation offload hands over in one piece. */
export const longestFrame = 65_535 + ethernetHeaderBytes
