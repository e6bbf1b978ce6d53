/**
 * The cache of regions, by decoded page: made when their code is hot, dropped when it changes, the oldest when there are too many.
 *
 * A region keeps its slot of the function table for ever; a dropped one leaves its slot to the next. Where a region is entered its page has a
 * record that says so, with the place in the region's window:
 *
 *     | slot u32 | position u22 | RECORD_ENTER u10 |
 */
import {
  DECODED_RECORDS, Guest, Hart, MOST_HEADS, RECORD_ENTER, REGION_BYTES, REGION_HEADS, REGION_NEXTS, REGION_PAGES, REGION_REPLACED, Region,
  RegionState, Translator, WINDOW_PAGES,
} from '../abi/layout.gen'
import { codeCache } from './code-cache'
import { headerOf } from './decoded-header'
import { allocateExtent } from './extents'

const PAGE_COVER: u32 = DECODED_RECORDS >> 3

/** All of its code, and what of it does not belong to functions that are in it because it calls them. */
const COVERS_BYTES: u32 = WINDOW_PAGES * PAGE_COVER
const WHOLE_BYTES: u32 = REGION_BYTES + 2 * COVERS_BYTES
/** Where the position is in a record that enters a region. */
// @ts-ignore: decorator
@inline export const ENTER_POSITION_SHIFT: u32 = 10
/** Regions that one extent holds. */
const CHUNK: u32 = 64

// @ts-ignore: decorator
@inline export function translator(): Translator {
  return changetype<Translator>(<usize>codeCache().translator)
}

// @ts-ignore: decorator
@inline function pageAt(region: Region, page: u32): usize {
  return changetype<usize>(region) + REGION_PAGES + (page << 2)
}

// @ts-ignore: decorator
@inline function nextAt(region: Region, page: u32): usize {
  return changetype<usize>(region) + REGION_NEXTS + (page << 2)
}

// @ts-ignore: decorator
@inline function headAt(region: Region, index: u32): usize {
  return changetype<usize>(region) + REGION_HEADS + (index << 2)
}

// @ts-ignore: decorator
@inline function replacedAt(region: Region, index: u32): usize {
  return changetype<usize>(region) + REGION_REPLACED + (index << 2)
}

/** Host pointer of the record where the region is entered. */
export function regionHead(region: Region, index: u32): usize {
  return load<u32>(headAt(region, index))
}

/** One bit for each position of the window that holds code of the region. */
// @ts-ignore: decorator
@inline function coverAt(region: Region, page: u32): usize {
  return changetype<usize>(region) + REGION_BYTES + page * PAGE_COVER
}

/** The same for code that is not there because of a call. */
// @ts-ignore: decorator
@inline function ownCoverAt(region: Region, page: u32): usize {
  return coverAt(region, page) + COVERS_BYTES
}

/** Takes over which positions of its window hold code of the region, and which hold its own. */
export function coverRegion(region: Region, cover: usize, own: usize): void {
  memory.copy(coverAt(region, 0), cover, COVERS_BYTES)
  memory.copy(ownCoverAt(region, 0), own, COVERS_BYTES)
}

/** Does a page's `cover` have all of the region's own code on the page? */
export function isCoveredBy(region: Region, page: u32, cover: usize): bool {
  for (let i: u32 = 0; i < PAGE_COVER; i += 8) if ((load<u64>(ownCoverAt(region, page) + i) & ~load<u64>(cover + i)) != 0) return false
  return true
}

/** Has the region own code on a page of its window? */
export function ownsCode(region: Region, page: u32): bool {
  for (let i: u32 = 0; i < PAGE_COVER; i += 8) if (load<u64>(ownCoverAt(region, page) + i) != 0) return true
  return false
}

/** Decoded page of the region's window, 0 when it has no code of it. */
export function regionPage(region: Region, page: u32): usize {
  return load<u32>(pageAt(region, page))
}

/** The first region with code of a decoded page, and the one behind a region; 0 when there is none. */
export function regionsOf(decoded: usize): usize {
  return headerOf(decoded).regions
}

export function nextRegionOf(region: Region, decoded: usize): usize {
  return load<u32>(nextAt(region, pageIndex(region, decoded)))
}

