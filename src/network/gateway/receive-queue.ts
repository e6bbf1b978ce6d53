/** Segments that came before those in front of them, until the gap is filled. */
import { sequenceDistance } from '../packet/tcp'

interface Piece {
  sequence: number
  bytes: Uint8Array
}

const mostPieces = 256

export class ReceiveQueue {
  /** In the order of their sequence numbers. */
  #pieces: Piece[] = []

  /** Is there a gap in front of something? */
  get isWaiting(): boolean {
    return this.#pieces.length > 0
  }

  /** What is in order from `next` on now that `bytes` came at `sequence`, in one piece; empty when there still is a gap. */
  take(next: number, sequence: number, bytes: Uint8Array): Uint8Array {
    const isGap = sequenceDistance(sequence, next) > 0
    if (isGap) this.#keep(sequence, bytes)
    // What fills the gap is taken however many pieces wait behind it.
    const ready = [isGap ? new Uint8Array() : bytes.subarray(sequenceDistance(next, sequence))]
    let length = ready[0]?.length ?? 0
    while (true) {
      const piece = this.#pieces[0]
      const at = (next + length) >>> 0
      if (piece === undefined || sequenceDistance(piece.sequence, at) > 0) return joined(ready, length)
      this.#pieces.shift()
      const fresh = piece.bytes.subarray(sequenceDistance(at, piece.sequence))
      ready.push(fresh)
      length += fresh.length
    }
  }

  #keep(sequence: number, bytes: Uint8Array): void {
    if (bytes.length === 0 || this.#pieces.length >= mostPieces) return
    const place = this.#pieces.findIndex((piece) => sequenceDistance(piece.sequence, sequence) > 0)
    this.#pieces.splice(place < 0 ? this.#pieces.length : place, 0, { sequence, bytes })
  }
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  if (parts.length === 1 && parts[0] !== undefined) return parts[0]
  const whole = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
