/** Decoded pages: which records a store takes, and what goes when pages are dropped. */
import { beforeEach, describe, expect, it } from 'vitest'
import { HartLayout, RECORD_PAGE_END } from '../../../src/core/layout.gen'
import { Random, seedFromEnvironment } from '../../support/random'
import { DRAM, MemoryPiece, PAGE } from './memory-piece'

const RECORDS = 2048

let piece: MemoryPiece
let guest: number
beforeEach(async () => {
  piece = await MemoryPiece.create()
  guest = piece.call.makeGuest(1, 64)
})

const at = (page: number): bigint => DRAM + BigInt(page * PAGE)

function fillRecords(page: number): void {
  for (let record = 0; record < RECORDS; record++) piece.view.setBigUint64(page + record * 8, 7n, true)
}

function forgotten(page: number): number[] {
  return Array.from({ length: RECORDS }, (_, record) => record).filter(
    (record) => piece.view.getBigUint64(page + record * 8, true) === 0n,
  )
}

/** The instruction of a record may have four bytes: it is stale when one of them was written. */
function touched(offset: number, bytes: number): number[] {
  const isTouched = (record: number): boolean => record * 2 < offset + bytes && offset < record * 2 + 4
  return Array.from({ length: RECORDS }, (_, record) => record).filter(isTouched)
}

