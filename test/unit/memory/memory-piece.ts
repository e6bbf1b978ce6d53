/** The folder assembly/memory compiled with the translator's cache, and a host and guests of the test's own. */
import {
  AllocationLayout,
  CodeCacheLayout,
  DecodedHeaderLayout,
  GUEST_ALLOCATION,
  GuestLayout,
  HOST_BASE,
  HostLayout,
  RegionLayout,
  SwapLayout,
  TranslatorLayout,
} from '../../../src/core/layout.gen'
import { compileAssembly } from '../../support/assembly'

interface MemoryExports {
  setReservation(guest: number, pages: number): void
  mayTake(guest: number): number
  mayRead(guest: number, gpa: bigint): number
  mayWrite(guest: number, gpa: bigint): number
  balanceMemory(budget: number): number
  makeRoom(guest: number): number
  mergePages(budget: number): number
  forgetMerges(guest: number): void
  sampleActivity(guest: number): void
  peekSwapped(word: number): number
  createHost(frames: number): number
  createTranslator(): number
  makeGuest(harts: number, ramPages: number): number
  allocateExtent(bytes: number): number
  freeExtent(extent: number, bytes: number): void
  allocateFrame(): number
  retainFrame(frame: number): void
  releaseFrame(frame: number): number
  frameReferences(frame: number): number
  isRam(guest: number, gpa: bigint, bytes: bigint): number
  stage2Word(guest: number, gpa: bigint): number
  readablePage(guest: number, gpa: bigint): number
  populate(guest: number, gpa: bigint): number
  writablePage(guest: number, gpa: bigint): number
  shareAll(from: number, to: number): void
  decodedOf(frame: number): number
  holdsCode(guest: number, gpa: bigint): number
  releaseAll(guest: number): void
  writePointer(guest: number, gpa: bigint, bytes: number): number
  guestRead(guest: number, gpa: bigint, destination: number, bytes: number): number
  guestWrite(guest: number, gpa: bigint, source: number, bytes: number): number
  decodedPageAt(guest: number, gpa: bigint): number
  forgetRecords(frame: number, offset: number, bytes: number): void
  noteCodeStore(guest: number, frame: number, current: number): void
  dropDecodedPage(frame: number): void
  hartOf(guest: number, index: number): number
  readTlb(hart: number, mode: number): number
  writeTlb(hart: number, mode: number): number
  fetchTlb(hart: number, mode: number): number
  dataEntry(tlb: number, gva: bigint): number
  fetchEntry(tlb: number, gva: bigint): number
  fillEntry(entry: number, gva: bigint, page: number, pageNumber: number): void
  siteEntry(hart: number, mode: number, site: number): number
  fillSite(hart: number, mode: number, site: number, gva: bigint, pointer: number): void
  useMode(hart: number, mode: number): void
  tlbFlushAll(hart: number): void
  tlbFlushLocal(hart: number): void
  tlbFlushAddress(hart: number, gva: bigint): void
  noteLargePage(hart: number, low: bigint, high: bigint): void
  dropWriteEntries(guest: number, page: number): void
  dropReadEntries(guest: number, page: number): void
  dropFetchEntries(guest: number): void
  createRegion(guest: number): number
  coverPosition(region: number, position: number): void
  addHead(region: number, record: number): void
  replaceRegion(region: number, other: number): void
  linkRegion(region: number, page: number, decoded: number): void
  installRegions(batch: number): void
  discardRegions(batch: number): void
  dropAllRegions(): void
  addHotPlace(): number
  hotPlaceAt(index: number): number
  isQueued(page: number, offset: number): number
  takeHotPlaces(count: number): void
  learnTarget(site: number, offset: number): void
  learnedCount(site: number): number
  learnedOffset(site: number, index: number): number
}

