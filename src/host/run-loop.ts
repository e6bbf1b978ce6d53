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

export class RunLoop {
  readonly #guests: () => Iterable<Runnable>
  readonly #onError: (error: unknown) => void
  #queue: Runnable[] = []
  #isScheduled = false
  #isClosed = false
  #cancelTimer = (): void => {}

  constructor(guests: () => Iterable<Runnable>, onError: (error: unknown) => void) {
    this.#guests = guests
    this.#onError = onError
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
    } catch (error) {
      this.close()
      this.#onError(error)
      return
    }
    if ([...this.#guests()].some(({ isRunnable }) => isRunnable)) this.wake()
    else this.#sleep()
  }

  /** The next guest of the round that has something to do; a new round begins when the last one is through. */
  #next(): Runnable | undefined {
    for (let guest = this.#queue.shift(); guest !== undefined; guest = this.#queue.shift()) if (guest.isRunnable) return guest
    this.#queue = [...this.#guests()].filter(({ isRunnable }) => isRunnable)
    return this.#queue.shift()
  }

  #sleep(): void {
    const guests = [...this.#guests()]
    const sleepMs = guests.flatMap((guest) => guest.sleepMs ?? [])
    if (sleepMs.length === 0) return
    this.#cancelTimer = afterDelay(Math.min(...sleepMs), () => {
      for (const guest of guests) if ((guest.sleepMs ?? Number.POSITIVE_INFINITY) < 1) guest.wake()
      this.wake()
    })
  }
}
