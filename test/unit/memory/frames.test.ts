/** Frames: reference counts, the host's limit, and zeros for the next owner. */
import { describe, expect, it } from 'vitest'
import { Random, seedFromEnvironment } from '../../support/random'
import { MemoryPiece, PAGE } from './memory-piece'

describe('a frame', () => {
  it('is free again when its last reference goes, and not before', async () => {
    const { call, host } = bound(await MemoryPiece.create(4))
    const frame = call.allocateFrame()
    call.retainFrame(frame)
    call.retainFrame(frame)
    expect(call.frameReferences(frame)).toBe(3)
    expect([call.releaseFrame(frame), call.releaseFrame(frame)]).toEqual([0, 0])
    expect(host('framesUsed')).toBe(1)
    expect(call.releaseFrame(frame)).toBe(1)
    expect(host('framesUsed')).toBe(0)
    expect(call.frameReferences(frame)).toBe(0)
  })

  it('holds zeros when it is handed out again', async () => {
    const piece = await MemoryPiece.create(1)
    const frame = piece.call.allocateFrame()
    piece.bytes(frame, PAGE).fill(0xff)
    piece.call.releaseFrame(frame)
    expect(piece.call.allocateFrame()).toBe(frame)
    expect(piece.isZero(frame, PAGE)).toBe(true)
  })

  it('is refused at the limit, and given once another one is free', async () => {
    const { call } = await MemoryPiece.create(3)
    const frames = [call.allocateFrame(), call.allocateFrame(), call.allocateFrame()]
    expect(new Set(frames).size).toBe(3)
    expect(call.allocateFrame()).toBe(0)
    call.releaseFrame(frames[1] as number)
    expect(call.allocateFrame()).toBe(frames[1])
    expect(call.allocateFrame()).toBe(0)
  })

  it('stops loudly when it is released without a reference', async () => {
    const { call } = await MemoryPiece.create(3)
    const frame = call.allocateFrame()
    call.releaseFrame(frame)
    expect(() => call.releaseFrame(frame)).toThrow(WebAssembly.RuntimeError)
  })

  it('keeps its count through random use', async () => {
    const seed = seedFromEnvironment(0xf4a3e)
    console.log(`frames: seed ${seed}`)
    const random = new Random(seed)
    const { call, host } = bound(await MemoryPiece.create(40))
    const counts = new Map<number, number>()
    for (let step = 0; step < 3000; step++) {
      const action = random.below(3)
      if (action === 0) {
        const frame = call.allocateFrame()
        expect(frame === 0).toBe(counts.size === 40)
        expect(counts.has(frame)).toBe(false)
        if (frame !== 0) counts.set(frame, 1)
      } else if (counts.size > 0) {
        const frame = random.pick([...counts.keys()])
        const count = (counts.get(frame) as number) + (action === 1 ? 1 : -1)
        if (action === 1) call.retainFrame(frame)
        else expect(call.releaseFrame(frame)).toBe(count === 0 ? 1 : 0)
        if (count === 0) counts.delete(frame)
        else counts.set(frame, count)
      }
      expect(host('framesUsed')).toBe(counts.size)
    }
    for (const [frame, count] of counts) expect(call.frameReferences(frame)).toBe(count)
  })
})

function bound(piece: MemoryPiece): { call: MemoryPiece['call']; host: MemoryPiece['host'] } {
  return { call: piece.call, host: (field) => piece.host(field) }
}
