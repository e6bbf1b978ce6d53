/** The queue of hot places, which wait for the translator. */
import { BATCH_REGIONS, Guest, HotPlace } from '../abi/layout.gen'
import { translator } from './regions'

const HOT_PLACE_BYTES: u32 = offsetof<HotPlace>()
export const QUEUE_BYTES: u32 = BATCH_REGIONS * HOT_PLACE_BYTES

// @ts-ignore: decorator
@inline export function hotPlaceAt(index: u32): HotPlace {
  return changetype<HotPlace>(<usize>translator().queue + index * HOT_PLACE_BYTES)
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
    if (place.page1 == page && place.offset == offset) return true
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
    if (place.page0 == <u32>page) place.page0 = 0
    if (place.page2 == <u32>page) place.page2 = 0
    if (place.page1 == <u32>page) dropHotPlace(i)
    else i++
  }
}
