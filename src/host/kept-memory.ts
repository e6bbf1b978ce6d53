/** A guest's memory as the keeper of the host's memory sees it: what is set aside for it, and what can be asked of it. */
import type { Core } from '../core/core'
import type { Claim } from './admission'
import type { BalloonState } from './balloon-policy'
import type { Kept } from './memory-keeper'
import type { GuestPlan, GuestState } from './protocol'
import type { ResidentBalloon } from './resident-balloon'
import type { ResidentMemory } from './resident-memory'
import { readMergedPages, type SharedFrames } from './shared-pages'

export interface KeptMemoryOptions {
  core: Core
  guest: number
  plan: GuestPlan
  ram: ResidentMemory
  balloonDevice: ResidentBalloon
  state(): GuestState
  /** There is something for the guest to do. */
  wake(): void
}

export class KeptMemory implements Kept {
  readonly #options: KeptMemoryOptions

  constructor(options: KeptMemoryOptions) {
    this.#options = options
  }

  /** What it is sure of while it is switched on; undefined while it is off. */
  get claim(): Claim | undefined {
    const { state, ram } = this.#options
    return isOn(state()) ? ram.claim() : undefined
  }

  get reservationBytes(): number {
    return this.claim?.reservationBytes ?? 0
  }

  get isSharing(): boolean {
    return this.#options.plan.sharingDomain !== undefined
  }

  get sharedPages(): SharedFrames {
    return readMergedPages(this.#options.core, this.#options.guest)
  }

  get memoryShares(): number {
    return this.#options.ram.claims.shares
  }

  get residentBytes(): number {
    return this.#options.ram.residentBytes
  }

  get waitsForMemory(): boolean {
    return this.#options.ram.waits
  }

  /** What the host may ask for: on the virtual clock nothing, since when it does is no repeatable moment. */
  get balloon(): BalloonState | undefined {
    const { plan, state, balloonDevice } = this.#options
    const found = plan.clock === 'real' && state() === 'running' ? balloonDevice.state : undefined
    return found === undefined ? undefined : { ...found, ramPages: plan.ramPages }
  }

  askBalloon(pages: number, yields: boolean): void {
    const { ram, balloonDevice, wake } = this.#options
    ram.setYielding(yields)
    if (balloonDevice.ask(pages)) wake()
  }

  sampleActivity(): void {
    this.#options.core.exports.guestSampleActivity(this.#options.guest)
  }

  /** Somebody gave memory back: a guest that waits for some tries again. */
  findMemory(): void {
    const { core, guest, wake } = this.#options
    if (this.waitsForMemory && core.exports.guestFindMemory(guest) !== 0) wake()
  }
}

/** Switched on: its reservations are set aside. */
export const isOn = (state: GuestState): boolean => state === 'running' || state === 'paused'
