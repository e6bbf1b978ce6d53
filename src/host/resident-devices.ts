/** The virtio devices of a guest where the core is: put into their slots once, and made ready at each start. */
import type { Core } from '../core/core'
import { VirtioKind } from '../core/layout.gen'
import { VmHostError } from '../error'
import { randomBytes } from '../platform/entropy'
import { rngSeedBytes } from '../spec/devices/virtio-rng'
import type { DevicePlan, RngPlan } from './protocol'

export class ResidentDevices {
  readonly #core: Core
  readonly #guest: number
  readonly #plans: readonly DevicePlan[]

  /** `areAttached`: the guest's region holds the devices already, since it is another guest's copy. */
  constructor(core: Core, guest: number, { plans, areAttached }: { plans: readonly DevicePlan[]; areAttached: boolean }) {
    this.#core = core
    this.#guest = guest
    this.#plans = plans
    if (!areAttached) for (const plan of plans) if (plan.kind === 'rng' || plan.kind === 'balloon') this.#attach(plan)
  }

  /** The guest starts, or starts over. */
  start(): void {
    for (const plan of this.#plans) if (plan.kind === 'rng') this.#seed(plan)
  }

  #attach({ kind, slot }: DevicePlan): void {
    if (this.#core.exports.virtioAttach(this.#guest, slot, VirtioKind[kind]) !== 0) return
    throw new VmHostError('ERR_CORE', `virtio slot ${slot} does not take a device of kind ${kind}`)
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
