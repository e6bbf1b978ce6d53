/** Writes a snapshot of a guest that stands still: of a clone, while the guest itself runs on. */
import type { Core } from '../core/core'
import { GuestMemory } from '../core/guest-memory'
import { ABI_HASH, GuestLayout, Stage2 } from '../core/layout.gen'
import { deflate } from '../platform/deflate'
import { platform } from '../spec/platform'
import { checksum, prepareChecksums } from './checksum'
import { isIncompressible } from './entropy'
import { pageBytes, pagesPerChunk, type StoredChunk, writeHead, writeIndex, writeTail, zeroSlot } from './format'
import { encodeHeader, type SnapshotHeader } from './header'
import type { SavedVolume } from './saved-volume'
import { layoutTable, type Region, readState } from './state'

/** Chunks that are compressed beside each other. */
const compressedAtOnce = 8

export type Facts = Omit<SnapshotHeader, 'abi' | 'layout' | 'compression'>

export interface TakeOptions {
  core: Core
  /** Region of the clone. */
  guest: number
  facts: Facts
  /** Only pages that were written since the last snapshot, which `facts.base` names. */
  isIncremental: boolean
  compression: 'deflate' | 'none'
  /** Disks whose content goes into the file, in the order of their pages. */
  volumes: readonly SavedVolume[]
}

/** Pieces of the file, in order. */
export async function* takeSnapshot(options: TakeOptions): AsyncGenerator<Uint8Array> {
  await prepareChecksums()
  const { core, guest, facts, compression, volumes } = options
  const region: Region = { core, guest, harts: facts.plan.harts }
  const header = encodeHeader({ ...facts, abi: ABI_HASH.toString(16), layout: layoutTable(region), compression })
  const head = writeHead(header)
  yield head
  const { slots, pages } = mapPages(options)
  const chunks: StoredChunk[] = []
  let offset = head.length
  for (let from = -1; from < pages.length; from += from < 0 ? 1 : compressedAtOnce * pagesPerChunk) {
    const raws =
      from < 0
        ? [readState(region)]
        : await rawChunks({ core, guest, volumes }, pages.slice(from, from + compressedAtOnce * pagesPerChunk))
    const stored = await Promise.all(raws.map((raw) => (compression === 'none' ? raw : compressed(raw))))
    for (const [index, bytes] of stored.entries()) {
      chunks.push({ stored: bytes.length, raw: raws[index]?.length ?? 0, checksum: checksum(bytes) })
      offset += bytes.length
      yield bytes
    }
  }
  const index = writeIndex(chunks, slots)
  yield index
  yield writeTail({ indexOffset: offset, indexBytes: index.length, indexChecksum: checksum(index) })
}

/** What does not get smaller stays as it is, and where that can be seen before, nobody tries. */
async function compressed(raw: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  if (isIncompressible(raw)) return raw
  const small = await deflate(raw)
  return small.length < raw.length ? small : raw
}

interface PageMap {
  slots: Map<number, number>
  /** A page of each slot; where it is may change until it is read. */
  pages: number[]
}

/** Bits of a page that never had a frame. */
const untouched = Stage2.zero | Stage2.dirtyLogged

/** Gives slots to the pages that have something in them; those that are the same share one. */
function mapPages({ core, guest, facts, isIncremental, volumes }: TakeOptions): PageMap {
  const map: PageMap = { slots: new Map(), pages: [] }
  const known = new Map<bigint, number[]>()
  const stage2 = core.view.getUint32(guest + GuestLayout.stage2.offset, true)
  const words = new Uint32Array(core.bytes.buffer, stage2, facts.plan.ramPages)
  for (let page = 0; page < words.length; page++) {
    const word = words[page] as number
    if (isIncremental && (word & Stage2.dirtyLogged) !== 0) continue
    const slot = (word & ~untouched) === 0 ? zeroSlot : slotOf({ core, guest }, page, { map, known })
    if (slot !== zeroSlot || isIncremental) map.slots.set(page, slot)
  }
  for (const { first, held } of volumes) for (const page of held()) map.slots.set(first + page, map.pages.push(first + page) - 1)
  return map
}

interface Memory {
  core: Core
  guest: number
}

type Content = Memory & Pick<TakeOptions, 'volumes'>

function slotOf({ core, guest }: Memory, page: number, { map, known }: { map: PageMap; known: Map<bigint, number[]> }): number {
  const fingerprint = core.exports.guestPageFingerprint(guest, page)
  if (fingerprint === 0n) return zeroSlot
  const alike = known.get(fingerprint) ?? []
  const same = alike.find((slot) => core.exports.guestPagesAreEqual(guest, map.pages[slot] as number, page) !== 0)
  if (same !== undefined) return same
  const slot = map.pages.push(page) - 1
  known.set(fingerprint, [...alike, slot])
  return slot
}

/** The pages' bytes, `pagesPerChunk` of them together. */
async function rawChunks({ core, guest, volumes }: Content, pages: readonly number[]): Promise<Uint8Array<ArrayBuffer>[]> {
  const memory = new GuestMemory(core, guest)
  const chunks: Uint8Array<ArrayBuffer>[] = []
  for (let from = 0; from < pages.length; from += pagesPerChunk) {
    const part = pages.slice(from, from + pagesPerChunk)
    const chunk = new Uint8Array(part.length * pageBytes)
    for (const [index, page] of part.entries()) {
      const volume = volumes.find(({ first, pages }) => page >= first && page < first + pages)
      const at = index * pageBytes
      if (volume !== undefined) await volume.read(page - volume.first, chunk.subarray(at, at + pageBytes))
      else chunk.set(memory.read(BigInt(platform.dram.base + page * pageBytes), pageBytes), at)
    }
    chunks.push(chunk)
  }
  return chunks
}