describe('a decoded page', () => {
  it('begins empty, ends with the mark of its end, and is found again', () => {
    const page = piece.call.decodedPageAt(guest, at(3) + 40n)
    expect(piece.isZero(page, RECORDS * 8)).toBe(true)
    expect(piece.view.getBigUint64(page + RECORDS * 8, true)).toBe(BigInt(RECORD_PAGE_END))
    expect(piece.view.getBigUint64(page + RECORDS * 8 + 8, true)).toBe(BigInt(RECORD_PAGE_END))
    expect(piece.call.decodedPageAt(guest, at(3))).toBe(page)
    expect(piece.decodedFrame(page)).toBe(piece.call.readablePage(guest, at(3)))
    expect(piece.call.holdsCode(guest, at(3))).toBe(1)
  })

  it.each([
    [0, 1],
    [0, 8],
    [1, 1],
    [2, 2],
    [3, 1],
    [3, 8],
    [4, 4],
    [2047, 2],
    [4088, 8],
    [4094, 2],
    [4095, 1],
    [0, 4096],
  ])('forgets exactly the instructions that a store at %d of %d bytes reaches', (offset, bytes) => {
    const page = piece.call.decodedPageAt(guest, DRAM)
    fillRecords(page)
    piece.call.forgetRecords(piece.decodedFrame(page), offset, bytes)
    expect(forgotten(page)).toEqual(touched(offset, bytes))
    expect(piece.view.getBigUint64(page + RECORDS * 8, true)).toBe(BigInt(RECORD_PAGE_END))
  })

  it('forgets exactly what random stores reach', () => {
    const seed = seedFromEnvironment(0xdec0)
    console.log(`decoded: seed ${seed}`)
    const random = new Random(seed)
    const page = piece.call.decodedPageAt(guest, DRAM)
    for (let step = 0; step < 60; step++) {
      const offset = random.below(PAGE)
      const bytes = random.between(1, Math.min(PAGE - offset, random.oneIn(3) ? PAGE : 16))
      fillRecords(page)
      piece.call.forgetRecords(piece.decodedFrame(page), offset, bytes)
      expect(forgotten(page), `${offset} + ${bytes}`).toEqual(touched(offset, bytes))
    }
  })

  it('makes later stores go the slow way', () => {
    const frame = piece.call.populate(guest, at(1))
    const entry = piece.call.dataEntry(piece.call.writeTlb(piece.call.hartOf(guest, 0), 1), at(1))
    piece.call.useMode(piece.call.hartOf(guest, 0), 1)
    piece.call.fillEntry(entry, at(1), frame, 0)
    piece.call.decodedPageAt(guest, at(1))
    expect(piece.hit(entry, at(1))).toBe(0)
  })

  it('is data again when it was stored to many times, and nothing of it ran', () => {
    const hart = piece.call.hartOf(guest, 0)
    const frame = piece.decodedFrame(piece.call.decodedPageAt(guest, at(3)))
    const entry = piece.call.fetchEntry(piece.call.fetchTlb(hart, 0), 0x1000n)
    piece.call.useMode(hart, 0)
    piece.call.fillEntry(entry, 0x1000n, piece.call.decodedOf(frame), 0)
    for (let count = 0; count < 63; count++) piece.call.noteCodeStore(guest, frame, 0)
    expect(piece.call.holdsCode(guest, at(3))).toBe(1)
    piece.call.noteCodeStore(guest, frame, 0)
    expect([piece.call.holdsCode(guest, at(3)), piece.hit(entry, 0x1000n, 1)]).toEqual([0, 0])
  })

  it('stays while it is the one that runs, or has regions', () => {
    const page = piece.call.decodedPageAt(guest, at(3))
    const frame = piece.decodedFrame(page)
    for (let count = 0; count < 200; count++) piece.call.noteCodeStore(guest, frame, page)
    expect(piece.call.decodedPageAt(guest, at(3))).toBe(page)
    const region = piece.call.createRegion(guest)
    piece.call.coverPosition(region, RECORDS)
    piece.call.linkRegion(region, 1, page)
    for (let count = 0; count < 200; count++) piece.call.noteCodeStore(guest, frame, 0)
    expect(piece.call.holdsCode(guest, at(3))).toBe(1)
  })

  it('is gone when it is dropped, and comes back empty', () => {
    const page = piece.call.decodedPageAt(guest, DRAM)
    fillRecords(page)
    piece.call.dropDecodedPage(piece.decodedFrame(page))
    expect(piece.call.holdsCode(guest, DRAM)).toBe(0)
    expect(piece.codeCache('decodedPages')).toBe(0)
    expect(piece.isZero(piece.call.decodedPageAt(guest, DRAM), RECORDS * 8)).toBe(true)
  })

  it('goes with all others at the limit, and no hart of any guest keeps a pointer to one', () => {
    piece.setCodeCache('decodedLimit', 3)
    const second = piece.call.makeGuest(2, 8)
    const harts = [piece.call.hartOf(guest, 0), piece.call.hartOf(second, 1)]
    const entries = harts.map((hart) => piece.call.fetchEntry(piece.call.fetchTlb(hart, 1), DRAM))
    const page = piece.call.decodedPageAt(guest, at(0))
    for (const entry of entries) piece.call.fillEntry(entry, DRAM, page, 0)
    for (const hart of harts) piece.view.setUint32(hart + HartLayout.codePtr.offset, page, true)
    piece.call.decodedPageAt(second, at(0))
    piece.call.decodedPageAt(guest, at(1))
    expect(piece.hit(entries[0] as number, DRAM)).toBe(page)
    piece.call.decodedPageAt(guest, at(2))
    expect(piece.codeCache('decodedPages')).toBe(1)
    for (const entry of entries) expect(piece.hit(entry, DRAM)).toBe(0)
    for (const hart of harts) expect(piece.view.getUint32(hart + HartLayout.codePtr.offset, true)).toBe(0)
    expect([at(0), at(1), at(2)].map((gpa) => piece.call.holdsCode(guest, gpa))).toEqual([0, 0, 1])
    expect(piece.call.holdsCode(second, DRAM)).toBe(0)
  })

  it('costs the host no memory without end: dropped pages are used again', () => {
    piece.setCodeCache('decodedLimit', 4)
    for (let round = 0; round < 2; round++) for (let page = 0; page < 32; page++) piece.call.decodedPageAt(guest, at(page))
    const before = piece.host('heapEnd')
    for (let round = 0; round < 20; round++) for (let page = 0; page < 32; page++) piece.call.decodedPageAt(guest, at(page))
    expect(piece.host('heapEnd')).toBe(before)
    expect(piece.codeCache('decodedPages')).toBeLessThanOrEqual(4)
  })
})
