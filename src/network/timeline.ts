/** The time that a network's delays, rates and timers go by: the machine's, or one that a test moves. */
import { monotonicNs, wallClockNs } from '../platform/clock'
import { afterDelay } from '../platform/event-loop'

export interface Timeline {
  nowNs(): number
  /** The same moment in nanoseconds since 1970, for those who write it down. */
  wallNs(): bigint
  /** Calls `task` once when `delayNs` have passed, in the order of their times and then of their calls; the returned function takes that back. */
  after(delayNs: number, task: () => void): () => void
}

/** The machine's monotonic clock; as fine as its timers are, a millisecond. */
export const realTimeline: Timeline = {
  nowNs: monotonicNs,
  wallNs: wallClockNs,
  after: (delayNs, task) => afterDelay(delayNs / 1e6, task),
}

interface Appointment {
  readonly atNs: number
  readonly order: number
  readonly task: () => void
}

/** Time that moves when it is told to: runs on it are the same every time. */
export class ManualTimeline implements Timeline {
  #nowNs = 0
  #order = 0
  /** By time, then by order. */
  #appointments: Appointment[] = []

  nowNs(): number {
    return this.#nowNs
  }

  wallNs(): bigint {
    return BigInt(Math.floor(this.#nowNs))
  }

  after(delayNs: number, task: () => void): () => void {
    const appointment = { atNs: this.#nowNs + Math.max(0, delayNs), order: this.#order++, task }
    const place = this.#appointments.findIndex(({ atNs }) => atNs > appointment.atNs)
    this.#appointments.splice(place < 0 ? this.#appointments.length : place, 0, appointment)
    return () => {
      this.#appointments = this.#appointments.filter((other) => other !== appointment)
    }
  }

  /** When the next task is due; undefined when none is. */
  get nextNs(): number | undefined {
    return this.#appointments[0]?.atNs
  }

  /** Lets time pass up to `nowNs`, with every task at its own moment. */
  advanceTo(nowNs: number): void {
    for (let next = this.#appointments[0]; next !== undefined && next.atNs <= nowNs; next = this.#appointments[0]) {
      this.#appointments.shift()
      this.#nowNs = next.atNs
      next.task()
    }
    this.#nowNs = Math.max(this.#nowNs, nowNs)
  }

  advance(byNs: number): void {
    this.advanceTo(this.#nowNs + byNs)
  }
}
