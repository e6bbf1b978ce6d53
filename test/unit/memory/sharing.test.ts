/** Frames that several guests map: whoever stores gets a copy, and nobody else notices. */
import * as fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { HartLayout, Stage2 } from '../../../src/core/layout.gen'
import { seedFromEnvironment } from '../../support/random'
import { DRAM, MemoryPiece, modes, PAGE } from './memory-piece'

const PAGES = 8
const at = (page: number): bigint => DRAM + BigInt(page * PAGE)

let piece: MemoryPiece
let parent: number

beforeEach(async () => {
  piece = await MemoryPiece.create(64)
  parent = piece.call.makeGuest(1, PAGES)
})

function fork(from: number): number {
  const guest = piece.call.makeGuest(1, PAGES)
  piece.call.shareAll(from, guest)
  return guest
}

function write(guest: number, page: number, value: number): boolean {
  const pointer = piece.call.writePointer(guest, at(page), 1)
  if (pointer === 0) return false
  piece.bytes(pointer, 1)[0] = value
  return true
}

const read = (guest: number, page: number): number => piece.bytes(piece.call.readablePage(guest, at(page)), 1)[0] as number

describe('a shared page', () => {
  it('costs no frame until one of its owners writes, who then sees what it wrote alone', () => {
    write(parent, 0, 1)
    write(parent, 1, 2)
    const clone = fork(parent)
    expect(piece.host('framesUsed')).toBe(2)
    write(clone, 0, 9)
    expect(piece.host('framesUsed')).toBe(3)
    expect([read(parent, 0), read(clone, 0), read(clone, 1)]).toEqual([1, 9, 2])
    write(parent, 1, 8)
    expect([read(parent, 1), read(clone, 1)]).toEqual([8, 2])
  })

  it('is taken over by its last owner without a copy', () => {
    write(parent, 0, 1)
    const frame = piece.call.readablePage(parent, DRAM)
    const clone = fork(parent)
    write(clone, 0, 2)
    expect(piece.call.frameReferences(frame)).toBe(1)
    expect(piece.call.writablePage(parent, DRAM)).toBe(frame)
    expect(piece.word(parent, DRAM)).toBe((frame | Stage2.present | Stage2.writable | Stage2.accessed) >>> 0)
    expect(piece.host('framesUsed')).toBe(2)
  })

  it('is copied as a whole', () => {
    piece.bytes(piece.call.writablePage(parent, DRAM), PAGE).fill(0x5a)
    const clone = fork(parent)
    write(clone, 0, 0)
    expect(piece.bytes(piece.call.readablePage(clone, DRAM) + 1, PAGE - 1).every((byte) => byte === 0x5a)).toBe(true)
  })

  it('stays as it is when the host has no frame for a copy', async () => {
    piece = await MemoryPiece.create(1)
    parent = piece.call.makeGuest(1, PAGES)
    write(parent, 0, 1)
    const clone = fork(parent)
    expect(write(clone, 0, 2)).toBe(false)
    expect([read(parent, 0), read(clone, 0)]).toEqual([1, 1])
  })

  it('has no write entry in the TLBs of the guest that was forked, and no site', () => {
    const hart = piece.call.hartOf(parent, 0)
    const frame = piece.call.populate(parent, DRAM)
    for (const mode of modes) {
      piece.call.useMode(hart, mode)
      piece.call.fillEntry(piece.call.dataEntry(piece.call.writeTlb(hart, mode), DRAM), DRAM, frame, 0)
      piece.call.fillSite(hart, mode, 7, DRAM, frame)
    }
    fork(parent)
    for (const mode of modes) {
      expect(piece.hit(piece.call.dataEntry(piece.call.writeTlb(hart, mode), DRAM), DRAM)).toBe(0)
      expect(piece.view.getBigUint64(piece.call.siteEntry(hart, mode, 7), true)).not.toBe(DRAM)
    }
  })

  it('is no longer read through the TLB by the guest that got a copy', () => {
    piece.call.populate(parent, DRAM)
    const clone = fork(parent)
    const frame = piece.call.readablePage(clone, DRAM)
    const [mine, others] = [clone, parent].map((guest) => {
      const hart = piece.call.hartOf(guest, 0)
      piece.call.useMode(hart, 1)
      const entry = piece.call.dataEntry(piece.call.readTlb(hart, 1), DRAM)
      piece.call.fillEntry(entry, DRAM, frame, 0)
      return entry
    }) as [number, number]
    write(clone, 0, 1)
    expect([piece.hit(mine, DRAM), piece.hit(others, DRAM)]).toEqual([0, frame])
  })
})

