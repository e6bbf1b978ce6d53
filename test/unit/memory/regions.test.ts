/** The cache of regions: which go when code changes, which gives way at the limit, and what a dropped one leaves behind. */
import { beforeEach, describe, expect, it } from 'vitest'
import {
  DecodedHeaderLayout,
  FIRST_SLOT,
  HartLayout,
  RECORD_ENTER,
  RegionLayout,
  RegionState,
} from '../../../src/core/layout.gen'
import { Random, seedFromEnvironment } from '../../support/random'
import { DRAM, MemoryPiece, PAGE } from './memory-piece'

const RECORDS = 2048

let piece: MemoryPiece
let guest: number
beforeEach(async () => {
  piece = await MemoryPiece.create()
  guest = piece.call.makeGuest(1, 16)
})

/** Decoded page of a page of RAM. */
const decoded = (page: number): number => piece.call.decodedPageAt(guest, DRAM + BigInt(page * PAGE))

/** A region whose head is in `page`, with instructions at the given halfwords of that page's window: 0 is the first of the page in front. */
function make(page: number, positions: readonly number[], head = 0): number {
  const region = piece.call.createRegion(guest)
  piece.call.addHead(region, decoded(page) + head * 8)
  for (const position of positions) piece.call.coverPosition(region, position)
  for (let index = 0; index < 3; index++) piece.call.linkRegion(region, index, decoded(page + index - 1))
  return region
}

const install = (): void => piece.call.installRegions(piece.translator('batches'))
const element = (region: number, field: 'heads' | 'pages' | 'nexts', index: number): number =>
  piece.view.getUint32(region + RegionLayout[field].offset + 4 * index, true)
const headOf = (region: number, index = 0): bigint => piece.view.getBigUint64(element(region, 'heads', index), true)
/** The record that enters a region at a halfword of the page in the middle of its window. */
const enter = (region: number, halfword: number): bigint =>
  (BigInt(piece.region(region, 'slot')) << 32n) | (BigInt(RECORDS + halfword) << 10n) | BigInt(RECORD_ENTER)
const isFree = (region: number): boolean => piece.region(region, 'state') === RegionState.free

/** Regions with code of a decoded page, by its list. */
function listed(page: number): number[] {
  const found: number[] = []
  const at = decoded(page)
  let region = piece.view.getUint32(at - DecodedHeaderLayout.bytes + DecodedHeaderLayout.regions.offset, true)
  while (region !== 0) {
    found.push(region)
    const index = [0, 1, 2].findIndex((page) => element(region, 'pages', page) === at)
    region = element(region, 'nexts', index)
  }
  return found
}

const store = (page: number, offset: number, bytes: number): void =>
  piece.call.forgetRecords(piece.decodedFrame(decoded(page)), offset, bytes)

const freed = (): number[] =>
  Array.from({ length: piece.translator('freedCount') }, (_, i) => piece.view.getUint32(piece.translator('freed') + i * 4, true))

