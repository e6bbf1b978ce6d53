/** The outside's end of a byte ring between it and a device in the core. */
import type { Core } from './core'
import { RING_DATA_BYTES, RingLayout } from './layout.gen'

const capacity = RING_DATA_BYTES

export class Ring {
  constructor(
    private readonly core: Core,
    private readonly pointer: number,
  ) {}

  /** Takes everything out. */
  drain(): Uint8Array<ArrayBuffer> {
    const { head, tail } = this.#counters()
    const data = this.#copyOut(tail, (head - tail) >>> 0)
    this.core.view.setUint32(this.pointer + RingLayout.tail.offset, head, true)
    return data
  }

  /** What waits, which stays there. */
  peek(): Uint8Array<ArrayBuffer> {
    const { head, tail } = this.#counters()
    return this.#copyOut(tail, (head - tail) >>> 0)
  }

  /** Puts in as much of `bytes` as there is room for, and says how much that was. */
  fill(bytes: Uint8Array): number {
    const { head, tail } = this.#counters()
    const count = Math.min(bytes.length, capacity - ((head - tail) >>> 0))
    const start = head % capacity
    const first = Math.min(count, capacity - start)
    const data = this.pointer + RingLayout.data.offset
    this.core.bytes.set(bytes.subarray(0, first), data + start)
    this.core.bytes.set(bytes.subarray(first, count), data)
    this.core.view.setUint32(this.pointer + RingLayout.head.offset, (head + count) >>> 0, true)
    return count
  }

  #counters(): { head: number; tail: number } {
    const { view } = this.core
    return {
      head: view.getUint32(this.pointer + RingLayout.head.offset, true),
      tail: view.getUint32(this.pointer + RingLayout.tail.offset, true),
    }
  }

  #copyOut(tail: number, count: number): Uint8Array<ArrayBuffer> {
    const out = new Uint8Array(count)
    const start = tail % capacity
    const first = Math.min(count, capacity - start)
    const data = this.pointer + RingLayout.data.offset
    out.set(this.core.bytes.subarray(data + start, data + start + first))
    out.set(this.core.bytes.subarray(data, data + count - first), first)
    return out
  }
}
