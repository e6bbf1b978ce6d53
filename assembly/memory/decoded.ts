/**
 * Decoded pages: the predecoded records of a frame that holds code, found through the code table by frame.
 *
 *     | DecodedHeader 64 | record u64 x 2048 | PAGE_END x 2 |       a pointer to one means its record 0
 *
 * They are a cache: when too many are in use all are dropped and come back as they run.
 */
import {
  DECODED_HEADER_BYTES, DECODED_PAGE_BYTES, DECODED_RECORDS, DecodedHeader, Guest, Hart, RECORD_PAGE_END,
} from '../abi/layout.gen'
import { codeCache } from './code-cache'
import { takeMail, takeOverflow } from './code-inbox'
import { codeGeneration, decodedOf, isCode, markCode, setDecoded } from './code-table'
import { headerOf } from './decoded-header'
import { allocateExtent } from './extents'
import { forgetHotPlaces } from './hot-places'
import { host } from './host'
import { PAGE_MASK } from './page'
import { dropRegionsOf, invalidateRegions, noteChangedCode } from './regions'
import { populate, writablePage } from './stage2'
import { dropFetchEntries, dropFetchEntriesOf, dropFetchEntriesOfHart, dropWriteEntries } from './tlb'

/** Decoded pages that one extent holds. */
const BATCH: u32 = 64

/** The decoded page for the RAM page at `gpa`; 0 when the host has no memory left. */
export function decodedPageAt(guest: Guest, gpa: u64): usize {
  const frame = populate(guest, gpa)
  if (frame == 0) return 0
  const known = decodedOf(frame)
  if (known == 0) return create(guest, frame)
  if (ASC_FEATURE_THREADS && headerOf(known).generation != codeGeneration(frame)) {
    // The frame was somebody else's before.
    dropDecodedPage(frame)
    return create(guest, frame)
  }
  return headerOf(known).extensions == guest.extensions ? known : decodeApart(guest, gpa)
}

/** What a guest with other extensions decoded from the frame that both map is of no use: the page gets a frame of its own. */
function decodeApart(guest: Guest, gpa: u64): usize {
  const frame = writablePage(guest, gpa)
  if (frame == 0) return 0
  dropDecodedPage(frame)
  return create(guest, frame)
}

/** The guest's page is no longer the frame that was decoded: its harts go on elsewhere. */
export function leaveDecodedPage(guest: Guest, page: usize): void {
  dropFetchEntriesOf(guest, page)
  noteChangedCode()
}

/** Forgets the records of the halfwords in [page + offset, page + offset + bytes) and of what may reach into them. */
export function forgetRecords(frame: usize, offset: u32, bytes: u32): void {
  const page = decodedOf(frame)
  if (page == 0) return
  const first = offset < 2 ? 0 : (offset - 2) >> 1
  const last = min<u32>((offset + bytes - 1) >> 1, DECODED_RECORDS - 1)
  if (headerOf(page).regions != 0) invalidateRegions(page, first, last)
  for (let i: u32 = first; i <= last; i++) store<u64>(page + (i << 3), 0)
}

/** Stores to a page without regions, and without anything decoded in between, that make it data again. */
const IDLE_STORES: u32 = 64

/**
 * The guest, whose code is on the page `current`, stored to a frame that holds code. A frame that was given to something else is soon written
 * all over, and its stores need not be seen any more. On several CPUs others may run it, and it stays code.
 */
export function noteCodeStore(guest: Guest, frame: usize, current: usize): void {
  if (ASC_FEATURE_THREADS) return
  const page = decodedOf(frame)
  const header = headerOf(page)
  if (header.regions != 0 || page == current) return
  header.idleStores += 1
  if (header.idleStores < IDLE_STORES) return
  dropFetchEntriesOf(guest, page)
  dropDecodedPage(frame)
}

/** The frame goes back to the host, or to other contents altogether. */
export function dropDecodedPage(frame: usize): void {
  const page = decodedOf(frame)
  if (page == 0) return
  const header = headerOf(page)
  dropRegionsOf(page)
  forgetHotPlaces(page)
  unlink(page, header)
  setDecoded(frame, 0)
  pushFree(page)
  codeCache().decodedPages -= 1
}

/** Nobody has a write entry for the frame but `guest`: one that others map has none at all. */
function create(guest: Guest, frame: usize): usize {
  const it = codeCache()
  if (it.decodedPages >= it.decodedLimit || (it.freeDecoded == 0 && !refill())) dropAll()
  const page: usize = it.freeDecoded
  it.freeDecoded = headerOf(page).next
  initialise(guest, frame, page)
  loseWriters(guest, frame)
  noteChangedCode()
  return page
}

/** From now on each store to the frame is seen. On several CPUs, this is done once, while the hart is alone; then it stays so. */
function loseWriters(guest: Guest, frame: usize): void {
  if (ASC_FEATURE_THREADS && isCode(frame)) return
  markCode(frame)
  dropWriteEntries(guest, frame)
}

function initialise(guest: Guest, frame: usize, page: usize): void {
  const it = codeCache()
  const header = headerOf(page)
  memory.fill(page, 0, DECODED_RECORDS << 3)
  store<u64>(page + (DECODED_RECORDS << 3), RECORD_PAGE_END)
  store<u64>(page + (DECODED_RECORDS << 3), RECORD_PAGE_END, 8)
  header.frame = <u32>frame
  header.extensions = guest.extensions
  header.previous = 0
  header.regions = 0
  header.idleStores = 0
  header.next = it.usedDecoded
  if (it.usedDecoded != 0) headerOf(it.usedDecoded).previous = <u32>page
  it.usedDecoded = <u32>page
  it.decodedPages += 1
  header.generation = codeGeneration(frame)
  setDecoded(frame, page)
}

/** Of several CPUs each has its own: harts that are elsewhere look at the epoch before they come back. */
function dropAll(): void {
  const it = codeCache()
  while (it.usedDecoded != 0) dropDecodedPage(headerOf(it.usedDecoded).frame)
  it.epoch += 1
  if (ASC_FEATURE_THREADS) {
    if (it.hart != 0) adoptHart(changetype<Hart>(<usize>it.hart))
    return
  }
  for (let guest: usize = host().guests; guest != 0; guest = changetype<Guest>(guest).next) dropFetchEntries(changetype<Guest>(guest))
}

function unlink(page: usize, header: DecodedHeader): void {
  if (header.previous != 0) headerOf(header.previous).next = header.next
  else codeCache().usedDecoded = header.next
  if (header.next != 0) headerOf(header.next).previous = header.previous
}

/** The first decoded pages, so that there are always some to take; false when the host has no memory for them. */
export function createDecodedPages(): bool {
  return refill()
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

/** The hart is going to run on this CPU: what leads into the decoded pages of another one, or into dropped ones, is forgotten. */
export function adoptHart(hart: Hart): void {
  if (!ASC_FEATURE_THREADS) return
  const it = codeCache()
  const cache = <u32>changetype<usize>(it)
  if (hart.codeCache == cache && hart.codeEpoch == it.epoch) return
  dropFetchEntriesOfHart(hart)
  hart.codeCache = cache
  hart.codeEpoch = it.epoch
}

/** What other CPUs stored to code is forgotten here. */
export function readMail(): void {
  if (takeOverflow()) dropAll()
  for (let entry = takeMail(); entry != 0; entry = takeMail()) forgetStore(<usize>entry, <u32>(entry >> 32))
}

function forgetStore(pointer: usize, bytes: u32): void {
  const offset = <u32>pointer & PAGE_MASK
  forgetRecords(pointer - offset, offset, bytes)
}
