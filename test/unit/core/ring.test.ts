/** The outside's end of a ring. */
import { describe, expect, it } from 'vitest'
import type { Core } from '../../../src/core/core'
import { RING_DATA_BYTES, RingLayout } from '../../../src/core/layout.gen'
import { Ring } from '../../../src/core/ring'

const pointer = 64

function setUp() {
  const buffer = new ArrayBuffer(pointer + RingLayout.bytes)
  const core = { bytes: new Uint8Array(buffer), view: new DataView(buffer) } as unknown as Core
  return { ring: new Ring(core, pointer), view: core.view }
}

describe('a ring', () => {
  it('gives out what was put in, once', () => {
    const { ring } = setUp()
    expect(ring.fill(Uint8Array.of(1, 2, 3))).toBe(3)
    expect([...ring.drain()]).toEqual([1, 2, 3])
    expect(ring.drain()).toHaveLength(0)
  })

  it('takes no more than it has room for', () => {
    const { ring } = setUp()
    expect(ring.fill(new Uint8Array(RING_DATA_BYTES + 10))).toBe(RING_DATA_BYTES)
    expect(ring.fill(Uint8Array.of(1))).toBe(0)
    expect(ring.drain()).toHaveLength(RING_DATA_BYTES)
    expect(ring.fill(Uint8Array.of(1))).toBe(1)
  })

  it.each([2 ** 32 - 2, RING_DATA_BYTES - 2])('goes round its end with counters at %d', (start) => {
    const { ring, view } = setUp()
    view.setUint32(pointer + RingLayout.head.offset, start, true)
    view.setUint32(pointer + RingLayout.tail.offset, start, true)
    const sent = Uint8Array.of(1, 2, 3, 4, 5)
    expect(ring.fill(sent)).toBe(5)
    expect(ring.drain()).toEqual(sent)
    expect(view.getUint32(pointer + RingLayout.head.offset, true)).toBe((start + 5) % 2 ** 32)
  })
})
