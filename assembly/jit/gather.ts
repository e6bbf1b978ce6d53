/**
 * From a hot place to the region that is made for it.
 *
 * Code is translated once, however many places in it are hot: where jumps go inside a region, the region is made anew with one head more, once it
 * was asked often enough, and a region takes the place of those that it holds altogether. A place where translated code was left inside a region, for whatever reason, gets a
 * region that leads to the next head: it would make a head in the middle of a loop.
 */
import { ASKING_PLACES, HotPlace, MOST_HEADS, Region, REGION_ASKING, RegionState, WINDOW_PAGES } from '../abi/layout.gen'
import { hotPageAt, hotPage, hotPlaceAt } from '../memory/hot-places'
import {
  hasOwnCode, isCoveredBy, nextRegionOf, ownsCode, pageIndex, positionOf, regionHead, regionPage, regionsOf, translator,
} from '../memory/regions'
import { discoverCallees } from './callees'
import { discover } from './discover'
import { HEAD_PAGE, headAt, headPosition, LEADER, leaderAt, mapAt, coverAt, keepOwnCover, pageAt, PAGE_POSITIONS, replacedAt, windowPage, work } from './work'

const NOWHERE: u32 = 0xffff_ffff

/** For so many instructions of a region, as a power of two, and each of its heads it is asked once before it gets another. */
const PATIENCE: u32 = 5

/** Finds the instructions and heads of the region for a place; false when there is nothing to translate. */
export function gather(place: HotPlace): bool {
  const around = regionAround(place)
  // A region of this very module holds it: it may get hot again.
  if (around !== null && around.state == RegionState.pending) return false
  if (around !== null && around.isCut == 0 && asks(around, place) && !isWorthIt(around)) return false
  if (around === null ? !gatherAt(place, 0) : !((place.isJoined != 0 && gatherAround(place, around)) || gatherAt(place, 1))) return false
  keepOwnCover()
  if (work().isCut == 0) discoverCallees()
  return true
}

/**
 * To make a region anew takes as long as to interpret what leads to its heads many times: it is asked for one head more until that took about as long.
 * Heads that it cannot have need no patience.
 */
function isWorthIt(region: Region): bool {
  return region.headCount == MOST_HEADS || region.asked > (region.instructions >> PATIENCE) * region.headCount
}

/** Notes that the region is asked for a head at the place, which jumps go to, now or when it was hot before; false when they do not. */
function asks(region: Region, place: HotPlace): bool {
  const record = hotPage(place) + (place.offset << 2)
  if (place.isJoined == 0 && !hasAsked(region, record)) return false
  place.isJoined = 1
  store<u32>(askingAt(region, region.asked % ASKING_PLACES), record)
  region.asked += 1
  return true
}

function hasAsked(region: Region, record: u32): bool {
  for (let i: u32 = 0; i < ASKING_PLACES; i++) if (load<u32>(askingAt(region, i)) == record) return true
  return false
}

// @ts-ignore: decorator
@inline function askingAt(region: Region, index: u32): usize {
  return changetype<usize>(region) + REGION_ASKING + (index << 2)
}

/** A region of the guest that has own code at the place. */
function regionAround(place: HotPlace): Region | null {
  const decoded = <usize>hotPage(place)
  let found: Region | null = null
  for (let at = regionsOf(decoded); at != 0; at = nextRegionOf(changetype<Region>(at), decoded)) {
    const region = changetype<Region>(at)
    if (region.guest != place.guest || !hasOwnCode(region, decoded, place.offset >> 1)) continue
    if (region.state == RegionState.pending) return region
    if (found === null || (found.isCut != 0 && region.isCut == 0)) found = region
  }
  return found
}

/** A region with the place as its one head, and those of what it takes in. */
function gatherAt(place: HotPlace, isCut: u32): bool {
  const it = work()
  for (let page: u32 = 0; page < WINDOW_PAGES; page++) store<u32>(pageAt(page), load<u32>(hotPageAt(place, page)))
  it.pageVa = place.pageVa
  it.isCut = isCut
  it.heads = 0
  it.replaced = 0
  addHead(HEAD_PAGE * PAGE_POSITIONS + (place.offset >> 1))
  if (!discover()) return false
  if (isCut == 0) takeIn()
  return true
}

