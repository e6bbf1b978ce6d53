/** Measures how fast a guest runs: instructions per second of wall time over the last second. */
const windowNs = 1e9

interface Sample {
  atNs: number
  instructions: number
}

export class Speed {
  #older: Sample = { atNs: 0, instructions: 0 }
  #newer: Sample = { atNs: 0, instructions: 0 }

  start(now: Sample): void {
    this.#older = now
    this.#newer = now
  }

  /** The guest ran: takes a sample when the last one is old enough. */
  add(atNs: number, now: () => Sample): void {
    if (atNs - this.#newer.atNs < windowNs / 2) return
    this.#older = this.#newer
    this.#newer = now()
  }

  /** Instructions per second up to `now`. */
  perSecond(now: Sample): number {
    const since = now.atNs - this.#older.atNs
    return since <= 0 ? 0 : Math.round(((now.instructions - this.#older.instructions) * 1e9) / since)
  }
}
