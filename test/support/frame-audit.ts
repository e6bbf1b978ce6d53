/**
 * Looks over a core's memory from outside: who holds which frame, by the second stages, the TLBs, the volumes and the slots of all guests. It
 * knows the layouts and none of the core's code.
 */
import type { Core } from '../../src/core/core'
import {
  AllocationLayout,
  GUEST_ALLOCATION,
  GUEST_HARTS,
  GuestLayout,
  HART_BLOCK_BYTES,
  HART_TLB,
  HartLayout,
  HOST_BASE,
  HostLayout,
  SpanLayout,
  Stage2,
  SwapLayout,
  TLB_DATA_BYTES,
  TLB_MASK,
  TLB_MODE_BYTES,
  TLB_MODES,
  TLB_SITE_OFFSET,
  TLB_SITES,
  TLB_SPAN_OFFSET,
  VolumeLayout,
} from '../../src/core/layout.gen'
import { StructView } from '../../src/core/struct-view'

const pageShift = 12
const pageMask = 0xfff
/** Of a frame that waits for the guest's own page; it has no reference. */
const reserved = 0x8000_0000
const entryBytes = 16

interface Holder {
  guest: number
  page: number
  isWritable: boolean
  /** It was merged with an equal page. */
  isMerged: boolean
  sharingDomain: number
}

/** What is wrong with who holds what, in words; nothing when all is well. `volumes` are those that there are. */
export function auditFrames(core: Core, volumes: readonly number[] = []): string[] {
  return new FrameAudit(core, volumes).run()
}

class FrameAudit {
  readonly #core: Core
  readonly #words: Uint32Array
  readonly #host: StructView<typeof HostLayout>
  readonly #volumes: readonly number[]
  readonly #faults: string[] = []
  readonly #holders = new Map<number, Holder[]>()
  /** References that are no guest's pages: of volumes. */
  readonly #others = new Map<number, number>()
  readonly #slotUses = new Map<number, number>()

  constructor(core: Core, volumes: readonly number[]) {
    this.#core = core
    this.#words = new Uint32Array(core.memory.buffer)
    this.#host = new StructView(core, HostLayout, HOST_BASE)
    this.#volumes = volumes
  }

  run(): string[] {
    const guests = this.#guests()
    for (const guest of guests) this.#walkStage2(guest)
    for (const volume of this.#volumes) this.#walkVolume(volume)
    this.#checkSharing()
    this.#checkReferences()
    this.#checkFreeList()
    this.#checkSlots()
    for (const guest of guests) this.#walkTlbs(guest)
    return this.#faults
  }

  #guests(): number[] {
    const guests: number[] = []
    for (let guest = this.#host.get('guests'); guest !== 0; guest = this.#guest(guest).get('next')) guests.push(guest)
    return guests
  }

  #guest(pointer: number): StructView<typeof GuestLayout> {
    return new StructView(this.#core, GuestLayout, pointer)
  }

  #word(pointer: number): number {
    return this.#words[pointer >>> 2] ?? 0
  }