describe('a region', () => {
  it('is tied to the pages that it has code of, and to no other', () => {
    const inner = make(5, [RECORDS + 3])
    const wide = make(5, [RECORDS - 1, RECORDS, 2 * RECORDS])
    expect([4, 5, 6].map(listed)).toEqual([[wide], [wide, inner], [wide]])
    expect([element(inner, 'pages', 0), element(inner, 'pages', 2)]).toEqual([0, 0])
  })

  it('is entered at its head once its batch is installed', () => {
    const region = make(5, [RECORDS], 7)
    expect(headOf(region)).toBe(0n)
    install()
    expect(headOf(region)).toBe(enter(region, 7))
    expect(piece.region(region, 'state')).toBe(RegionState.live)
    expect(piece.region(region, 'slot')).toBeGreaterThanOrEqual(FIRST_SLOT)
    expect(piece.region(region, 'slot')).toBeLessThan(piece.translator('tableEnd'))
  })

  it('that waits for its module is not installed with another batch', () => {
    const region = make(5, [RECORDS])
    piece.call.installRegions(piece.translator('batches') + 1)
    expect(headOf(region)).toBe(0n)
    expect(piece.region(region, 'state')).toBe(RegionState.pending)
  })

  it('goes when its batch is discarded, and no other does', () => {
    const kept = make(5, [RECORDS])
    install()
    piece.setTranslator('batches', 1)
    const discarded = make(5, [RECORDS + 1], 1)
    piece.call.discardRegions(1)
    expect([isFree(kept), isFree(discarded), listed(5)]).toEqual([false, true, [kept]])
    expect(piece.guest(guest, 'regions')).toBe(1)
  })

  it('leaves its head to the interpreter when it goes, and its slot to the outside to empty', () => {
    const region = make(5, [RECORDS + 100], 7)
    install()
    store(5, 200, 2)
    expect(isFree(region)).toBe(true)
    expect(headOf(region)).toBe(0n)
    expect(freed()).toEqual([piece.region(region, 'slot')])
    expect([listed(5), piece.translator('regionCount'), piece.guest(guest, 'regions')]).toEqual([[], 0, 0])
  })

  it('leaves its head alone when another region has it by then', () => {
    const older = make(5, [RECORDS + 100], 7)
    install()
    const newer = make(5, [RECORDS + 300], 7)
    install()
    store(5, 200, 2)
    expect([isFree(older), isFree(newer)]).toEqual([true, false])
    expect(headOf(newer)).toBe(enter(newer, 7))
  })

  it('takes the hart that is in translated code out of it when it goes', () => {
    const hart = piece.call.hartOf(guest, 0)
    make(5, [RECORDS])
    piece.setTranslator('running', hart)
    piece.view.setUint32(hart + HartLayout.codeChanged.offset, 0, true)
    store(5, 400, 8)
    expect(piece.view.getUint32(hart + HartLayout.codeChanged.offset, true)).toBe(0)
    store(5, 0, 1)
    expect(piece.view.getUint32(hart + HartLayout.codeChanged.offset, true)).toBe(1)
  })
})

describe('a region with several heads', () => {
  it('is entered at each of them, at its place in the window, and at none when it is gone', () => {
    const region = make(5, [RECORDS, RECORDS + 40, 2 * RECORDS + 3], 40)
    piece.call.addHead(region, decoded(6) + 3 * 8)
    install()
    expect([headOf(region), headOf(region, 1)]).toEqual([enter(region, 40), enter(region, RECORDS + 3)])
    store(5, 0, 1)
    expect([headOf(region), headOf(region, 1)]).toEqual([0n, 0n])
  })

  it('takes the place of those that it holds when it is installed, and not before', () => {
    const part = make(5, [RECORDS + 40], 40)
    install()
    piece.setTranslator('batches', 1)
    const whole = make(5, [RECORDS, RECORDS + 40])
    piece.call.addHead(whole, decoded(5) + 40 * 8)
    piece.call.replaceRegion(whole, part)
    expect([isFree(part), headOf(part)]).toEqual([false, enter(part, 40)])
    install()
    expect([isFree(part), headOf(whole), headOf(whole, 1)]).toEqual([true, enter(whole, 0), enter(whole, 40)])
    expect(freed()).toEqual([piece.region(part, 'slot')])
  })

  it('leaves a region alone that came into the memory of one that it was to take the place of', () => {
    const part = make(5, [RECORDS + 40], 40)
    install()
    piece.setTranslator('batches', 1)
    const whole = make(5, [RECORDS])
    piece.call.replaceRegion(whole, part)
    store(5, 80, 1)
    const stranger = make(6, [RECORDS + 9], 9)
    expect(stranger).toBe(part)
    install()
    expect([isFree(stranger), headOf(stranger)]).toEqual([false, enter(stranger, 9)])
  })
})