const source = `
import { GUEST_HARTS, Guest, HART_BLOCK_BYTES, REGION_BYTES, Region } from './assembly/abi/layout.gen'
import { allocationOf } from './assembly/memory/allocation'
import { peekPage } from './assembly/memory/swap'
import { slotOf } from './assembly/memory/stage2'
import { Swap } from './assembly/abi/layout.gen'
export { mayRead, mayTake, mayWrite, setReservation } from './assembly/memory/allocation'
export { balanceMemory, makeRoom } from './assembly/memory/reclaim'
export { forgetMerges, mergePages } from './assembly/memory/merge'
export { sampleActivity } from './assembly/memory/activity'
import { allocateExtent } from './assembly/memory/extents'
import { host } from './assembly/memory/host'
import { hartOf, tlbReset } from './assembly/memory/tlb'
export { learnTarget, learnedCount, learnedOffset } from './assembly/hart/targets'
export { createTranslator } from './assembly/jit/create'
export { createHost } from './assembly/memory/host'
export { allocateExtent, freeExtent } from './assembly/memory/extents'
export { allocateFrame, frameReferences, releaseFrame, retainFrame } from './assembly/memory/frames'
export { isRam, populate, readablePage, stage2Word, writablePage } from './assembly/memory/stage2'
export { releaseAll, shareAll } from './assembly/memory/sharing'
export { decodedOf } from './assembly/memory/code-table'
export { guestRead, guestWrite, holdsCode, writePointer } from './assembly/memory/physical'
export { decodedPageAt, dropDecodedPage, forgetRecords, noteCodeStore } from './assembly/memory/decoded'
export {
  dataEntry, dropFetchEntries, dropReadEntries, dropWriteEntries, fetchEntry, fetchTlb, fillEntry, fillSite, hartOf, noteLargePage,
  readTlb, siteEntry, tlbFlushAddress, tlbFlushAll, tlbFlushLocal, useMode, writeTlb,
} from './assembly/memory/tlb'
export { addHead, createRegion, discardRegions, dropAllRegions, installRegions, linkRegion, replaceRegion } from './assembly/memory/regions'
export { addHotPlace, hotPlaceAt, isQueued, takeHotPlaces } from './assembly/memory/hot-places'

export function coverPosition(region: Region, position: u32): void {
  const at = changetype<usize>(region) + REGION_BYTES + (position >> 3)
  store<u8>(at, load<u8>(at) | <u8>(<u32>1 << (position & 7)))
}

export function makeGuest(harts: u32, ramPages: u32): usize {
  const region = allocateExtent(GUEST_HARTS + harts * HART_BLOCK_BYTES)
  const guest = changetype<Guest>(region)
  guest.stage2 = <u32>allocateExtent(ramPages << 2)
  guest.harts = harts
  guest.ramPages = ramPages
  allocationOf(guest).limitPages = ramPages
  allocationOf(guest).shares = ramPages
  guest.next = host().guests
  host().guests = <u32>region
  for (let i: u32 = 0; i < harts; i++) tlbReset(hartOf(guest, i))
  return region
}

/** Where the page of a swapped word can be read. */
export function peekSwapped(word: u32): usize {
  return peekPage(changetype<Swap>(<usize>host().swap), slotOf(word))
}
`

export const DRAM = 0x8000_0000n
export const PAGE = 4096
export const modes = [0, 1, 2, 3] as const

type HostField = Exclude<keyof typeof HostLayout, 'bytes'>
type CodeCacheField = Exclude<keyof typeof CodeCacheLayout, 'bytes'>
type TranslatorField = Exclude<keyof typeof TranslatorLayout, 'bytes'>
type RegionField = Exclude<keyof typeof RegionLayout, 'bytes'>
type GuestField = Exclude<keyof typeof GuestLayout, 'bytes'>
type AllocationField = Exclude<keyof typeof AllocationLayout, 'bytes'>
type SwapField = Exclude<keyof typeof SwapLayout, 'bytes'>

/** A swap backend of a test. */
export interface TestSwap {
  pages: Map<number, Uint8Array>
  /** Slots that cannot be read back. */
  broken: Set<number>
}

export class MemoryPiece {
  readonly call: MemoryExports
  readonly #memory: WebAssembly.Memory

  private constructor(call: MemoryExports, memory: WebAssembly.Memory) {
    this.call = call
    this.#memory = memory
  }

