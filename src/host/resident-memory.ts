/** A guest's claims to the host's memory, as the core has them, and what it takes of it. */
import type { Core } from '../core/core'
import { AllocationLayout, GUEST_ALLOCATION, GuestLayout } from '../core/layout.gen'
import { StructView } from '../core/struct-view'
import type { GuestMemoryStatistics } from '../guest/statistics'
import type { Claim } from './admission'
import { describeClaims, type MemoryClaimChange, memoryClaims } from './memory-claims'
import type { GuestPlan, MemoryClaims } from './protocol'
import { readSharedPages } from './shared-pages'

const pageBytes = 4096

export interface ResidentMemoryOptions {
  core: Core
  guest: number
  plan: GuestPlan
  /** Number of the domain in which its pages may be shared. */
  sharingDomain: number
}

export class ResidentMemory {
  readonly #options: ResidentMemoryOptions
  readonly #struct: StructView<typeof GuestLayout>
  readonly #allocation: StructView<typeof AllocationLayout>
  #claims: MemoryClaims
  #wasStalled = false

  constructor(options: ResidentMemoryOptions) {
    this.#options = options
    const { core, guest, plan } = options
    this.#struct = new StructView(core, GuestLayout, guest)
    this.#allocation = new StructView(core, AllocationLayout, guest + GUEST_ALLOCATION)
    this.#claims = plan.memory
    this.apply(false)
  }

  /** What the guest has a claim to, whether it is switched on or not. */
  get claims(): MemoryClaims {
    return this.#claims
  }

  get waits(): boolean {
    return this.#allocation.get('waits') !== 0
  }

  get residentBytes(): number {
    return Number(this.#struct.get('residentPages')) * pageBytes
  }

  /** What it is sure of when it is switched on. */
  claim({ reservationPages }: MemoryClaims = this.#claims): Claim {
    const overheadBytes = this.#allocation.get('overheadPages') * pageBytes
    return { name: this.#options.plan.name, reservationBytes: reservationPages * pageBytes, overheadBytes }
  }

  /** The claims after a change that is not made yet. */
  after(change: MemoryClaimChange): MemoryClaims {
    return memoryClaims(change, this.#options.plan.ramPages * pageBytes, this.#claims)
  }

  change(claims: MemoryClaims, isOn: boolean): void {
    this.#claims = claims
    this.apply(isOn)
  }

  /** Memory is set aside while the guest is switched on; the limit and the shares always hold. */
  apply(isOn: boolean): void {
    const { core, guest, sharingDomain } = this.#options
    const { reservationPages, limitPages, shares } = this.#claims
    core.exports.guestSetAllocation(guest, isOn ? reservationPages : 0, limitPages, shares, sharingDomain)
  }

  /** While its balloon is about to give pages, none are taken from it for as long as memory is no worse than soft. */
  setYielding(yields: boolean): void {
    this.#allocation.set('yields', yields ? 1 : 0)
  }

  /** A vCPU began to wait for memory: true once for each time. */
  beganToWait(): boolean {
    const begins = this.waits && !this.#wasStalled
    this.#wasStalled = this.waits
    return begins
  }

  statistics(): GuestMemoryStatistics {
    const pages = (count: number | bigint): number => Number(count) * pageBytes
    const it = this.#allocation
    const granted = this.residentBytes
    const { shared, part } = readSharedPages(this.#options.core, this.#options.guest)
    const { reservation = 0, limit = 0, shares = 0 } = describeClaims(this.#claims)
    return {
      size: pages(this.#options.plan.ramPages),
      granted,
      consumed: Math.max(0, granted - pages(shared) + Math.round(part * pageBytes)),
      active: Math.min(pages(it.get('activePages')), granted),
      shared: pages(shared),
      ballooned: pages(it.get('balloonedPages')),
      swapped: pages(it.get('swappedPages')),
      compressed: pages(it.get('compressedPages')),
      overhead: pages(it.get('overheadPages')),
      reservation,
      limit,
      shares,
      swappedIn: pages(it.get('swappedIn')),
      swappedOut: pages(it.get('swappedOut')),
      compressedIn: pages(it.get('compressed')),
      decompressed: pages(it.get('decompressed')),
      stalls: Number(it.get('stalls')),
    }
  }
}
