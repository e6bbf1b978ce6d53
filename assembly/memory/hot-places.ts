/** The queue of hot places, which wait for the translator. */
import { BATCH_REGIONS, Guest, HOT_PLACE_BYTES, HOT_PLACE_PAGES, HotPlace, WINDOW_PAGES } from '../abi/layout.gen'
import { translator } from './regions'

export const QUEUE_BYTES: u32 = BATCH_REGIONS * HOT_PLACE_BYTES

// @ts-ignore: decorator
@inline export function hotPlaceAt(index: u32): HotPlace {
  return changetype<HotPlace>(<usize>translator().queue + index * HOT_PLACE_BYTES)
}

/** Where the decoded page is kept that is `page` of the window around the place. */
// @ts-ignore: decorator
@inline export function hotPageAt(place: HotPlace, page: u32): usize {
  return changetype<usize>(place) + HOT_PLACE_PAGES + (page << 2)
}

/** The decoded page that the place is on. */
// @ts-ignore: decorator
@inline export function hotPage(place: HotPlace): u32 {
  return load<u32>(hotPageAt(place, WINDOW_PAGES >> 1))
}

/** A place to fill in; null when the queue is full. */
export function addHotPlace(): HotPlace | null {
  const it = translator()
  if (it.pending == BATCH_REGIONS) return null
  it.pending += 1
  return hotPlaceAt(it.pending - 1)
}

export function isQueued(page: u32, offset: u32): bool {
  for (let i: u32 = 0; i < translator().pending; i++) {
    const place = hotPlaceAt(i)
    if (hotPage(place) == page && place.offset == offset) return true
  }
  return false
}

/** Takes the first `count` places off. */
export function takeHotPlaces(count: u32): void {
  const it = translator()
  it.pending -= count
  if (it.pending > 0) memory.copy(<usize>it.queue, <usize>it.queue + count * HOT_PLACE_BYTES, it.pending * HOT_PLACE_BYTES)
}

/** Forgets what waits for a guest that goes away. */
export function forgetHotPlacesOf(guest: Guest): void {
  for (let i: u32 = 0; i < translator().pending; ) {
    if (hotPlaceAt(i).guest == <u32>changetype<usize>(guest)) dropHotPlace(i)
    else i++
  }
}

/** The last one takes its place. */
function dropHotPlace(index: u32): void {
  const it = translator()
  it.pending -= 1
  memory.copy(changetype<usize>(hotPlaceAt(index)), changetype<usize>(hotPlaceAt(it.pending)), HOT_PLACE_BYTES)
}

/** Forgets what waits on a decoded page that goes away. */
export function forgetHotPlaces(page: usize): void {
  const it = translator()
  for (let i: u32 = 0; i < it.pending; ) {
    const place = hotPlaceAt(i)
    const isGone = hotPage(place) == <u32>page
    for (let j: u32 = 0; j < WINDOW_PAGES; j++) if (load<u32>(hotPageAt(place, j)) == <u32>page) store<u32>(hotPageAt(place, j), 0)
    if (isGone) dropHotPlace(i)
    else i++
  }
}
