/** A cable in one direction: frames come out in order, late, twice or never, as its faults say. */
import { type Arrival, Fates, type Faults } from './faults'
import type { Frame, FrameListener } from './port'
import type { Timeline } from './timeline'

export interface LinkCounters {
  frames: number
  bytes: number
  /** Lost by a fault, by a partition, or because more waited than the queue holds. */
  dropped: number
}

const defaultQueueBytes = 2 ** 20

/** Frames under way that keep their order, whatever timers make of it. */
interface Line {
  /** In the order of their times. */
  readonly frames: { readonly frame: Frame; readonly atNs: number }[]
  /** A frame that no fault lets overtake arrives no sooner than the one before. */
  lastArrivalNs: number
  /** How often the cable had been unplugged when it began: what was under way by then is lost. */
  readonly unplugged: number
}

export class Link {
  readonly counters: LinkCounters = { frames: 0, bytes: 0, dropped: 0 }
  readonly #timeline: Timeline
  readonly #fates: Fates
  readonly #deliver: FrameListener
  #faults: Faults = {}
  #isUp = true
  #unplugged = 0
  /** The cable carries what was sent before until then. */
  #busyUntilNs = 0
  #line: Line = { frames: [], lastArrivalNs: 0, unplugged: 0 }

  constructor(options: { timeline: Timeline; seed: number; deliver: FrameListener }) {
    this.#timeline = options.timeline
    this.#fates = new Fates(options.seed)
    this.#deliver = options.deliver
  }

  get faults(): Faults {
    return this.#faults
  }

  /** Holds for frames from now on, which do not wait for those that other faults delayed. */
  set faults(faults: Faults) {
    this.#faults = faults
    this.#busyUntilNs = 0
    this.#beginLine()
  }

  /** False while nothing gets through. */
  get isUp(): boolean {
    return this.#isUp
  }

  set isUp(isUp: boolean) {
    if (!isUp) this.#unplugged++
    this.#isUp = isUp
    this.#beginLine()
  }

  send(frame: Frame): void {
    const fate = this.#fates.next(this.#faults)
    const waitNs = this.#isUp && fate.length > 0 ? this.#waitForRate(frame) : undefined
    if (waitNs === undefined) {
      this.counters.dropped++
      return
    }
    for (const arrival of fate) this.#arrive(frame, waitNs, arrival)
  }

  /** Nanoseconds until the frame is through at the cable's rate; undefined when the queue is full. */
  #waitForRate(frame: Frame): number | undefined {
    const { rate, queueBytes = defaultQueueBytes } = this.#faults
    if (rate === undefined) return 0
    const nowNs = this.#timeline.nowNs()
    const startNs = Math.max(nowNs, this.#busyUntilNs)
    if (((startNs - nowNs) * rate) / 8e9 > queueBytes) return undefined
    this.#busyUntilNs = startNs + (frame.length * 8e9) / rate
    return this.#busyUntilNs - nowNs
  }

  #arrive(frame: Frame, waitNs: number, { delayNs, overtakes }: Arrival): void {
    const nowNs = this.#timeline.nowNs()
    const { unplugged } = this.#line
    if (overtakes) this.#later(waitNs, () => this.#hand(frame, unplugged))
    else this.#queue(frame, Math.max(nowNs + waitNs + delayNs, this.#line.lastArrivalNs), nowNs)
  }

  #beginLine(): void {
    this.#line = { frames: [], lastArrivalNs: 0, unplugged: this.#unplugged }
  }

  /** Jitter alone does not reorder, as on a real cable. */
  #queue(frame: Frame, atNs: number, nowNs: number): void {
    const line = this.#line
    line.lastArrivalNs = atNs
    line.frames.push({ frame, atNs })
    this.#later(atNs - nowNs, () => this.#flush(line, atNs))
  }

  #later(afterNs: number, task: () => void): void {
    if (afterNs <= 0) task()
    else this.#timeline.after(afterNs, task)
  }

  /** A timer may come early or late: what was due by its time comes out, in order. */
  #flush({ frames, unplugged }: Line, untilNs: number): void {
    for (let first = frames[0]; first !== undefined && first.atNs <= untilNs; first = frames[0]) {
      frames.shift()
      this.#hand(first.frame, unplugged)
    }
  }

  #hand(frame: Frame, unplugged: number): void {
    if (unplugged !== this.#unplugged) {
      this.counters.dropped++
      return
    }
    this.counters.frames++
    this.counters.bytes += frame.length
    this.#deliver(frame)
  }
}