describe('decoded code of a shared page', () => {
  it('is shared, and stays with those who still map it when another writes', () => {
    const page = piece.call.decodedPageAt(parent, DRAM)
    piece.view.setBigUint64(page, 0x1234n, true)
    const clone = fork(parent)
    expect(piece.call.decodedPageAt(clone, DRAM)).toBe(page)
    write(clone, 0, 1)
    expect(piece.view.getBigUint64(page, true)).toBe(0x1234n)
    expect(piece.call.decodedPageAt(parent, DRAM)).toBe(page)
    const own = piece.call.decodedPageAt(clone, DRAM)
    expect(own).not.toBe(page)
    expect(piece.view.getBigUint64(own, true)).toBe(0n)
  })

  it('goes with the last guest that maps the frame', () => {
    piece.call.decodedPageAt(parent, DRAM)
    const clone = fork(parent)
    piece.call.releaseAll(parent)
    expect(piece.codeCache('decodedPages')).toBe(1)
    piece.call.releaseAll(clone)
    expect([piece.codeCache('decodedPages'), piece.host('framesUsed')]).toEqual([0, 0])
  })

  it('is left by a hart that is on it when its guest gets a copy: it keeps its pc, and no way back', () => {
    const page = piece.call.decodedPageAt(parent, DRAM)
    const clone = fork(parent)
    const [mine, others] = [clone, parent].map((guest) => {
      const hart = piece.call.hartOf(guest, 0)
      piece.call.useMode(hart, 1)
      piece.call.fillEntry(piece.call.fetchEntry(piece.call.fetchTlb(hart, 1), 0x4000n), 0x4000n, page, 0)
      piece.view.setUint32(hart + HartLayout.codePage.offset, page, true)
      piece.view.setUint32(hart + HartLayout.codePtr.offset, page + 8 * 3, true)
      piece.view.setBigUint64(hart + HartLayout.pageVa.offset, 0x4000n, true)
      return hart
    }) as [number, number]
    write(clone, 0, 1)
    const codePtr = (hart: number): number => piece.view.getUint32(hart + HartLayout.codePtr.offset, true)
    const entry = (hart: number): number => piece.hit(piece.call.fetchEntry(piece.call.fetchTlb(hart, 1), 0x4000n), 0x4000n)
    expect([codePtr(mine), entry(mine)]).toEqual([0, 0])
    expect(piece.view.getBigUint64(mine + HartLayout.pc.offset, true)).toBe(0x4006n)
    expect([codePtr(others), entry(others)]).toEqual([page + 24, page])
  })

  it('is decoded apart for a guest with other extensions', () => {
    const page = piece.call.decodedPageAt(parent, DRAM)
    const clone = fork(parent)
    piece.setGuest(clone, 'extensions', 0xffn)
    const own = piece.call.decodedPageAt(clone, DRAM)
    expect(own).not.toBe(page)
    expect(piece.call.decodedPageAt(parent, DRAM)).toBe(page)
    expect(piece.call.readablePage(clone, DRAM)).not.toBe(piece.call.readablePage(parent, DRAM))
  })
})

type Step = { kind: 'fork' | 'write' | 'run' | 'destroy'; guest: number; page: number; value: number }

describe('isolation', () => {
  const step: fc.Arbitrary<Step> = fc.record({
    kind: fc.constantFrom('fork', 'write', 'write', 'write', 'run', 'destroy') as fc.Arbitrary<Step['kind']>,
    guest: fc.nat(20),
    page: fc.nat(PAGES - 1),
    value: fc.integer({ min: 1, max: 255 }),
  })

  it('holds over random forks, stores, fetches and ends: no frame can be written by two, and each reads what it wrote', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 40, maxLength: 160 }), async (steps) => {
        piece = await MemoryPiece.create(40)
        const model = new Map<number, number[]>([[piece.call.makeGuest(1, PAGES), new Array<number>(PAGES).fill(0)]])
        for (const one of steps) {
          perform(one, model)
          check(model)
        }
        for (const guest of model.keys()) piece.call.releaseAll(guest)
        expect([piece.host('framesUsed'), piece.codeCache('decodedPages')]).toEqual([0, 0])
      }),
      { numRuns: 60, seed: seedFromEnvironment(20_261) },
    )
  })
})

function perform({ kind, guest: pick, page, value }: Step, model: Map<number, number[]>): void {
  const guest = [...model.keys()][pick % model.size] as number
  const pages = model.get(guest) as number[]
  if (kind === 'fork' && model.size < 6) model.set(fork(guest), [...pages])
  if (kind === 'write' && write(guest, page, value)) pages[page] = value
  if (kind === 'run') piece.call.decodedPageAt(guest, at(page))
  if (kind === 'destroy' && model.size > 1) {
    piece.call.releaseAll(guest)
    model.delete(guest)
  }
}

function check(model: ReadonlyMap<number, readonly number[]>): void {
  const writers = new Map<number, number>()
  const mappings = new Map<number, number>()
  for (const [guest, pages] of model) {
    expect(pages.map((_, page) => read(guest, page))).toEqual(pages)
    for (let page = 0; page < PAGES; page++) {
      const word = piece.word(guest, at(page))
      if ((word & Stage2.present) === 0) continue
      const frame = (word & ~(PAGE - 1)) >>> 0
      mappings.set(frame, (mappings.get(frame) ?? 0) + 1)
      if ((word & Stage2.writable) !== 0) writers.set(frame, guest)
      expect(((word & Stage2.writable) !== 0) !== ((word & Stage2.copyOnWrite) !== 0)).toBe(true)
    }
  }
  for (const frame of writers.keys()) expect(mappings.get(frame)).toBe(1)
  for (const [frame, count] of mappings) expect(piece.call.frameReferences(frame)).toBe(count)
  expect(piece.host('framesUsed')).toBe(mappings.size)
}
