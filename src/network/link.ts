/** A cable in one direction: frames come out in order, late, twice or never, as its faults say. */
import { Fates, type Faults } from './faults'
import type { Frame, FrameListener } from './port'
import type { Timeline } from './timeline'

export interface LinkCounters {
  frames: number
  bytes: number
  /** Lost by a fault, by a partition, or because more waited than the queue holds. */
  dropped: number
}

const defaultQueueBytes = 2 ** 20

export class Link {
  faults: Faults = {}
  /** False while nothing gets through. */
  isUp = true
  readonly counters: LinkCounters = { frames: 0, bytes: 0, dropped: 0 }
  readonly #timeline: Timeline
  readonly #fates: Fates
  readonly #deliver: FrameListener
  /** The cable carries what was sent before until then. */
  #busyUntilNs = 0
  /** A frame that no fault lets overtake arrives no sooner than the one before. */
  #lastArrivalNs = 0

  constructor(options: { timeline: Timeline; seed: number; deliver: FrameListener }) {
    this.#timeline = options.timeline
    this.#fates = new Fates(options.seed)
    this.#deliver = options.deliver
  }

  send(frame: Frame): void {
    const fate = this.#fates.next(this.faults)
    const waitNs = this.isUp && fate.length > 0 ? this.#waitForRate(frame) : undefined
    if (waitNs === undefined) {
      this.counters.dropped++
      return
    }
    for (const delayNs of fate) this.#arrive(frame, waitNs, delayNs)
  }

  /** Nanoseconds until the frame is through at the cable's rate; undefined when the queue is full. */
  #waitForRate(frame: Frame): number | undefined {
    const { rate, queueBytes = defaultQueueBytes } = this.faults
    if (rate === undefined) return 0
    const nowNs = this.#timeline.nowNs()
    const startNs = Math.max(nowNs, this.#busyUntilNs)
    if (((startNs - nowNs) * rate) / 8e9 > queueBytes) return undefined
    this.#busyUntilNs = startNs + (frame.length * 8e9) / rate
    return this.#busyUntilNs - nowNs
  }

  #arrive(frame: Frame, waitNs: number, delayNs: number): void {
    const nowNs = this.#timeline.nowNs()
    const overtakes = delayNs === 0 && (this.faults.reorder ?? 0) > 0
    // Jitter alone does not reorder, as on a real cable.
    const arrivalNs = overtakes ? nowNs + waitNs : Math.max(nowNs + waitNs + delayNs, this.#lastArrivalNs)
    if (!overtakes) this.#lastArrivalNs = arrivalNs
    if (arrivalNs <= nowNs) this.#hand(frame)
    else this.#timeline.after(arrivalNs - nowNs, () => this.#hand(frame))
  }

  #hand(frame: Frame): void {
    if (!this.isUp) {
      this.counters.dropped++
      return
    }
    this.counters.frames++
    this.counters.bytes += frame.length
    this.#deliver(frame)
  }
}
