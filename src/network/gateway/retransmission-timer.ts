/** How long a TCP sender waits for an acknowledgement (RFC 6298). */
import type { Timeline } from '../timeline'

const leastNs = 200e6
const mostNs = 60e9
const firstNs = 1e9
/** Retransmissions of one segment before the peer is taken for dead: some minutes. */
const mostTries = 10
const mostDoublings = 9

export class RetransmissionTimer {
  readonly #timeline: Timeline
  #smoothedNs: number | undefined
  #variationNs = 0
  /** Since the last progress, and since the peer was heard of: what it waits for longer, and what it gives up by. */
  #doublings = 0
  #tries = 0
  #cancel: (() => void) | undefined

  constructor(
    timeline: Timeline,
    readonly on: { expire(): void; giveUp(): void },
  ) {
    this.#timeline = timeline
  }

  get isRunning(): boolean {
    return this.#cancel !== undefined
  }

  /** A segment that was sent once was acknowledged after so long. */
  sample(roundTripNs: number): void {
    if (this.#smoothedNs === undefined) {
      this.#smoothedNs = roundTripNs
      this.#variationNs = roundTripNs / 2
      return
    }
    this.#variationNs += (Math.abs(this.#smoothedNs - roundTripNs) - this.#variationNs) / 4
    this.#smoothedNs += (roundTripNs - this.#smoothedNs) / 8
  }

  /** The peer is there: what comes next is waited for anew. */
  progress(): void {
    this.#tries = 0
    this.#doublings = 0
  }

  /** The peer is there and takes nothing: it is asked less and less often, and never given up. */
  answered(): void {
    this.#tries = 0
  }

  start(): void {
    this.stop()
    this.#cancel = this.#timeline.after(this.#timeoutNs, () => this.#expired())
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = undefined
  }

  get #timeoutNs(): number {
    const baseNs = this.#smoothedNs === undefined ? firstNs : this.#smoothedNs + 4 * this.#variationNs
    return Math.min(Math.max(baseNs, leastNs) * 2 ** this.#doublings, mostNs)
  }

  #expired(): void {
    this.#cancel = undefined
    this.#doublings = Math.min(this.#doublings + 1, mostDoublings)
    if (++this.#tries > mostTries) this.on.giveUp()
    else this.on.expire()
  }
}
