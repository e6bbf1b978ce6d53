/** The queue of hot places: its order, its end, and what it forgets with a decoded page. */
import { beforeEach, describe, expect, it } from 'vitest'
import { BATCH_REGIONS, HotPlaceLayout, WINDOW_PAGES } from '../../../src/core/layout.gen'
import { DRAM, MemoryPiece, PAGE } from './memory-piece'

let piece: MemoryPiece
let guest: number
beforeEach(async () => {
  piece = await MemoryPiece.create()
  guest = piece.call.makeGuest(1, 16)
})

/** The place's own page, and those beside it. */
const own = WINDOW_PAGES >> 1
const decoded = (page: number): number => piece.call.decodedPageAt(guest, DRAM + BigInt(page * PAGE))
const pageOf = (place: number, index: number): number =>
  piece.view.getUint32(place + HotPlaceLayout.pages.offset + 4 * index, true)
const offsetOf = (place: number): number => piece.view.getUint32(place + HotPlaceLayout.offset.offset, true)
const places = (): number[] => Array.from({ length: piece.translator('pending') }, (_, index) => piece.call.hotPlaceAt(index))
const offsets = (): number[] => places().map(offsetOf)

/** Queues a place; false when there is no room. */
function add(page: number, offset: number, { before = 0, behind = 0 } = {}): boolean {
  const place = piece.call.addHotPlace()
  if (place === 0) return false
  piece.view.setUint32(place + HotPlaceLayout.offset.offset, offset, true)
  for (let index = 0; index < WINDOW_PAGES; index++) {
    const value = index === own ? page : index === own - 1 ? before : index === own + 1 ? behind : 0
    piece.view.setUint32(place + HotPlaceLayout.pages.offset + 4 * index, value, true)
  }
  return true
}

describe('the queue of hot places', () => {
  it('holds as many places as a module can have functions, and refuses the next', () => {
    for (let offset = 0; offset < BATCH_REGIONS; offset++) expect(add(8, offset)).toBe(true)
    expect(add(8, 4000)).toBe(false)
    expect(offsets()).toEqual(Array.from({ length: BATCH_REGIONS }, (_, offset) => offset))
    piece.call.takeHotPlaces(1)
    expect(add(8, 4000)).toBe(true)
  })

  it('gives places in the order in which they got hot', () => {
    for (const offset of [2, 4, 6, 8, 10]) add(8, offset)
    piece.call.takeHotPlaces(2)
    expect(offsets()).toEqual([6, 8, 10])
    piece.call.takeHotPlaces(3)
    expect(offsets()).toEqual([])
  })

  it('knows what waits in it by page and offset', () => {
    add(8, 2)
    add(16, 4)
    const known = [
      [8, 2],
      [16, 4],
      [8, 4],
      [16, 2],
    ].map(([page = 0, offset = 0]) => piece.call.isQueued(page, offset))
    expect(known).toEqual([1, 1, 0, 0])
    piece.call.takeHotPlaces(1)
    expect(piece.call.isQueued(8, 2)).toBe(0)
  })

  it('forgets the places of a decoded page that goes, and that it was beside others', () => {
    const [front, gone, behind] = [decoded(4), decoded(5), decoded(6)]
    add(gone, 0)
    add(front, 2, { behind: gone })
    add(gone, 4, { before: front, behind })
    add(behind, 6, { before: gone })
    add(behind, 8, { before: front })
    add(gone, 10)
    piece.call.dropDecodedPage(piece.decodedFrame(gone))
    const left = places().map((place) => [offsetOf(place), ...[own - 1, own, own + 1].map((index) => pageOf(place, index))])
    expect(left.sort(([one = 0], [other = 0]) => one - other)).toEqual([
      [2, 0, front, 0],
      [6, 0, behind, 0],
      [8, front, behind, 0],
    ])
  })
})
