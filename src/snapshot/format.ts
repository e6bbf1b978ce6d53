/**
 * The snapshot file. Integers are little-endian; a checksum is XXH64.
 *
 *     head     | magic 8 | version u32 | header bytes u32 | checksum u64 of the header | header: JSON |
 *     chunks   | state | pages | pages ...       compressed each by itself, one behind the other
 *     index    | chunks u32 | stored u32, raw u32, checksum u64 for each | pages u32 | page u32 for each | slot u32 for each |
 *     tail     | index offset u64 | index bytes u32 | version u32 | checksum u64 of the index | checksum u64 of the tail before | magic 8 |
 *
 * A chunk that does not get smaller is stored as it is: `stored` is `raw` then. Pages are those of RAM, and behind them those of disks: all that a disk in memory has, and what
 * an overlay has of its own;
 * they are in slots, `pagesPerChunk` to a chunk. A page without a slot is all zeros; in an incremental snapshot it is the base's, and
 * one of zeros has the slot `zeroSlot`. No byte of the file is outside of a checksum, so that none can change unseen.
 */
import { VmHostError } from '../error'
import { checksum } from './checksum'
import { PageSlots } from './page-slots'

export const formatVersion = 2
const magic = new TextEncoder().encode('vmhsnap\n')
export const pageBytes = 4096
export const pagesPerChunk = 16
export const zeroSlot = 0xffff_ffff
/** More than any header, index or state has. */
export const mostTableBytes = 2 ** 28
/** In memory only: the file says nothing of the page. */
export const noSlot = 0xffff_fffe
/** Chunk 0 holds the state. */
export const chunkOf = (slot: number): number => 1 + Math.floor(slot / pagesPerChunk)
export const headFixedBytes = 24
export const tailBytes = 40

export interface Chunk {
  /** Where in the file. */
  offset: number
  /** Bytes in the file, and when decompressed. */
  stored: number
  raw: number
  checksum: bigint
}

/** What has a place in the file, without where it is. */
export type StoredChunk = Omit<Chunk, 'offset'>

export interface Index {
  /** The first holds the state. */
  chunks: Chunk[]
  /** Pages that have a slot. */
  pages: Uint32Array
  /** Slot of every page of the guest. */
  slots: PageSlots
}

export interface Tail {
  indexOffset: number
  indexBytes: number
  indexChecksum: bigint
}

export function writeHead(header: Uint8Array): Uint8Array {
  const out = new Uint8Array(headFixedBytes + header.length)
  const view = new DataView(out.buffer)
  out.set(magic)
  view.setUint32(8, formatVersion, true)
  view.setUint32(12, header.length, true)
  view.setBigUint64(16, checksum(header), true)
  out.set(header, headFixedBytes)
  return out
}

/** Bytes of the header, and their checksum; `fixed` are the first bytes of the file. */
export function readHead(fixed: Uint8Array): { bytes: number; checksum: bigint } {
  const view = viewOf(fixed)
  checkMagic(fixed, 'begins')
  checkVersion(view.getUint32(8, true))
  return { bytes: view.getUint32(12, true), checksum: view.getBigUint64(16, true) }
}

export function writeIndex(chunks: readonly StoredChunk[], slots: ReadonlyMap<number, number>): Uint8Array {
  const out = new Uint8Array(8 + chunks.length * 16 + slots.size * 8)
  const view = new DataView(out.buffer)
  view.setUint32(0, chunks.length, true)
  let at = 4
  for (const { stored, raw, checksum: sum } of chunks) {
    view.setUint32(at, stored, true)
    view.setUint32(at + 4, raw, true)
    view.setBigUint64(at + 8, sum, true)
    at += 16
  }
  view.setUint32(at, slots.size, true)
  at += 4
  for (const [page, slot] of slots) {
    view.setUint32(at, page, true)
    view.setUint32(at + slots.size * 4, slot, true)
    at += 4
  }
  return out
}

export interface IndexFacts {
  /** Where the chunks begin, and end. */
  begin: number
  end: number
  /** Pages that there can be. */
  pageLimit: number
}

