/** Forks of disks that are written on: each device keeps the content that its own writes and the moment of its fork imply. */
import { describe, expect, it } from 'vitest'
import type { BlockDevice, Maybe } from '../../../src/storage/block-device'
import { type Chunks, DeviceChunks } from '../../../src/storage/chunks'
import { LayeredDevice } from '../../../src/storage/layers'
import { MemoryDevice } from '../../../src/storage/memory-device'
import { Random, seedFromEnvironment } from '../../support/random'

const bytes = 100 * 1024 + 512
const steps = 600

/** Like a disk over a network: what is asked for happens some time after. */
function slow(device: BlockDevice, random: Random): BlockDevice {
  const later = async (what: () => Maybe): Promise<void> => {
    for (let turns = random.below(3) === 0 ? 40 : 0; turns >= 0; turns--) await null
    await what()
  }
  return {
    bytes: device.bytes,
    isReadOnly: false,
    read: (offset, into) => later(() => device.read(offset, into)),
    write: (offset, from) => later(() => device.write(offset, from)),
    zero: (offset, count, isHole) => later(() => device.zero(offset, count, isHole)),
    flush: () => undefined,
    close: () => device.close(),
  }
}

interface Disk {
  device: LayeredDevice
  model: Uint8Array
}

async function step({ device, model }: Disk, random: Random): Promise<void> {
  const offset = 512 * random.below(bytes / 512)
  const length = Math.min(bytes - offset, 512 * (1 + random.below(random.below(4) === 0 ? 120 : 6)))
  const what = random.below(3)
  if (what === 0) {
    const into = new Uint8Array(length)
    const expected = model.slice(offset, offset + length)
    await device.read(offset, into)
    expect(Buffer.compare(into, expected)).toBe(0)
  } else if (what === 1) {
    const from = new Uint8Array(length).fill(1 + random.below(255))
    model.set(from, offset)
    await device.write(offset, from)
  } else {
    model.fill(0, offset, offset + length)
    await device.zero(offset, length, true)
  }
}

const kinds = [
  ['at once', (device: BlockDevice) => device],
  ['some time after', slow],
] as const
const places = ['memory', 'a device'] as const
const cases = kinds.flatMap(([when, wrap]) => places.map((place) => [when, place, wrap] as const))

describe.each(cases)('forks of a disk that does %s what it is asked for, in %s', (_, place, wrap) => {
  const random = new Random(5)
  const onDevice = (): Chunks => new DeviceChunks(wrap(new MemoryDevice(new Uint8Array(bytes)), random), 8192)
  const own = (): { chunks?: Chunks } => (place === 'memory' ? {} : { chunks: onDevice() })

  it('see nothing of what is written elsewhere, forks of forks and those of closed disks among them', async () => {
    const seed = seedFromEnvironment(3)
    const random = new Random(seed)
    const first = new Uint8Array(bytes).map(() => random.below(256))
    const disks: Disk[] = [{ device: new LayeredDevice(wrap(new MemoryDevice(first.slice()), random)), model: first }]
    for (let count = 0; count < steps; count++) {
      // All of them at the same time, whoever is first; nothing is under way when one is forked.
      const order = random.below(2) === 0 ? disks : [...disks].reverse()
      await Promise.all(order.map((disk) => step(disk, random)))
      const origin = disks[random.below(disks.length)]
      if (count % 4 === 0 && origin !== undefined)
        disks.push({ device: new LayeredDevice(origin.device.fork(own())), model: origin.model.slice() })
      if (disks.length > 6) await disks.splice(count < steps / 2 ? 1 : 0, 1)[0]?.device.close()
    }
    for (const { device, model } of disks) {
      const all = new Uint8Array(bytes)
      await device.read(0, all)
      expect([seed, Buffer.compare(all, model)]).toEqual([seed, 0])
    }
  })

  it('keep what they begin with open until the last of them is closed', async () => {
    let closed = 0
    const top = Object.assign(new MemoryDevice(new Uint8Array(bytes)), { close: (): undefined => void closed++ })
    const origin = new LayeredDevice(top)
    const one = new LayeredDevice(origin.fork())
    const other = new LayeredDevice(one.fork())
    await origin.close()
    await one.close()
    expect(closed).toBe(0)
    await other.read(0, new Uint8Array(512))
    await other.close()
    expect(closed).toBe(1)
  })
})

it('a fork hears what it asked the origin for before that is written over', async () => {
  const memory = new MemoryDevice(new Uint8Array(bytes))
  const order: string[] = []
  let answer = (): void => {}
  const first = new Promise<void>((resolve) => {
    answer = resolve
  })
  let reads = 0
  const read = async (offset: number, into: Uint8Array): Promise<void> => {
    if (reads++ === 0) await first
    memory.read(offset, into)
    order.push('read')
  }
  const write = (offset: number, from: Uint8Array): undefined => {
    order.push('written')
    memory.write(offset, from)
  }
  const origin = new LayeredDevice({ ...slow(memory, new Random(1)), read, write })
  const into = new Uint8Array(512)
  const heard = origin.fork().read(0, into)
  const written = origin.write(0, new Uint8Array(512).fill(1))
  for (let turns = 0; turns < 100; turns++) await null
  answer()
  await Promise.all([heard, written])
  expect(order).toEqual(['read', 'read', 'written'])
  expect(into[0]).toBe(0)
})
