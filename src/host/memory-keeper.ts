/** Looks after the host's memory between slices: takes pages back when it is short, and wakes those who wait for some. */
import type { Core } from '../core/core'
import { HOST_BASE, HostLayout, MemoryState, SwapLayout } from '../core/layout.gen'
import { StructView } from '../core/struct-view'
import { monotonicNs } from '../platform/clock'
import type { NewEvent } from './event-log'
import type { HostMemoryStatistics } from './protocol'

const pageBytes = 4096
/** Pages taken between two slices at most, so that guests run on: some milliseconds. */
const balanceBudget = 256
/** Guests' activity is sampled so often. */
const samplePeriodNs = 2e9

type StateName = HostMemoryStatistics['state']
const stateNames = Object.keys(MemoryState) as StateName[]

/** What the keeper does to guests. */
export interface Kept {
  readonly reservationBytes: number
  readonly waitsForMemory: boolean
  sampleActivity(): void
  findMemory(): void
}

export interface MemoryKeeperOptions {
  core: Core
  guests(): Iterable<Kept>
  record(event: NewEvent): void
}

export class MemoryKeeper {
  readonly #options: MemoryKeeperOptions
  readonly #host: StructView<typeof HostLayout>
  #state: StateName = 'high'
  #sampledNs = monotonicNs()

  constructor(options: MemoryKeeperOptions) {
    this.#options = options
    this.#host = new StructView(options.core, HostLayout, HOST_BASE)
  }

  /** A slice is over, the next one has not begun. */
  betweenSlices(): void {
    this.#balance(balanceBudget)
    this.#sample()
  }

  /** Somebody gave memory back, or may have less from now on: who waits tries again. */
  changed(): void {
    this.#balance(0)
    for (const guest of this.#options.guests()) guest.findMemory()
  }

  statistics(): HostMemoryStatistics {
    const pages = (count: number): number => count * pageBytes
    const swap = this.#swap()
    const reserved = [...this.#options.guests()].reduce((sum, guest) => sum + guest.reservationBytes, 0)
    return {
      state: this.#state,
      consumed: pages(this.#host.get('framesUsed')),
      unusedReservation: pages(this.#host.get('framesPromised')),
      reserved,
      overhead: pages(this.#host.get('overheadPages')),
      compressed: pages(swap?.get('compressedPages') ?? 0),
      compressedInto: pages(swap?.get('frames') ?? 0),
      swapped: pages(swap?.get('backendPages') ?? 0),
      reclaimed: pages(Number(this.#host.get('reclaimedPages'))),
    }
  }

  #swap(): StructView<typeof SwapLayout> | undefined {
    const pointer = this.#host.get('swap')
    return pointer === 0 ? undefined : new StructView(this.#options.core, SwapLayout, pointer)
  }

  #balance(budget: number): void {
    const before = this.#state
    const freeBefore = this.#freeBytes()
    this.#state = stateNames[this.#options.core.exports.hostBalanceMemory(budget)] ?? 'high'
    if (this.#state !== before) this.#tellState(before)
    if (this.#freeBytes() > freeBefore) for (const guest of this.#options.guests()) guest.findMemory()
  }

  #tellState(before: StateName): void {
    const free = this.#freeBytes()
    const message = `memory is ${this.#state}: ${Math.round(free / 2 ** 20)} MiB are free and not set aside`
    this.#options.record({
      type: 'memory.state',
      message,
      before: { state: before },
      after: { state: this.#state },
      details: { free },
    })
  }

  #freeBytes(): number {
    const host = this.#host
    return Math.max(0, host.get('frameLimit') - host.get('framesUsed') - host.get('framesPromised')) * pageBytes
  }

  #sample(): void {
    const nowNs = monotonicNs()
    if (nowNs - this.#sampledNs < samplePeriodNs) return
    this.#sampledNs = nowNs
    for (const guest of this.#options.guests()) guest.sampleActivity()
  }
}
