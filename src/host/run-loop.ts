/** Gives the guests of a host their slices in turn, breathes between them, and sleeps when nobody has anything to do. */
import { afterDelay, afterPendingEvents } from '../platform/event-loop'

/** What the loop runs. */
export interface Runnable {
  readonly isRunnable: boolean
  /** Milliseconds until it becomes runnable by itself; undefined when only something from outside makes it so. */
  readonly sleepMs: number | undefined
  runSlice(): void
  wake(): void
}

export interface RunLoopOptions {
  guests(): Iterable<Runnable>
  /** A slice is over, the next one has not begun. */
  betweenSlices?(): void
  onError(error: unknown): void
}

export class RunLoop {
  readonly #options: RunLoopOptions
  #queue: Runnable[] = []
  #isScheduled = false
  #isClosed = false
  #cancelTimer = (): void => {}

  constructor(options: RunLoopOptions) {
    this.#options = options
  }

  /** Somebody became runnable. */
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
      this.#next()?.runSlice()
      this.#options.betweenSlices?.()
    } catch (error) {
      this.close()
      this.#options.onError(error)
      return
    }
    if ([...this.#options.guests()].some(({ isRunnable }) => isRunnable)) this.wake()
    else this.#sleep()
  }

  /** The next guest of the round that has something to do; a new round begins when the last one is through. */
  #next(): Runnable | undefined {
    for (let guest = this.#queue.shift(); guest !== undefined; guest = this.#queue.shift()) if (guest.isRunnable) return guest
    this.#queue = [...this.#options.guests()].filter(({ isRunnable }) => isRunnable)
    return this.#queue.shift()
  }

  #sleep(): void {
    const guests = [...this.#options.guests()]
    const sleepMs = guests.flatMap((guest) => guest.sleepMs ?? [])
    if (sleepMs.length === 0) return
    this.#cancelTimer = afterDelay(Math.min(...sleepMs), () => {
      for (const guest of guests) if ((guest.sleepMs ?? Number.POSITIVE_INFINITY) < 1) guest.wake()
      this.wake()
    })
  }
}
