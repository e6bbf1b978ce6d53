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

  /** What is in order from `next` on now that `bytes` came at `sequence`; empty when there still is a gap. */
  take(next: number, sequence: number, bytes: Uint8Array): Uint8Array[] {
    if (sequenceDistance(sequence, next) > 0) {
      this.#keep(sequence, bytes)
      return []
    }
    const ready: Uint8Array[] = []
    let at = next
    this.#keep(sequence, bytes)
    while (true) {
      const piece = this.#pieces[0]
      if (piece === undefined || sequenceDistance(piece.sequence, at) > 0) return ready
      this.#pieces.shift()
      const fresh = piece.bytes.subarray(sequenceDistance(at, piece.sequence))
      if (fresh.length > 0) ready.push(fresh)
      at = (at + fresh.length) >>> 0
    }
  }

  #keep(sequence: number, bytes: Uint8Array): void {
    if (bytes.length === 0 || this.#pieces.length >= mostPieces) return
    const place = this.#pieces.findIndex((piece) => sequenceDistance(piece.sequence, sequence) > 0)
    this.#pieces.splice(place < 0 ? this.#pieces.length : place, 0, { sequence, bytes })
  }
}
