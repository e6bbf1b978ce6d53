/** Looks after the host's memory between slices: takes pages back when it is short, and wakes those who wait for some. */
import type { Core } from '../core/core'
import { HOST_BASE, HostLayout, MemoryState, SwapLayout } from '../core/layout.gen'
import { StructView } from '../core/struct-view'
import { monotonicNs } from '../platform/clock'
import { memoryPercents } from '../spec/layout/memory'
import { askBalloons, type Ballooned } from './balloon-policy'
import type { NewEvent } from './event-log'
import type { HostMemoryStatistics } from './host-statistics'
import { countShared, type SharedFrames } from './shared-pages'

const pageBytes = 4096
/** Pages taken between two slices at most, so that guests run on: some milliseconds. */
const balanceBudget = 256
/** Guests' activity is sampled so often. */
const samplePeriodNs = 2e9

type StateName = HostMemoryStatistics['state']
const stateNames = Object.keys(MemoryState) as StateName[]

/** Pages that are looked at for equal ones, so often: what KSM does by default, and more of it when memory is short. */
const mergePeriodNs = 20e6
const mergeBudget = { plenty: 100, short: 1000 } as const
/** Balloons are told anew so often. */
const balloonPeriodNs = 250e6

/** What the keeper does to guests. */
export interface Kept extends Ballooned {
  /** Its owner lets its pages be compared with those of others at any time; else only when memory is short, with its own. */
  readonly isSharing: boolean
  readonly sharedPages: SharedFrames
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
  #mergedNs = monotonicNs()
  #balloonsNs = monotonicNs()

  constructor(options: MemoryKeeperOptions) {
    this.#options = options
    this.#host = new StructView(options.core, HostLayout, HOST_BASE)
  }

  /** A slice is over, the next one has not begun. */
  betweenSlices(): void {
    const nowNs = monotonicNs()
    this.#merge(nowNs)
    this.#askBalloons(nowNs)
    this.#balance(balanceBudget)
    this.#sample(nowNs)
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
      sharing: this.#sharing(),
    }
  }

  #sharing(): HostMemoryStatistics['sharing'] {
    const all = [...this.#options.guests()].map(({ sharedPages }) => sharedPages)
    return {
      ...countShared(all),
      pages_unshared: this.#host.get('pagesUnshared'),
      full_scans: Number(this.#host.get('fullScans')),
    }
  }

  /** The first rung of the ladder: what is there twice. */
  #merge(nowNs: number): void {
    const periods = Math.floor((nowNs - this.#mergedNs) / mergePeriodNs)
    if (periods === 0) return
    this.#mergedNs = nowNs
    const isShort = this.#state !== 'high'
    if (!isShort && ![...this.#options.guests()].some(({ isSharing }) => isSharing)) return
    // Slices are rare where guests are idle: one look makes up for those that were left out, as far as one may.
    this.#options.core.exports.hostMergePages(
      isShort ? mergeBudget.short : Math.min(periods * mergeBudget.plenty, mergeBudget.short),
    )
  }

  /** The second: guests give up themselves what they need least. */
  #askBalloons(nowNs: number): void {
    if (nowNs - this.#balloonsNs < balloonPeriodNs) return
    this.#balloonsNs = nowNs
    const goal = (this.#host.get('frameLimit') * memoryPercents.high) / 100
    const lacking = this.#state === 'high' ? 0 : Math.max(0, Math.ceil(goal - this.#freeBytes() / pageBytes))
    askBalloons([...this.#options.guests()], { state: this.#state, lackingPages: lacking })
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

  #sample(nowNs: number): void {
    if (nowNs - this.#sampledNs < samplePeriodNs) return
    this.#sampledNs = nowNs
    for (const guest of this.#options.guests()) guest.sampleActivity()
  }
}
