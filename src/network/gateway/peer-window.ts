/** How much the guest takes: what the latest of its segments says, not the one that comes last (RFC 9293 §3.10.7.4). */
import { type Segment, sequenceDistance, tcpFlags } from '../packet/tcp'

export class PeerWindow {
  /** Beyond what it has acknowledged. */
  bytes = 0
  #scale = 0
  /** Of the segment that said so: its number, and what it acknowledged. */
  #sequence = 0
  #acknowledgement = 0

  /** What windows are shifted by, from the handshake on; that in a SYN never is (RFC 7323 §2.2). */
  scaleBy(shift: number): void {
    this.#scale = shift
  }

  /** What the handshake says. */
  open(segment: Segment): void {
    this.#take(segment, (segment.flags & tcpFlags.syn) === 0 ? this.of(segment) : segment.window)
  }

  /** What a segment says, in bytes. */
  of({ window }: Segment): number {
    return window << this.#scale
  }

  /** Takes what a segment says, unless a later one has come before it; `isFresh` when it acknowledges what none did. */
  update(segment: Segment, isFresh: boolean): void {
    const behind = sequenceDistance(segment.sequence, this.#sequence)
    const isLatest = behind > 0 || (behind === 0 && sequenceDistance(segment.acknowledgement, this.#acknowledgement) >= 0)
    if (isFresh || isLatest) this.#take(segment, this.of(segment))
  }

  #take({ sequence, acknowledgement }: Segment, bytes: number): void {
    this.bytes = bytes
    this.#sequence = sequence
    this.#acknowledgement = acknowledgement
  }
}
