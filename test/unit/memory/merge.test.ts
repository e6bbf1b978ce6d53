/** Equal pages of guests of one sharing domain have one frame; nobody can tell, and nobody else has it. */
import { beforeEach, describe, expect, it } from 'vitest'
import { Stage2 } from '../../../src/core/layout.gen'
import { DRAM, MemoryPiece, modes, PAGE } from './memory-piece'

const PAGES = 8
const at = (page: number): bigint => DRAM + BigInt(page * PAGE)

let piece: MemoryPiece

beforeEach(async () => {
  piece = await MemoryPiece.create(64)
})

function guest(domain: number): number {
  const it = piece.call.makeGuest(1, PAGES)
  piece.setAllocation(it, 'limitPages', PAGES)
  piece.setAllocation(it, 'sharingDomain', domain)
  return it
}

const fill = (of: number, page: number, value: number): void =>
  void piece.bytes(piece.call.writablePage(of, at(page)), PAGE).fill(value)
const first = (of: number, page: number): number => piece.bytes(piece.call.readablePage(of, at(page)), 1)[0] as number
/** Two passes: what is changed by the first is seen by the second. */
const pass = (): number => piece.call.mergePages(2 * PAGES * 4)

describe('merging', () => {
  it('gives equal pages one frame, within a guest and between guests of a domain', () => {
    const [one, other] = [guest(1), guest(1)]
    for (const [of, page] of [
      [one, 0],
      [one, 1],
      [other, 5],
    ] as const)
      fill(of, page, 7)
    fill(other, 6, 8)
    expect([piece.host('framesUsed'), pass(), piece.host('framesUsed')]).toEqual([4, 2, 2])
    const frames = [piece.word(one, at(0)), piece.word(one, at(1)), piece.word(other, at(5))].map((word) => word & ~0xfff)
    expect(new Set(frames).size).toBe(1)
    expect(piece.call.frameReferences(frames[0] as number)).toBe(3)
    expect([first(one, 0), first(one, 1), first(other, 5), first(other, 6)]).toEqual([7, 7, 7, 8])
  })

  it('leaves a page to whoever writes it, and finds it again when it is equal again', () => {
    const [one, other] = [guest(1), guest(1)]
    fill(one, 0, 7)
    fill(other, 0, 7)
    pass()
    fill(other, 0, 9)
    expect([first(one, 0), first(other, 0), piece.host('framesUsed')]).toEqual([7, 9, 2])
    fill(other, 0, 7)
    expect([pass(), piece.host('framesUsed'), first(other, 0)]).toEqual([1, 1, 7])
  })

  it('does not cross the border of a domain', () => {
    const [one, other] = [guest(1), guest(2)]
    fill(one, 0, 7)
    fill(other, 0, 7)
    expect([pass(), piece.host('framesUsed')]).toEqual([0, 2])
  })

  it('needs no frame for zeros', () => {
    const one = guest(1)
    fill(one, 0, 0)
    fill(one, 1, 0)
    expect([pass(), piece.host('framesUsed'), first(one, 0)]).toEqual([2, 0, 0])
    fill(one, 0, 3)
    expect([first(one, 0), first(one, 1)]).toEqual([3, 0])
  })

  it('keeps what is known of writes since the last snapshot', () => {
    const [one, other] = [guest(1), guest(1)]
    fill(one, 0, 7)
    fill(other, 0, 7)
    const word = piece.call.stage2Word(other, at(0))
    piece.view.setUint32(word, (piece.word(other, at(0)) & ~Stage2.writable) | Stage2.copyOnWrite | Stage2.dirtyLogged, true)
    expect(pass()).toBe(1)
    expect(piece.word(other, at(0)) & Stage2.dirtyLogged).not.toBe(0)
    fill(other, 0, 8)
    expect(piece.word(other, at(0)) & Stage2.dirtyLogged).toBe(0)
  })

  it('counts its passes, and the pages that have no equal', () => {
    const one = guest(1)
    for (let page = 0; page < 3; page++) fill(one, page, page + 1)
    pass()
    expect([piece.host('fullScans') >= 1, piece.host('pagesUnshared')]).toEqual([true, 3])
  })

  it('goes over a budget of pages at a time', () => {
    const one = guest(1)
    for (let page = 0; page < PAGES; page++) fill(one, page, 5)
    expect(piece.call.mergePages(1)).toBe(0)
    expect(piece.call.mergePages(3)).toBe(3)
    expect(pass()).toBe(PAGES - 4)
  })

  it('takes all away that leads to a page that moved, and every right to write the one that stayed', () => {
    const [one, other] = [guest(1), guest(1)]
    const entries = [one, other].map((of) => {
      fill(of, 0, 7)
      const hart = piece.call.hartOf(of, 0)
      return modes.map((mode) => {
        piece.call.useMode(hart, mode)
        const tlbs = [piece.call.readTlb(hart, mode), piece.call.writeTlb(hart, mode)]
        return tlbs.map((tlb) => {
          const entry = piece.call.dataEntry(tlb, DRAM)
          piece.call.fillEntry(entry, DRAM, piece.call.populate(of, DRAM), 0)
          return entry
        })
      })
    })
    expect(pass()).toBe(1)
    const reads = entries.map((of) => of.map(([read]) => piece.hit(read as number, DRAM)))
    const frame = piece.word(one, DRAM) & ~0xfff
    expect(reads.flat().every((found) => found === 0 || found === frame)).toBe(true)
    expect(entries.flat().every(([, write]) => piece.hit(write as number, DRAM) === 0)).toBe(true)
  })

  it('forgets a guest that goes', () => {
    const [one, other] = [guest(1), guest(1)]
    fill(one, 0, 7)
    piece.call.mergePages(1)
    fill(other, 0, 7)
    pass()
    for (const gone of [one, other]) {
      piece.call.forgetMerges(gone)
      piece.call.releaseAll(gone)
      if (gone === one) expect(first(other, 0)).toBe(7)
    }
    expect(piece.host('framesUsed')).toBe(0)
  })
})