  #walkStage2(pointer: number): void {
    const guest = this.#guest(pointer)
    const stage2 = guest.get('stage2')
    const { sharingDomain: offset } = AllocationLayout
    const sharingDomain = this.#word(pointer + GUEST_ALLOCATION + offset.offset)
    let resident = 0
    for (let page = 0; page < Number(guest.get('ramPages')); page++) {
      const word = this.#word(stage2 + 4 * page)
      const frame = (word & ~pageMask) >>> 0
      if ((word & Stage2.present) !== 0) {
        resident += 1
        const [isWritable, isShared] = [(word & Stage2.writable) !== 0, (word & Stage2.copyOnWrite) !== 0]
        if (isWritable === isShared)
          this.#fault(`page ${page} of guest ${pointer} is ${isWritable ? 'both' : 'neither'} writable and copy-on-write`)
        const holders = this.#holders.get(frame) ?? []
        const isMerged = (word & Stage2.shared) !== 0
        if (isMerged && isWritable) this.#fault(`page ${page} of guest ${pointer} is merged and writable`)
        holders.push({ guest: pointer, page, isWritable, isMerged, sharingDomain })
        this.#holders.set(frame, holders)
      } else if ((word & Stage2.swapped) !== 0)
        this.#slotUses.set(word >>> pageShift, (this.#slotUses.get(word >>> pageShift) ?? 0) + 1)
      else if (frame !== 0) this.#fault(`page ${page} of guest ${pointer} names frame ${frame} and is not present`)
    }
    if (resident !== Number(guest.get('residentPages')))
      this.#fault(`guest ${pointer} has ${resident} pages and counts ${guest.get('residentPages')}`)
  }

  #walkVolume(pointer: number): void {
    const volume = new StructView(this.#core, VolumeLayout, pointer)
    for (let page = 0; page < volume.get('pages'); page++) {
      const frame = this.#word(volume.get('table') + 4 * page)
      if (frame !== 0) this.#others.set(frame, (this.#others.get(frame) ?? 0) + 1)
    }
  }

  /** No frame is reachable by two guests unless it is read-only for all of them; nor by a guest and a volume at all. */
  #checkSharing(): void {
    for (const [frame, holders] of this.#holders) {
      if (frame === this.#host.get('zeroPage')) this.#fault('a page holds the page of zeros as its frame')
      if (this.#others.has(frame)) this.#fault(`frame ${frame} is a guest's page and a volume's`)
      if (holders.length > 1 && holders.some(({ isWritable }) => isWritable))
        this.#fault(`frame ${frame} is writable and held by ${holders.map(({ guest, page }) => `${guest}:${page}`).join(', ')}`)
      const domains = new Set(holders.map(({ sharingDomain }) => sharingDomain))
      if (holders.some(({ isMerged }) => isMerged) && domains.size > 1)
        this.#fault(`frame ${frame} is merged across the domains ${[...domains].join(', ')}`)
    }
  }

  /** The frame table counts who there is. The rest are frames of compressed pages, which nobody else reaches. */
  #checkReferences(): void {
    let used = 0
    let unexplained = 0
    for (let frame = 0; frame < this.#words.byteLength; frame += 4096) {
      const count = this.#references(frame)
      const expected = (this.#holders.get(frame)?.length ?? 0) + (this.#others.get(frame) ?? 0)
      if (count > 0) used += 1
      if (count > 0 && expected === 0) unexplained += 1
      else if (count !== expected) this.#fault(`frame ${frame} counts ${count} references and has ${expected}`)
    }
    if (used !== this.#host.get('framesUsed'))
      this.#fault(`${used} frames are in use, and ${this.#host.get('framesUsed')} are counted`)
    const packed = this.#swap?.get('frames') ?? 0
    if (unexplained !== packed) this.#fault(`${unexplained} frames belong to nobody, expected the ${packed} of compressed pages`)
  }

  #references(frame: number): number {
    const count = this.#word(this.#host.get('frameTable') + 4 * (frame >>> pageShift))
    return count === reserved ? 0 : count
  }

  #checkFreeList(): void {
    const seen = new Set<number>()
    for (let frame = this.#host.get('freeFrame'); frame !== 0; frame = this.#word(frame)) {
      if (seen.has(frame)) {
        this.#fault(`free frame ${frame} is in the list twice`)
        return
      }
      seen.add(frame)
      if (this.#holders.has(frame) || this.#others.has(frame)) this.#fault(`free frame ${frame} is in use`)
    }
  }

  /** Slots count the pages that are in them. */
  #checkSlots(): void {
    for (const [slot, uses] of this.#slotUses) {
      const references = this.#word((this.#swap?.get('slots') ?? 0) + 8 * slot + 4) >>> 16
      if (references !== uses) this.#fault(`slot ${slot} counts ${references} pages and has ${uses}`)
    }
  }

  get #swap(): StructView<typeof SwapLayout> | undefined {
    const pointer = this.#host.get('swap')
    return pointer === 0 ? undefined : new StructView(this.#core, SwapLayout, pointer)
  }

  #walkTlbs(guest: number): void {
    for (let index = 0; index < this.#guest(guest).get('harts'); index++) {
      const hart = guest + GUEST_HARTS + index * HART_BLOCK_BYTES
      const modes = new StructView(this.#core, HartLayout, hart).get('tlbModes')
      for (let mode = 0; mode < TLB_MODES; mode++)
        if (((modes >> mode) & 1) !== 0) this.#walkMode(guest, hart + HART_TLB + mode * TLB_MODE_BYTES)
    }
  }

  #walkMode(guest: number, tlb: number): void {
    for (let index = 0; index <= TLB_MASK; index++) {
      for (const isWrite of [false, true]) {
        const entry = tlb + (isWrite ? TLB_DATA_BYTES : 0) + index * entryBytes
        // The tag of an empty entry is a page of another index.
        if (((this.#word(entry) >>> pageShift) & TLB_MASK) === index)
          this.#checkReach(guest, this.#word(entry + 8), isWrite, 'TLB entry')
      }
    }
    for (let site = 0; site < TLB_SITES; site++) {
      const entry = tlb + TLB_SITE_OFFSET + site * entryBytes
      const low = this.#word(entry)
      if ((low & pageMask) === 0) this.#checkReach(guest, (this.#word(entry + 8) + low) >>> 0, false, 'site')
    }
    for (const isWrite of [false, true]) {
      const span = new StructView(this.#core, SpanLayout, tlb + TLB_SPAN_OFFSET + (isWrite ? SpanLayout.bytes : 0))
      for (let page = 0; page < span.get('pages'); page++)
        this.#checkReach(guest, (Number(span.get('low') & 0xffff_ffffn) + span.get('shift') + 4096 * page) >>> 0, isWrite, 'span')
    }
  }

  /** A guest reads what it maps and the page of zeros, and writes what is its own. */
  #checkReach(guest: number, page: number, isWrite: boolean, what: string): void {
    if (!isWrite && page === this.#host.get('zeroPage')) return
    const own = (this.#holders.get(page) ?? []).filter((holder) => holder.guest === guest)
    if (own.length === 0) this.#fault(`a ${what} of guest ${guest} leads to ${page}, which it does not map`)
    else if (isWrite && !own.some(({ isWritable }) => isWritable))
      this.#fault(`a ${what} of guest ${guest} lets it write frame ${page}, which is shared`)
  }

  #fault(text: string): void {
    if (this.#faults.length < 20) this.#faults.push(text)
  }
}
