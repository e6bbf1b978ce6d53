/** What can go wrong on a cable, and when it does: the same faults in every run with the same seed. */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import * as v from 'valibot'
import { strictObject } from '../options/check'

/** Faults of a cable in one direction; what is left out is as good as copper. */
export interface Faults {
  /** Milliseconds until a frame arrives. */
  delayMs?: number
  /** Milliseconds by which that differs, up and down, each value as likely. */
  jitterMs?: number
  /** Part of the frames that are lost, from 0 to 1. */
  loss?: number
  /** Part of the frames that arrive twice. */
  duplicate?: number
  /** Part of the frames that overtake those in front of them: they are not delayed. */
  reorder?: number
  /** Bits a second that the cable carries. What comes faster waits, and is lost when more than `queueBytes` wait. */
  rate?: number
  /** Bytes that wait for the rate. Default 1 MiB. */
  queueBytes?: number
}

const number = (least: number, most: number, expected: string) =>
  v.optional(v.custom<number>((value) => typeof value === 'number' && value >= least && value <= most, expected))
const share = number(0, 1, 'a number from 0 to 1')
const milliseconds = number(0, 3_600_000, 'milliseconds from 0 to 3,600,000')

export const faultsSchema = strictObject({
  delayMs: milliseconds,
  jitterMs: milliseconds,
  loss: share,
  duplicate: share,
  reorder: share,
  rate: number(1, 1e12, 'bits a second from 1 to 1e12'),
  queueBytes: number(0, 2 ** 31, 'bytes from 0 to 2 GiB'),
})

/** When a copy of a frame arrives, and whether before those in front of it. */
export interface Arrival {
  delayNs: number
  overtakes: boolean
}

/** What becomes of one frame: the arrival of each copy, none when it is lost. */
export type Fate = readonly Arrival[]

/** Decides frame after frame; every frame takes the same number of random values, so that one fault does not move another. */
export class Fates {
  readonly #generator

  constructor(seed: number) {
    this.#generator = xoroshiro128plus(seed)
  }

  next({ delayMs = 0, jitterMs = 0, loss = 0, duplicate = 0, reorder = 0 }: Faults): Fate {
    const [lost, doubled, overtakes, first, second] = [this.#draw(), this.#draw(), this.#draw(), this.#draw(), this.#draw()]
    if (lost < loss) return []
    const late = (draw: number): Arrival => ({
      delayNs: Math.max(0, delayMs + (2 * draw - 1) * jitterMs) * 1e6,
      overtakes: false,
    })
    const one = overtakes < reorder ? { delayNs: 0, overtakes: true } : late(first)
    return doubled < duplicate ? [one, late(second)] : [one]
  }

  #draw(): number {
    return uniformFloat64(this.#generator)
  }
}
