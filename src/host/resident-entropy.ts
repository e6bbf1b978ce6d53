/** The entropy devices of a guest where the core is: made ready at each start. */
import type { Core } from '../core/core'
import { randomBytes } from '../platform/entropy'
import { rngSeedBytes } from '../spec/devices/virtio-rng'
import type { DevicePlan, RngPlan } from './protocol'

export class ResidentEntropy {
  readonly #core: Core
  readonly #guest: number
  readonly #plans: readonly DevicePlan[]

  constructor(core: Core, guest: number, plans: readonly DevicePlan[]) {
    this.#core = core
    this.#guest = guest
    this.#plans = plans
  }

  /** The guest starts, or starts over. */
  start(): void {
    for (const plan of this.#plans) if (plan.kind === 'rng') this.#seed(plan)
  }

  /** Entropy devices start from `seed`, each in its own way. */
  reseed(seed: Uint8Array): void {
    for (const plan of this.#plans) if (plan.kind === 'rng') this.#seed({ ...plan, seed: seed.map((byte) => byte ^ plan.slot) })
  }

  #seed({ slot, seed }: RngPlan): void {
    const pointer = this.#core.exports.stagingBuffer()
    this.#core.bytes.set(seed ?? randomBytes(rngSeedBytes), pointer)
    this.#core.exports.virtioSeed(this.#guest, slot, pointer)
  }
}
