/** Gives the physical CPUs of a host the thread in turn, breathes between them, and sleeps when none has anything to do. */
import { monotonicNs } from '../platform/clock'
import { afterDelay, afterPendingEvents } from '../platform/event-loop'

export interface RunLoopOptions {
  /** The physical CPU to run next; less than 0 when none has anything to do. */
  next(): number
  /** Runs it for a bounded stretch, and does what that stretch left to do. */
  run(pcpu: number): void
  /** Nanoseconds until a physical CPU has something to do by itself; infinite when only something from outside makes it so. */
  sleepNs(): number
  onError(error: unknown): void
}

/** Time without a look at the event loop: short stretches share it. */
const breathNs = 2e6

export class RunLoop {
  readonly #options: RunLoopOptions
  #isScheduled = false
  #isClosed = false
  #cancelTimer = (): void => {}

  constructor(options: RunLoopOptions) {
    this.#options = options
  }

  /** There may be something to do. */
  wake(): void {
    this.#cancelTimer()
    if (this.#isScheduled || this.#isClosed) return
    this.#isScheduled = true
    afterPendingEvents(() => this.#turn())
  }

  close(): void {
    this.#isClosed = true
    this.#cancelTimer()
  }

  #turn(): void {
    this.#isScheduled = false
    if (this.#isClosed) return
    try {
      if (this.#runUntil(monotonicNs() + breathNs)) this.wake()
      else this.#sleep()
    } catch (error) {
      this.close()
      this.#options.onError(error)
    }
  }

  /** False when there is nothing to do any more. */
  #runUntil(endNs: number): boolean {
    const { next, run } = this.#options
    do {
      const pcpu = next()
      if (pcpu < 0) return false
      run(pcpu)
      if (this.#isClosed) return false
    } while (monotonicNs() < endNs)
    return true
  }

  #sleep(): void {
    if (this.#isScheduled || this.#isClosed) return
    const sleepNs = this.#options.sleepNs()
    if (sleepNs !== Number.POSITIVE_INFINITY) this.#cancelTimer = afterDelay(sleepNs / 1e6, () => this.wake())
  }
}
