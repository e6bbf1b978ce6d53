/** Learned targets of jumps through tables: each once, no more than there is room for, and those of one jump only. */
import { beforeEach, describe, expect, it } from 'vitest'
import { MemoryPiece } from '../memory/memory-piece'

const JUMP = 0x20_0040
/** Record pointers this far apart have the same place. */
const SAME_PLACE = 8 * 512
const MOST = 60

let piece: MemoryPiece
beforeEach(async () => {
  piece = await MemoryPiece.create()
})

const learned = (jump: number): number[] =>
  Array.from({ length: piece.call.learnedCount(jump) }, (_, index) => piece.call.learnedOffset(jump, index))

describe('the targets of a jump', () => {
  it('are none until it went anywhere', () => {
    expect(learned(JUMP)).toEqual([])
  })

  it('are learned once each, in the order of their first time', () => {
    for (const offset of [8, 4094, 8, 0, 4094, 12]) piece.call.learnTarget(JUMP, offset)
    expect(learned(JUMP)).toEqual([8, 4094, 0, 12])
  })

  it('are those of that jump alone', () => {
    piece.call.learnTarget(JUMP, 8)
    piece.call.learnTarget(JUMP + 8, 16)
    expect([learned(JUMP), learned(JUMP + 8), learned(JUMP + 16)]).toEqual([[8], [16], []])
  })

  it('give way to those of another jump that has the same place', () => {
    for (const offset of [8, 10, 12]) piece.call.learnTarget(JUMP, offset)
    expect(learned(JUMP + SAME_PLACE)).toEqual([])
    piece.call.learnTarget(JUMP + SAME_PLACE, 20)
    expect([learned(JUMP), learned(JUMP + SAME_PLACE)]).toEqual([[], [20]])
  })

  it('are no more than there is room for, and leave those of the neighbouring places alone', () => {
    piece.call.learnTarget(JUMP + 8, 2)
    for (let offset = 0; offset < 4096; offset += 2) piece.call.learnTarget(JUMP, offset)
    expect(learned(JUMP)).toEqual(Array.from({ length: MOST }, (_, index) => index * 2))
    expect(learned(JUMP + 8)).toEqual([2])
  })
})
