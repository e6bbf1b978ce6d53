/** Bytes on their way to a TCP peer: those that it has not acknowledged, then those that were not sent yet. */
export class SendQueue {
  readonly #chunks: Uint8Array[] = []
  /** Of the first chunk, acknowledged already. */
  #skip = 0
  #bytes = 0

  get bytes(): number {
    return this.#bytes
  }

  push(chunk: Uint8Array): void {
    if (chunk.length === 0) return
    this.#chunks.push(chunk)
    this.#bytes += chunk.length
  }

  /** At most `bytes` from `offset` on, copied. */
  slice(offset: number, bytes: number): Uint8Array {
    const part = new Uint8Array(Math.max(0, Math.min(bytes, this.#bytes - offset)))
    let at = -offset - this.#skip
    for (const chunk of this.#chunks) {
      if (at >= part.length) break
      if (at + chunk.length > 0) {
        const from = Math.max(0, -at)
        part.set(chunk.subarray(from, from + part.length - Math.max(0, at)), Math.max(0, at))
      }
      at += chunk.length
    }
    return part
  }

  /** The first `bytes` arrived. */
  drop(bytes: number): void {
    this.#bytes -= bytes
    this.#skip += bytes
    for (let first = this.#chunks[0]; first !== undefined && this.#skip >= first.length; first = this.#chunks[0]) {
      this.#skip -= first.length
      this.#chunks.shift()
    }
  }
}