/** The region is entered at a record of one of its pages; when it is installed, that record says so. */
export function addHead(region: Region, record: usize): void {
  if (region.headCount == MOST_HEADS) unreachable()
  store<u32>(headAt(region, region.headCount), <u32>record)
  region.headCount += 1
}

/** The region does all that another one does, which goes when it is installed. */
export function replaceRegion(region: Region, other: Region): void {
  if (region.replacedCount == MOST_HEADS) unreachable()
  store<u32>(replacedAt(region, region.replacedCount), <u32>changetype<usize>(other))
  region.replacedCount += 1
}

/** A region with no code yet; null when the host has no memory for it. */
export function createRegion(guest: Guest): Region | null {
  const it = translator()
  while (it.regionCount >= it.regionLimit) evict()
  if (it.freeRegion == 0 && !refill()) return null
  const region = changetype<Region>(<usize>it.freeRegion)
  it.freeRegion = region.newer
  const slot = region.slot
  memory.fill(changetype<usize>(region), 0, WHOLE_BYTES)
  region.slot = slot
  region.state = RegionState.pending
  region.guest = <u32>changetype<usize>(guest)
  region.batch = it.batches
  region.older = it.newest
  if (it.newest != 0) changetype<Region>(<usize>it.newest).newer = <u32>changetype<usize>(region)
  else it.oldest = <u32>changetype<usize>(region)
  it.newest = <u32>changetype<usize>(region)
  it.regionCount += 1
  guest.regions += 1
  return region
}

/** Ties the region to the pages of the window that it has code of. */
export function linkRegion(region: Region, page: u32, decoded: usize): void {
  if (!covers(region, page, 0, DECODED_RECORDS - 1)) return
  const header = headerOf(decoded)
  store<u32>(pageAt(region, page), <u32>decoded)
  store<u32>(nextAt(region, page), header.regions)
  header.regions = <u32>changetype<usize>(region)
}

/** Does the region, which has code of the decoded page, have own code in a halfword of it? */
export function hasOwnCode(region: Region, decoded: usize, halfword: u32): bool {
  return isSet(ownCoverAt(region, pageIndex(region, decoded)), halfword)
}

/** Does the region have code in the halfwords from `first` to `last` of a page of its window? */
function covers(region: Region, page: u32, first: u32, last: u32): bool {
  for (let i = first; i <= last; i++) if (isSet(coverAt(region, page), i)) return true
  return false
}

// @ts-ignore: decorator
@inline function isSet(cover: usize, halfword: u32): bool {
  return ((load<u8>(cover + (halfword >> 3)) >> (halfword & 7)) & 1) != 0
}

/** The functions of the batch that was compiled are in the table: its regions are entered from now on. */
export function installRegions(batch: u32): void {
  for (let at: usize = translator().newest; at != 0; at = changetype<Region>(at).older) {
    const region = changetype<Region>(at)
    if (region.batch != batch) return
    if (region.state != RegionState.pending) continue
    region.state = RegionState.live
    for (let i: u32 = 0; i < region.headCount; i++) store<u64>(regionHead(region, i), enterWord(region, i))
    dropReplaced(region)
  }
}

/** One that went in the meantime, and may be another by now, is no older than this one. */
function dropReplaced(region: Region): void {
  for (let i: u32 = 0; i < region.replacedCount; i++) {
    const other = changetype<Region>(<usize>load<u32>(replacedAt(region, i)))
    if (other.state == RegionState.live && other.batch != region.batch) dropRegion(other)
  }
}

function enterWord(region: Region, index: u32): u64 {
  const record = regionHead(region, index)
  return (<u64>region.slot << 32) | (positionOf(region, record) << ENTER_POSITION_SHIFT) | RECORD_ENTER
}

/** Position in the region's window of a record of one of its pages. */
export function positionOf(region: Region, record: usize): u32 {
  let page: u32 = 0
  while (page < WINDOW_PAGES && record - load<u32>(pageAt(region, page)) >= DECODED_RECORDS << 3) page++
  return page * DECODED_RECORDS + (<u32>(record - load<u32>(pageAt(region, page))) >> 3)
}

/** Drops the regions of a batch that could not be compiled. */
export function discardRegions(batch: u32): void {
  const it = translator()
  while (it.newest != 0 && changetype<Region>(<usize>it.newest).batch == batch) dropRegion(changetype<Region>(<usize>it.newest))
}