describe('changed code', () => {
  it.each([
    [98, 2, false],
    [98, 3, true],
    [102, 2, true],
    [100, 1, true],
    [103, 1, true],
    [96, 4, false],
    [104, 8, false],
    [0, 4096, true],
  ])('at %d of %d bytes takes a region whose instruction at 100 may have four bytes: %s', (offset, bytes, isTaken) => {
    const region = make(5, [RECORDS + 50])
    store(5, offset, bytes)
    expect(isFree(region)).toBe(isTaken)
  })

  it('takes exactly the regions that it hits, whichever of their pages it is in', () => {
    const seed = seedFromEnvironment(0x4e61)
    console.log(`regions: seed ${seed}`)
    const random = new Random(seed)
    const model = new Map<number, Set<number>>()
    let dropped = 0
    for (let step = 0; step < 400; step++) {
      const page = random.between(1, 5)
      if (random.oneIn(2)) {
        const positions = Array.from({ length: random.between(1, 12) }, () => random.below(3 * RECORDS))
        model.set(make(page, positions), new Set(positions.map((position) => (page - 1) * RECORDS + position)))
      } else {
        const offset = random.below(PAGE)
        const bytes = random.between(1, Math.min(PAGE - offset, 600))
        store(page, offset, bytes)
        // The records that a store makes stale are checked with decoded pages; a region goes with any of them.
        const first = page * RECORDS + (offset < 2 ? 0 : (offset - 2) >> 1)
        const last = page * RECORDS + ((offset + bytes - 1) >> 1)
        for (const [region, cover] of model) {
          const isHit = [...cover].some((position) => position >= first && position <= last)
          if (isHit) model.delete(region)
          if (isHit) dropped += 1
          expect(isFree(region), `step ${step}`).toBe(isHit)
        }
      }
      expect(piece.translator('regionCount')).toBe(model.size)
    }
    for (let page = 0; page < 7; page++) {
      const covering = [...model].filter(([, cover]) => [...cover].some((position) => Math.floor(position / RECORDS) === page))
      expect(new Set(listed(page))).toEqual(new Set(covering.map(([region]) => region)))
    }
    expect(dropped).toBeGreaterThan(50)
    expect(piece.guest(guest, 'regionsInvalidated')).toBe(dropped)
    expect(piece.translator('freedCount')).toBe(dropped)
  })

  it('as a whole takes every region that has code of the page', () => {
    const regions = [make(4, [2 * RECORDS + 9]), make(5, [RECORDS]), make(6, [9]), make(5, [0]), make(6, [RECORDS])]
    piece.call.dropDecodedPage(piece.decodedFrame(decoded(5)))
    expect(regions.map(isFree)).toEqual([true, true, true, false, false])
    expect([4, 6].map(listed)).toEqual([[regions[3]], [regions[4]]])
  })
})

describe('the cache', () => {
  it('gives up its oldest region at the limit', () => {
    piece.setTranslator('regionLimit', 3)
    const regions = [0, 1, 2].map((index) => make(5, [RECORDS + index], index))
    install()
    const [oldest = 0, second = 0, third = 0] = regions
    const head = element(oldest, 'heads', 0)
    const fourth = make(5, [RECORDS + 3], 3)
    expect(piece.view.getBigUint64(head, true)).toBe(0n)
    expect(listed(5)).toEqual([fourth, third, second])
    expect(piece.translator('regionCount')).toBe(3)
    expect(piece.guest(guest, 'regionsEvicted')).toBe(1)
    expect([piece.translator('oldest'), piece.translator('newest')]).toEqual([second, fourth])
    make(5, [RECORDS + 4], 4)
    expect(headOf(third)).toBe(enter(third, 2))
    expect(piece.translator('oldest')).toBe(third)
  })

  it('uses slots of the function table again: it costs the host no memory without end', () => {
    piece.setTranslator('regionLimit', 5)
    const slots = new Set<number>()
    for (let count = 0; count < 200; count++) {
      slots.add(piece.region(make(5, [RECORDS + count]), 'slot'))
      piece.setTranslator('freedCount', 0)
    }
    expect(slots.size).toBeLessThanOrEqual(6)
  })

  it('gives up everything when the function table goes away', () => {
    const regions = [make(5, [RECORDS], 0), make(6, [RECORDS - 1, RECORDS + 1], 1), make(5, [RECORDS + 9], 9)]
    install()
    piece.call.dropAllRegions()
    expect(regions.map(isFree)).toEqual([true, true, true])
    expect(regions.map(headOf)).toEqual([0n, 0n, 0n])
    expect([4, 5, 6].map(listed)).toEqual([[], [], []])
    expect([piece.translator('oldest'), piece.translator('newest'), piece.translator('regionCount')]).toEqual([0, 0, 0])
  })
})
