/** The jump cache: whatever is taken from a fetch TLB takes the jumps of that mode along, and those of no other mode that keeps its pages. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  HART_JUMPS,
  HART_TLB,
  HartLayout,
  JUMP_CACHE_BYTES,
  TLB_GENERATION_OFFSET,
  TLB_MODE_BYTES,
} from '../../../src/core/layout.gen'
import { MemoryPiece, modes } from './memory-piece'

const GVA = 0x8123_4000n
const user = 0
const supervisor = 1

let piece: MemoryPiece
let guest: number
let harts: readonly number[]

beforeAll(async () => {
  piece = await MemoryPiece.create()
  guest = piece.call.makeGuest(2, 8)
  harts = [0, 1].map((index) => piece.call.hartOf(guest, index))
})

const generation = (hart: number, mode: number): number =>
  piece.view.getUint32(hart + HART_TLB + mode * TLB_MODE_BYTES + TLB_GENERATION_OFFSET, true)
const generations = (): readonly number[] => harts.flatMap((hart) => modes.map((mode) => generation(hart, mode)))

/** Modes whose jumps are forgotten by what `act` does: hart 0's, then hart 1's. */
function forgotten(act: () => void): readonly boolean[] {
  const before = generations()
  act()
  return generations().map((now, index) => now !== before[index])
}

const hart0 = (has: (mode: number) => boolean): readonly boolean[] => [...modes.map(has), ...modes.map(() => false)]
const all = [...modes, ...modes].map(() => true)

beforeEach(() => {
  for (const hart of harts) {
    piece.call.tlbFlushAll(hart)
    for (const mode of modes) piece.call.useMode(hart, mode)
  }
})

describe('the jumps of a mode', () => {
  it('are told from those of every other', () => {
    for (const hart of harts) expect(new Set(modes.map((mode) => generation(hart, mode))).size).toBe(modes.length)
  })

  it('go with a flush of everything', () => {
    expect(forgotten(() => piece.call.tlbFlushAll(harts[0] ?? 0))).toEqual(hart0(() => true))
  })

  it('stay where a flush of local pages leaves the fetch TLB', () => {
    const local = forgotten(() => piece.call.tlbFlushLocal(harts[0] ?? 0))
    expect(local[user]).toBe(true)
    expect(local[supervisor]).toBe(false)
  })

  it('go with a page, in all modes that hold something', () => {
    expect(forgotten(() => piece.call.tlbFlushAddress(harts[0] ?? 0, GVA))).toEqual(hart0(() => true))
    piece.call.tlbFlushAll(harts[0] ?? 0)
    piece.call.useMode(harts[0] ?? 0, user)
    expect(forgotten(() => piece.call.tlbFlushAddress(harts[0] ?? 0, GVA))).toEqual(hart0((mode) => mode === user))
  })

  it('go with decoded pages, in all harts of the guest', () => {
    expect(forgotten(() => piece.call.dropFetchEntries(guest))).toEqual(all)
  })

  it('go with the decoded page of a frame that is written all over', () => {
    const frame = piece.call.populate(guest, 0x8000_0000n)
    expect(piece.call.decodedPageAt(guest, 0x8000_0000n)).toBeGreaterThan(0)
    const stores = 64
    expect(
      forgotten(() => {
        for (let store = 0; store < stores; store++) piece.call.noteCodeStore(guest, frame, 0)
      }),
    ).toEqual(all)
  })

  it('never come back, not when the count of them starts over', () => {
    const [hart = 0] = harts
    const jumps = new Uint8Array(piece.view.buffer, hart + HART_JUMPS, JUMP_CACHE_BYTES)
    jumps.fill(0xa5)
    piece.view.setUint32(hart + HartLayout.jumpCount.offset, 0x3fff_fffe, true)
    piece.call.dropFetchEntries(guest)
    expect(jumps.every((byte) => byte === 0)).toBe(true)
    for (const mode of modes) expect(generation(hart, mode)).toBeGreaterThan(0)
    expect(new Set(modes.map((mode) => generation(hart, mode))).size).toBe(modes.length)
  })
})
