/** Extents beside a model that knows every byte handed out. */
import { describe, expect, it } from 'vitest'
import { Random, seedFromEnvironment } from '../../support/random'
import { MemoryPiece, PAGE } from './memory-piece'

interface Extent {
  readonly start: number
  readonly bytes: number
}

const pagesOf = (bytes: number): number => Math.ceil(bytes / PAGE) * PAGE

/** The free list as it lies in memory. */
function freeList(piece: MemoryPiece): Extent[] {
  const list: Extent[] = []
  for (let start = piece.host('freeExtent'); start !== 0; start = piece.view.getUint32(start, true)) {
    list.push({ start, bytes: piece.view.getUint32(start + 4, true) })
  }
  return list
}

function overlaps(a: Extent, b: Extent): boolean {
  return a.start < b.start + pagesOf(b.bytes) && b.start < a.start + pagesOf(a.bytes)
}

describe('an extent', () => {
  it('is page-aligned, zero and never overlaps another one, through random allocations and returns', async () => {
    const seed = seedFromEnvironment(0xe27e)
    console.log(`extents: seed ${seed}`)
    const random = new Random(seed)
    const piece = await MemoryPiece.create()
    const heapStart = piece.host('heapEnd')
    let live: Extent[] = []
    for (let step = 0; step < 1500; step++) {
      if (live.length > 0 && random.oneIn(2)) {
        const gone = random.pick(live)
        live = live.filter((extent) => extent !== gone)
        piece.call.freeExtent(gone.start, gone.bytes)
        continue
      }
      const extent = { bytes: random.between(1, 9 * PAGE), start: 0 }
      extent.start = piece.call.allocateExtent(extent.bytes)
      expect(extent.start % PAGE).toBe(0)
      expect(extent.start).toBeGreaterThanOrEqual(heapStart)
      expect(piece.isZero(extent.start, pagesOf(extent.bytes)), `step ${step}`).toBe(true)
      expect(live.some((other) => overlaps(other, extent))).toBe(false)
      piece.bytes(extent.start, pagesOf(extent.bytes)).fill(0xa5)
      live.push(extent)
      if (step % 50 === 0) expectConserved(piece, heapStart, live)
    }
    for (const { start, bytes } of live) piece.call.freeExtent(start, bytes)
    expect(freeList(piece)).toEqual([{ start: heapStart, bytes: piece.host('heapEnd') - heapStart }])
  })

  it('comes from the first free run that is large enough', async () => {
    const piece = await MemoryPiece.create()
    const [small, , large] = [2, 1, 3, 1].map((pages) => piece.call.allocateExtent(pages * PAGE)) as [
      number,
      number,
      number,
      number,
    ]
    piece.call.freeExtent(large, 3 * PAGE)
    piece.call.freeExtent(small, 2 * PAGE)
    expect(piece.call.allocateExtent(3 * PAGE)).toBe(large)
    expect(piece.call.allocateExtent(PAGE)).toBe(small)
    expect(piece.call.allocateExtent(PAGE)).toBe(small + PAGE)
  })

  it('is refused when the memory cannot hold it', async () => {
    const piece = await MemoryPiece.create()
    expect(piece.call.allocateExtent(0xffff_0000)).toBe(0)
    expect(piece.call.allocateExtent(0xffff_ffff)).toBe(0)
  })
})

/** What is free and what is live make up the heap; neighbours that are both free are one. */
function expectConserved(piece: MemoryPiece, heapStart: number, live: readonly Extent[]): void {
  const free = freeList(piece)
  const sum = [...live, ...free].reduce((bytes, extent) => bytes + pagesOf(extent.bytes), 0)
  expect(sum).toBe(piece.host('heapEnd') - heapStart)
  for (let i = 1; i < free.length; i++) {
    const before = free[i - 1] as Extent
    expect(before.start + before.bytes).toBeLessThan((free[i] as Extent).start)
  }
}