  /** A host whose guests may hold `frames` frames. */
  static async create(frames = 4096, swap?: TestSwap): Promise<MemoryPiece> {
    const holder: { memory?: WebAssembly.Memory } = {}
    const pageAt = (pointer: number): Uint8Array => new Uint8Array(holder.memory?.buffer ?? new ArrayBuffer(0), pointer, PAGE)
    const swapOut = (slot: number, pointer: number): number =>
      swap?.pages.set(slot, pageAt(pointer).slice()) === undefined ? 0 : 1
    const swapIn = (slot: number, pointer: number): number => {
      const page = swap?.pages.get(slot)
      if (page === undefined || swap?.broken.has(slot) === true) return 0
      pageAt(pointer).set(page)
      return 1
    }
    const { exports, memory } = await compileAssembly<MemoryExports>('memory-piece.ts', { source, imports: { swapOut, swapIn } })
    holder.memory = memory
    if (exports.createHost(frames) !== 1) throw new Error('createHost: expected a host')
    if (exports.createTranslator() !== 1) throw new Error('createTranslator: expected a translator')
    return new MemoryPiece(exports, memory)
  }

  /** The memory as it is now: growing it takes the view of before away. */
  get view(): DataView {
    return new DataView(this.#memory.buffer)
  }

  bytes(pointer: number, length: number): Uint8Array {
    return new Uint8Array(this.#memory.buffer, pointer, length)
  }

  host(field: HostField): number {
    return this.view.getUint32(HOST_BASE + HostLayout[field].offset, true)
  }

  codeCache(field: CodeCacheField): number {
    return this.view.getUint32(this.host('codeCaches') + CodeCacheLayout[field].offset, true)
  }

  setCodeCache(field: CodeCacheField, value: number): void {
    this.view.setUint32(this.host('codeCaches') + CodeCacheLayout[field].offset, value, true)
  }

  guest(guest: number, field: GuestField): number {
    const { offset, type } = GuestLayout[field]
    return type === 'u64' ? Number(this.view.getBigUint64(guest + offset, true)) : this.view.getUint32(guest + offset, true)
  }

  setGuest(guest: number, field: GuestField, value: bigint): void {
    const { offset, type } = GuestLayout[field]
    if (type === 'u64') this.view.setBigUint64(guest + offset, value, true)
    else this.view.setUint32(guest + offset, Number(value), true)
  }

  setHost(field: HostField, value: number): void {
    this.view.setUint32(HOST_BASE + HostLayout[field].offset, value, true)
  }

  allocation(guest: number, field: AllocationField): number {
    const { offset, type } = AllocationLayout[field]
    const at = guest + GUEST_ALLOCATION + offset
    return type === 'u64' ? Number(this.view.getBigUint64(at, true)) : this.view.getUint32(at, true)
  }

  setAllocation(guest: number, field: AllocationField, value: number): void {
    this.view.setUint32(guest + GUEST_ALLOCATION + AllocationLayout[field].offset, value, true)
  }

  swap(field: SwapField): number {
    return this.view.getUint32(this.host('swap') + SwapLayout[field].offset, true)
  }

  translator(field: TranslatorField): number {
    return this.view.getUint32(this.codeCache('translator') + TranslatorLayout[field].offset, true)
  }

  setTranslator(field: TranslatorField, value: number): void {
    this.view.setUint32(this.codeCache('translator') + TranslatorLayout[field].offset, value, true)
  }

  region(region: number, field: RegionField): number {
    return this.view.getUint32(region + RegionLayout[field].offset, true)
  }

  word(guest: number, gpa: bigint): number {
    return this.view.getUint32(this.call.stage2Word(guest, gpa), true)
  }

  /** The frame whose code a decoded page holds. */
  decodedFrame(page: number): number {
    return this.view.getUint32(page - DecodedHeaderLayout.bytes + DecodedHeaderLayout.frame.offset, true)
  }

  /** Pointer that an access of `bytes` bytes would use by the loop's check `gva - tag <= 4096 - bytes`; 0 on a miss. */
  hit(entry: number, gva: bigint, bytes = 1): number {
    const offset = BigInt.asUintN(64, gva - this.view.getBigUint64(entry, true))
    return offset <= BigInt(PAGE - bytes) ? this.view.getUint32(entry + 8, true) + Number(offset) : 0
  }

  isZero(pointer: number, length: number): boolean {
    return this.bytes(pointer, length).every((byte) => byte === 0)
  }
}