/** Drops every region: the table that their functions are in goes away. */
export function dropAllRegions(): void {
  const it = translator()
  while (it.newest != 0) dropRegion(changetype<Region>(<usize>it.newest))
}

/** Code in the halfwords from `first` to `last` of a decoded page changes. */
export function invalidateRegions(decoded: usize, first: u32, last: u32): void {
  let at: usize = headerOf(decoded).regions
  while (at != 0) {
    const region = changetype<Region>(at)
    const page = pageIndex(region, decoded)
    at = load<u32>(nextAt(region, page))
    if (!covers(region, page, first, last)) continue
    if (region.guest != 0) changetype<Guest>(<usize>region.guest).regionsInvalidated += 1
    dropRegion(region)
  }
}

/** The decoded page goes away, and with it every region that has code of it. */
export function dropRegionsOf(decoded: usize): void {
  const header = headerOf(decoded)
  while (header.regions != 0) dropRegion(changetype<Region>(<usize>header.regions))
}

/** The guest goes; regions of frames that others map stay, and are nobody's. */
export function disownRegions(guest: Guest): void {
  for (let at: usize = translator().newest; at != 0; at = changetype<Region>(at).older) {
    const region = changetype<Region>(at)
    if (region.guest == <u32>changetype<usize>(guest)) region.guest = 0
  }
}

function evict(): void {
  const region = changetype<Region>(<usize>translator().oldest)
  if (region.guest != 0) changetype<Guest>(<usize>region.guest).regionsEvicted += 1
  dropRegion(region)
}

function dropRegion(region: Region): void {
  const it = translator()
  if (region.state == RegionState.live) forgetHeads(region)
  for (let page: u32 = 0; page < WINDOW_PAGES; page++) unlink(region, page)
  if (region.older != 0) changetype<Region>(<usize>region.older).newer = region.newer
  else it.oldest = region.newer
  if (region.newer != 0) changetype<Region>(<usize>region.newer).older = region.older
  else it.newest = region.older
  if (region.guest != 0) changetype<Guest>(<usize>region.guest).regions -= 1
  it.regionCount -= 1
  it.drops += 1
  noteChangedCode()
  region.state = RegionState.free
  region.newer = it.freeRegion
  it.freeRegion = <u32>changetype<usize>(region)
  store<u32>(it.freed + (it.freedCount << 2), region.slot)
  it.freedCount += 1
}

/** The hart that is in translated code has to leave it: what it knows of code and of pages that may be written is no longer so. */
export function noteChangedCode(): void {
  const running = translator().running
  if (running != 0) changetype<Hart>(<usize>running).codeChanged = 1
}

/** Another region may have a head by now. */
function forgetHeads(region: Region): void {
  for (let i: u32 = 0; i < region.headCount; i++) {
    const head = regionHead(region, i)
    if (load<u64>(head) == enterWord(region, i)) store<u64>(head, 0)
  }
}

function unlink(region: Region, page: u32): void {
  const decoded = load<u32>(pageAt(region, page))
  if (decoded == 0) return
  const next = load<u32>(nextAt(region, page))
  const header = headerOf(decoded)
  if (header.regions == <u32>changetype<usize>(region)) {
    header.regions = next
    return
  }
  let before = changetype<Region>(<usize>header.regions)
  while (true) {
    const link = nextAt(before, pageIndex(before, decoded))
    if (load<u32>(link) == <u32>changetype<usize>(region)) {
      store<u32>(link, next)
      return
    }
    before = changetype<Region>(<usize>load<u32>(link))
  }
}

/** Which page of its window a decoded page, that it has code of, is to the region. */
export function pageIndex(region: Region, decoded: usize): u32 {
  let page: u32 = 0
  while (load<u32>(pageAt(region, page)) != <u32>decoded) page++
  return page
}

function refill(): bool {
  const it = translator()
  const chunk = allocateExtent(CHUNK * WHOLE_BYTES)
  if (chunk == 0) return false
  for (let i: u32 = 0; i < CHUNK; i++) {
    const region = changetype<Region>(chunk + i * WHOLE_BYTES)
    region.slot = it.freeSlot
    it.freeSlot += 1
    region.newer = it.freeRegion
    it.freeRegion = <u32>changetype<usize>(region)
  }
  it.tableEnd = it.freeSlot
  return true
}
