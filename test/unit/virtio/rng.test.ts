/** The entropy device behind the memory-mapped transport, driven by a mock driver over real rings. */
import { createCipheriv } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { VirtioFeatureBit, VirtioInterrupt } from '../../../src/core/layout.gen'
import { MockDriver, type MockQueue } from './mock-driver'
import { RAM, VirtioMachine } from './virtio-machine'

const SLOT = 3
const RINGS = RAM + 0x4000n
const DATA = RAM + 0x1_0000n
const seed = Uint8Array.from({ length: 32 }, (_, index) => 7 * index)

/** What the generator must give: per 32 bytes a ChaCha20 block, the first half of which is the key of the next. */
function expected(bytes: number): Uint8Array {
  const out = new Uint8Array(bytes)
  let key = Buffer.from(seed)
  for (let done = 0; done < bytes; done += 32) {
    const block = createCipheriv('chacha20', key, Buffer.alloc(16)).update(Buffer.alloc(64))
    key = block.subarray(0, 32)
    out.set(block.subarray(32, 32 + Math.min(32, bytes - done)), done)
  }
  return out
}

const ringFormats = [
  ['split', []],
  ['packed', [VirtioFeatureBit.ringPacked]],
] as const

describe.each(ringFormats)('virtio-rng with a %s ring', (_, features) => {
  let machine: VirtioMachine
  let driver: MockDriver
  let queue: MockQueue
  beforeEach(async () => {
    machine = await VirtioMachine.create()
    machine.attach('rng', SLOT)
    machine.seed(SLOT, seed)
    driver = new MockDriver(machine, SLOT)
    driver.negotiate(features)
    queue = driver.addQueue({ index: 0, size: 8, gpa: RINGS })
    driver.start()
  })

  it('fills a chain with the bytes of its seed, over segments and pages', () => {
    const id = queue.add([
      { gpa: DATA + 0xff0n, bytes: 40, isWritable: true },
      { gpa: DATA + 0x3000n, bytes: 30, isWritable: true },
    ])
    queue.notify()
    expect(queue.takeUsed()).toEqual([{ id, written: 70 }])
    expect(Buffer.concat([machine.read(DATA + 0xff0n, 40), machine.read(DATA + 0x3000n, 30)])).toEqual(Buffer.from(expected(70)))
    expect(driver.takeInterrupts()).toBe(VirtioInterrupt.queue)
    expect(driver.takeInterrupts()).toBe(0)
  })

  it('never gives the same bytes again', () => {
    const read = (): string => {
      queue.add([{ gpa: DATA, bytes: 32, isWritable: true }])
      queue.notify()
      return Buffer.from(machine.read(DATA, 32)).toString('hex')
    }
    const all = Array.from({ length: 100 }, read)
    expect(new Set(all).size).toBe(100)
  })

  it('gives a chain without writable buffers back empty', () => {
    const id = queue.add([{ gpa: DATA, bytes: 8 }])
    queue.notify()
    expect(queue.takeUsed()).toEqual([{ id, written: 0 }])
  })

  it('serves what was in the queue before the driver was ready', () => {
    driver.negotiate(features)
    const early = driver.addQueue({ index: 0, size: 8, gpa: RINGS + 0x8000n })
    const id = early.add([{ gpa: DATA, bytes: 8, isWritable: true }])
    early.notify()
    expect(early.takeUsed()).toEqual([])
    driver.start()
    expect(early.takeUsed()).toEqual([{ id, written: 8 }])
  })

  it('refuses FEATURES_OK without VERSION_1, and with features that it does not offer', () => {
    expect(driver.negotiate([VirtioFeatureBit.srIov])).toBe(false)
    expect(driver.negotiate([VirtioFeatureBit.eventIdx, VirtioFeatureBit.indirectDesc])).toBe(true)
  })
})
