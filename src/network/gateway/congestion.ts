/** How much a TCP sender may have under way: slow start, congestion avoidance, fast recovery (RFC 5681). */
const firstSegments = 10
const duplicatesForLoss = 3

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
    this.#window += isSlowStart ? bytes : Math.max(1, (this.#segmentBytes * bytes) / this.#window)
  }

  /** An acknowledgement that says nothing new; true when it means that a segment was lost. */
  duplicate(bytesUnderWay: number): boolean {
    this.#duplicates++
    if (this.#duplicates > duplicatesForLoss) this.#window += this.#segmentBytes
    if (this.#duplicates !== duplicatesForLoss) return false
    this.#halve(bytesUnderWay)
    this.#window = this.#threshold + duplicatesForLoss * this.#segmentBytes
    return true
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
