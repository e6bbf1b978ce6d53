/**
 * Frames of a cable on their way into the machine room, which may be another thread: while it has not taken those before, others wait for
 * it together, and what would be more than the queue holds is dropped, so that a flood costs no memory.
 */
import type { Frame } from '../network/port'

/** Bytes that may be under way, as many as a cable's own queue holds. */
const queueBytes = 2 ** 20
/** Few enough to go each by itself: nothing waits that need not. */
const singlyBytes = 16 * 1024

export class FrameFeed {
  readonly #send: (frames: readonly Uint8Array[], dropped: number) => Promise<void>
  /** Frames that there was no room for, and that the room has not heard of. */
  #dropped = 0
  #waiting: Uint8Array[] = []
  #waitingBytes = 0
  #sentBytes = 0

  /** `dropped`: how many more the port's counters have to tell. `send` has copied what it is given, or is done with it, when it returns; its promise resolves when the room took it. */
  constructor(send: (frames: readonly Uint8Array[], dropped: number) => Promise<void>) {
    this.#send = send
  }

  push(frame: Frame): void {
    const isFirst = this.#waiting.length === 0
    if (isFirst && this.#sentBytes + frame.length <= singlyBytes) {
      this.#hand([frame], frame.length)
    } else if (this.#sentBytes + this.#waitingBytes + frame.length > queueBytes) {
      this.#dropped++
    } else {
      this.#waiting.push(frame.slice())
      this.#waitingBytes += frame.length
    }
  }

  #hand(frames: readonly Uint8Array[], bytes: number): void {
    this.#sentBytes += bytes
    const taken = (): void => {
      this.#sentBytes -= bytes
      if (this.#waiting.length === 0 || this.#sentBytes > singlyBytes) return
      const next = this.#waiting
      const nextBytes = this.#waitingBytes
      this.#waiting = []
      this.#waitingBytes = 0
      this.#hand(next, nextBytes)
    }
    // A room that is gone takes nothing any more, and its frames have nowhere to go.
    this.#send(frames, this.#dropped).then(taken, taken)
    this.#dropped = 0
  }
}