export function readIndex(bytes: Uint8Array, { begin, end, pageLimit }: IndexFacts): Index {
  const view = viewOf(bytes)
  const count = bytes.length < 8 ? 0 : view.getUint32(0, true)
  if (count === 0 || 8 + count * 16 > bytes.length) throw damaged('its index is too short')
  const chunks: Chunk[] = []
  let offset = begin
  for (let at = 4; at < 4 + count * 16; at += 16) {
    const stored = view.getUint32(at, true)
    chunks.push({ offset, stored, raw: view.getUint32(at + 4, true), checksum: view.getBigUint64(at + 8, true) })
    offset += stored
  }
  if (offset !== end) throw damaged(`its chunks end at ${offset}, expected ${end}`)
  chunks.forEach(checkSize)
  return { chunks, ...readSlots(bytes.subarray(4 + count * 16), { pageLimit, chunks }) }
}

function checkSize({ raw }: Chunk, index: number): void {
  const isFine = index === 0 ? raw <= mostTableBytes : raw <= pagesPerChunk * pageBytes && raw % pageBytes === 0
  if (!isFine) throw damaged(`chunk ${index} has ${raw} bytes`)
}

/** Is there a page in the slot? */
function hasPage(chunks: readonly Chunk[], slot: number): boolean {
  return ((slot % pagesPerChunk) + 1) * pageBytes <= (chunks[chunkOf(slot)]?.raw ?? 0)
}

function readSlots(bytes: Uint8Array, limits: { pageLimit: number; chunks: readonly Chunk[] }): Pick<Index, 'pages' | 'slots'> {
  const view = viewOf(bytes)
  const count = view.getUint32(0, true)
  if (bytes.length !== 4 + count * 8) throw damaged('its page map has another size than it says')
  const pages = new Uint32Array(count)
  const slots = new PageSlots(limits.pageLimit)
  for (let index = 0, at = 4; index < count; index++, at += 4) {
    const page = view.getUint32(at, true)
    const slot = view.getUint32(at + count * 4, true)
    if (page >= limits.pageLimit || (slot !== zeroSlot && !hasPage(limits.chunks, slot))) throw damaged(`page ${page} is nowhere`)
    if (slots.get(page) !== noSlot) throw damaged(`page ${page} is in two places`)
    pages[index] = page
    slots.set(page, slot)
  }
  return { pages, slots }
}

export function writeTail({ indexOffset, indexBytes, indexChecksum }: Tail): Uint8Array {
  const out = new Uint8Array(tailBytes)
  const view = new DataView(out.buffer)
  view.setBigUint64(0, BigInt(indexOffset), true)
  view.setUint32(8, indexBytes, true)
  view.setUint32(12, formatVersion, true)
  view.setBigUint64(16, indexChecksum, true)
  view.setBigUint64(24, checksum(out.subarray(0, 24)), true)
  out.set(magic, 32)
  return out
}

export function readTail(bytes: Uint8Array): Tail {
  const view = viewOf(bytes)
  checkMagic(bytes.subarray(32), 'ends')
  if (checksum(bytes.subarray(0, 24)) !== view.getBigUint64(24, true)) throw damaged('the checksum of its tail is wrong')
  checkVersion(view.getUint32(12, true))
  return {
    indexOffset: Number(view.getBigUint64(0, true)),
    indexBytes: view.getUint32(8, true),
    indexChecksum: view.getBigUint64(16, true),
  }
}

/** Throws unless the bytes are what the checksum was made of. */
export function checkSum(bytes: Uint8Array, expected: bigint, part: string): void {
  if (checksum(bytes) !== expected) throw damaged(`the checksum of its ${part} is wrong`)
}

export function damaged(what: string): VmHostError {
  return new VmHostError('ERR_SNAPSHOT_FORMAT', `the snapshot cannot be used: ${what}`)
}

function checkMagic(bytes: Uint8Array, place: 'begins' | 'ends'): void {
  if (magic.some((byte, index) => bytes[index] !== byte))
    throw damaged(`it ${place} with other bytes than a snapshot does; it is cut off, or something else`)
}

function checkVersion(version: number): void {
  if (version === formatVersion) return
  throw new VmHostError('ERR_SNAPSHOT_VERSION', `the snapshot is of format version ${version}, expected ${formatVersion}`, {
    details: { version, expected: formatVersion },
  })
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
