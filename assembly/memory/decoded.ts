/**
 * Decoded pages: the predecoded records of a frame that holds code, found through the code table by frame.
 *
 *     | DecodedHeader 64 | record u64 x 2048 | PAGE_END x 2 |       a pointer to one means its record 0
 *
 * They are a cache: when too many are in use all are dropped and come back as they run.
 */
import {
  CrashReason, DECODED_HEADER_BYTES, DECODED_PAGE_BYTES, DECODED_RECORDS, DecodedHeader, Guest, RECORD_PAGE_END,
  Stage2,
} from '../abi/layout.gen'
import { codeCache } from './code-cache'
import { headerOf } from './decoded-header'
import { allocateExtent } from './extents'
import { forgetHotPlaces } from './hot-places'
import { host } from './host'
import { PAGE_MASK, PAGE_SHIFT } from './page'
import { dropRegionsOf, invalidateRegions, noteChangedCode } from './regions'
import { frameOf, populate, stage2Word } from './stage2'
import { dropFetchEntries, dropWriteEntries } from './tlb'

/** Decoded pages that one extent holds. */
const BATCH: u32 = 64

/** The decoded page for the RAM page at `gpa`; 0 when the host has no memory left. */
export function decodedPageAt(guest: Guest, gpa: u64): usize {
  const frame = populate(guest, gpa)
  if (frame == 0) return 0
  const known = load<u32>(slotOf(frame))
  return known != 0 ? <usize>known : create(guest, gpa, frame)
}

/** Forgets the records of the halfwords in [page + offset, page + offset + bytes) and of what may reach into them. */
export function forgetRecords(frame: usize, offset: u32, bytes: u32): void {
  const page = load<u32>(slotOf(frame))
  if (page == 0) return
  const first = offset < 2 ? 0 : (offset - 2) >> 1
  const last = min<u32>((offset + bytes - 1) >> 1, DECODED_RECORDS - 1)
  if (headerOf(page).regions != 0) invalidateRegions(page, first, last)
  for (let i: u32 = first; i <= last; i++) store<u64>(page + (i << 3), 0)
}

/** The frame goes back to the host, or to other contents altogether. */
export function dropDecodedPage(frame: usize): void {
  const page = load<u32>(slotOf(frame))
  if (page == 0) return
  const header = headerOf(page)
  dropRegionsOf(page)
  forgetHotPlaces(page)
  unlink(page, header)
  clearCodeBit(header)
  store<u32>(slotOf(frame), 0)
  pushFree(page)
  codeCache().decodedPages -= 1
}

function create(guest: Guest, gpa: u64, frame: usize): usize {
  const it = codeCache()
  if (it.decodedPages >= it.decodedLimit) dropAll()
  if (it.freeDecoded == 0 && !refill()) {
    guest.crashReason = CrashReason.outOfHostMemory
    return 0
  }
  const page: usize = it.freeDecoded
  it.freeDecoded = headerOf(page).next
  initialise(guest, gpa, frame, page)
  const at = stage2Word(guest, gpa)
  store<u32>(at, load<u32>(at) | Stage2.code)
  dropWriteEntries(guest, frame)
  noteChangedCode()
  return page
}

function initialise(guest: Guest, gpa: u64, frame: usize, page: usize): void {
  const it = codeCache()
  const header = headerOf(page)
  memory.fill(page, 0, DECODED_RECORDS << 3)
  store<u64>(page + (DECODED_RECORDS << 3), RECORD_PAGE_END)
  store<u64>(page + (DECODED_RECORDS << 3), RECORD_PAGE_END, 8)
  header.frame = <u32>frame
  header.guest = <u32>changetype<usize>(guest)
  header.gpa = gpa & ~(<u64>PAGE_MASK)
  header.previous = 0
  header.regions = 0
  header.next = it.usedDecoded
  if (it.usedDecoded != 0) headerOf(it.usedDecoded).previous = <u32>page
  it.usedDecoded = <u32>page
  it.decodedPages += 1
  store<u32>(slotOf(frame), <u32>page)
}

function dropAll(): void {
  const it = codeCache()
  while (it.usedDecoded != 0) dropDecodedPage(headerOf(it.usedDecoded).frame)
  for (let guest: usize = host().guests; guest != 0; guest = changetype<Guest>(guest).next) dropFetchEntries(changetype<Guest>(guest))
}

function unlink(page: usize, header: DecodedHeader): void {
  if (header.previous != 0) headerOf(header.previous).next = header.next
  else codeCache().usedDecoded = header.next
  if (header.next != 0) headerOf(header.next).previous = header.previous
}

function clearCodeBit(header: DecodedHeader): void {
  const at = stage2Word(changetype<Guest>(<usize>header.guest), header.gpa)
  const word = load<u32>(at)
  if (frameOf(word) == header.frame) store<u32>(at, word & ~(<u32>Stage2.code))
}

function refill(): bool {
  const bytes = BATCH * DECODED_PAGE_BYTES
  const batch = allocateExtent(bytes)
  if (batch == 0) return false
  for (let i: u32 = 0; i < BATCH; i++) pushFree(batch + i * DECODED_PAGE_BYTES + DECODED_HEADER_BYTES)
  return true
}

function pushFree(page: usize): void {
  headerOf(page).next = codeCache().freeDecoded
  codeCache().freeDecoded = <u32>page
}

// @ts-ignore: decorator
@inline
function slotOf(frame: usize): usize {
  return <usize>codeCache().codeTable + ((frame >> PAGE_SHIFT) << 2)
}