/** The region that has the place, with one head more. */
function gatherAround(place: HotPlace, around: Region): bool {
  const it = work()
  const page = pageIndex(around, hotPage(place))
  if (around.isCut != 0 || around.headCount == MOST_HEADS || !openWindow(place, around, page)) return false
  it.pageVa = place.pageVa - (<u64>page - HEAD_PAGE << 12)
  it.isCut = 0
  it.heads = 0
  it.replaced = 0
  for (let i: u32 = 0; i < around.headCount; i++) addHead(positionOf(around, regionHead(around, i)))
  addHead(page * PAGE_POSITIONS + (place.offset >> 1))
  for (let i: u32 = 0; i < ASKING_PLACES; i++) addAsking(around, load<u32>(askingAt(around, i)))
  if (!discover() || !holds(around)) return false
  replace(changetype<usize>(around))
  takeIn()
  return true
}

/** What else has asked for a head lately gets one, too. */
function addAsking(region: Region, record: u32): void {
  if (record != 0 && work().heads < MOST_HEADS) addHead(positionOf(region, record))
}

/** The window of `around`, of which the place is on page `page`; false when other pages are around the place now. */
function openWindow(place: HotPlace, around: Region, page: u32): bool {
  for (let i: u32 = 0; i < WINDOW_PAGES; i++) store<u32>(pageAt(i), <u32>regionPage(around, i))
  for (let i: u32 = 0; i < WINDOW_PAGES; i++) {
    const at = i + HEAD_PAGE - page
    const known = at < WINDOW_PAGES ? load<u32>(hotPageAt(place, at)) : 0
    if (known == 0 || known == <u32>windowPage(i)) continue
    if (windowPage(i) != 0) return false
    if (pageOfWindow(<usize>known) == NOWHERE) store<u32>(pageAt(i), known)
  }
  return true
}

/** Which page of the window a decoded page is. */
function pageOfWindow(decoded: usize): u32 {
  for (let page: u32 = 0; page < WINDOW_PAGES; page++) if (windowPage(page) == decoded) return page
  return NOWHERE
}

/** Does what was discovered have all that a region has, but for functions that it calls? */
function holds(region: Region): bool {
  for (let i: u32 = 0; i < WINDOW_PAGES; i++) {
    if (regionPage(region, i) == 0 || !ownsCode(region, i)) continue
    const page = pageOfWindow(regionPage(region, i))
    if (page == NOWHERE || !isCoveredBy(region, i, coverAt(page))) return false
  }
  for (let i: u32 = 0; i < region.headCount; i++) if (load<u16>(mapAt(ownPosition(region, i))) == 0) return false
  return true
}

/** Position in the window of a head of a region whose pages are all in it. */
function ownPosition(region: Region, head: u32): u32 {
  const position = positionOf(region, regionHead(region, head))
  const page = pageOfWindow(regionPage(region, position >> 11))
  return page * PAGE_POSITIONS + (position & (PAGE_POSITIONS - 1))
}

/** Takes the place of the regions that what was discovered holds, and the heads of hot places in it. */
function takeIn(): void {
  for (let page: u32 = 0; page < WINDOW_PAGES; page++) {
    if (windowPage(page) != 0) takeRegions(windowPage(page))
  }
  for (let i: u32 = 0; i < translator().pending; i++) takePlace(hotPlaceAt(i))
}

function takeRegions(decoded: usize): void {
  for (let at = regionsOf(decoded); at != 0; at = nextRegionOf(changetype<Region>(at), decoded)) {
    const region = changetype<Region>(at)
    const it = work()
    if (region.guest != it.guest || region.state != RegionState.live || region.isCut != 0 || isReplaced(at)) continue
    if (it.replaced == MOST_HEADS || !holds(region) || it.heads + region.headCount > MOST_HEADS) continue
    for (let i: u32 = 0; i < region.headCount; i++) addHead(ownPosition(region, i))
    replace(at)
  }
}

function takePlace(place: HotPlace): void {
  const it = work()
  const page = pageOfWindow(hotPage(place))
  if (page == NOWHERE || hotPage(place) == 0 || place.isJoined == 0 || place.guest != it.guest || it.heads == MOST_HEADS) return
  if (place.pageVa != it.pageVa + (<u64>page - HEAD_PAGE << 12)) return
  const position = page * PAGE_POSITIONS + (place.offset >> 1)
  if (load<u16>(mapAt(position)) != 0) addHead(position)
}

function isReplaced(region: usize): bool {
  for (let i: u32 = 0; i < work().replaced; i++) if (load<u32>(replacedAt(i)) == <u32>region) return true
  return false
}

function replace(region: usize): void {
  const it = work()
  store<u32>(replacedAt(it.replaced), <u32>region)
  it.replaced += 1
}

function addHead(position: u32): void {
  const it = work()
  for (let i: u32 = 0; i < it.heads; i++) if (headPosition(i) == position) return
  store<u32>(headAt(it.heads), position)
  store<u16>(leaderAt(position), LEADER)
  it.heads += 1
}
