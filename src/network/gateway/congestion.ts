/** How much a TCP sender may have under way: slow start, congestion avoidance, fast recovery (RFC 5681, RFC 6582). */
const firstSegments = 10
const duplicatesForLoss = 3
/** Half of the buffers of a guest's receive queue: what comes in one burst does not run over it. */
const mostSegments = 128

export class Congestion {
  readonly #segmentBytes: number
  #window: number
  #threshold = Number.POSITIVE_INFINITY
  #duplicates = 0

  constructor(segmentBytes: number) {
    this.#segmentBytes = segmentBytes
    this.#window = firstSegments * segmentBytes
  }

  /** Bytes that may be under way. */
  get window(): number {
    return Math.floor(this.#window)
  }

  acknowledged(bytes: number): void {
    if (this.#duplicates >= duplicatesForLoss) this.#window = this.#threshold
    this.#duplicates = 0
    const isSlowStart = this.#window < this.#threshold
    const growth = isSlowStart ? bytes : Math.max(1, (this.#segmentBytes * bytes) / this.#window)
    this.#window = Math.min(this.#window + growth, mostSegments * this.#segmentBytes)
  }

  /** More was lost of what was under way: less what left the network, and room for the segment that is sent again (RFC 6582 §3.2). */
  acknowledgedInPart(bytes: number): void {
    this.#window = Math.max(this.#window - bytes, 0) + this.#segmentBytes
  }

  /** An acknowledgement that says nothing new; true when it means that a segment was lost. */
  duplicate(bytesUnderWay: number): boolean {
    if (++this.#duplicates !== duplicatesForLoss) return false
    this.#halve(bytesUnderWay)
    this.#window = this.#threshold + duplicatesForLoss * this.#segmentBytes
    return true
  }

  /** One more, after the loss was seen: a segment has left the network. */
  duplicateInRecovery(): void {
    if (this.#duplicates >= duplicatesForLoss) this.#window += this.#segmentBytes
  }

  timedOut(bytesUnderWay: number): void {
    this.#halve(bytesUnderWay)
    this.#duplicates = 0
    this.#window = this.#segmentBytes
  }

  #halve(bytesUnderWay: number): void {
    this.#threshold = Math.max(bytesUnderWay / 2, 2 * this.#segmentBytes)
  }
}
