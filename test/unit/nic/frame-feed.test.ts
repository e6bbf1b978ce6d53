/** Frames between a cable and a machine room that is slower than who sends them. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Core } from '../../../src/core/core'
import { NIC_OUTBOX_BYTES, NicLayout } from '../../../src/core/layout.gen'
import type { NicRoomEvent } from '../../../src/host/protocol'
import { ResidentNics } from '../../../src/host/resident-nics'
import { Network } from '../../../src/network/network'
import { FrameFeed } from '../../../src/nic/frame-feed'
import { compileAssemblyFile } from '../../support/assembly'

/** A frame whose number is its content. */
const frame = (number: number, bytes = 1514): Uint8Array => {
  const it = new Uint8Array(bytes)
  new DataView(it.buffer).setUint32(14, number)
  return it
}
const numberOf = (bytes: Uint8Array): number => new DataView(bytes.buffer, bytes.byteOffset).getUint32(14)

/** A room that takes what it has when it is told to. */
function slowRoom() {
  const calls: { frames: number[]; dropped: number; take(): void }[] = []
  const send = (frames: readonly Uint8Array[], dropped: number): Promise<void> =>
    new Promise((take) => calls.push({ frames: frames.map(numberOf), dropped, take }))
  const takeAll = async (): Promise<void> => {
    for (let at = 0; at < calls.length; at++) {
      calls[at]?.take()
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  return { calls, send, takeAll }
}

describe('frames on their way into a machine room', () => {
  it('go singly while few are under way, and together when more wait', async () => {
    const room = slowRoom()
    const feed = new FrameFeed(room.send)
    for (let number = 0; number < 100; number++) feed.push(frame(number))
    expect(room.calls.map(({ frames }) => frames)).toEqual(Array.from({ length: 10 }, (_, number) => [number]))
    await room.takeAll()
    expect(room.calls.flatMap(({ frames }) => frames)).toEqual(Array.from({ length: 100 }, (_, number) => number))
    expect(room.calls.length).toBeLessThan(15)
  })

  it('are what they were when they were sent, whatever their sender does to its buffer', async () => {
    const room = slowRoom()
    const feed = new FrameFeed(room.send)
    const buffer = frame(0)
    for (let number = 0; number < 50; number++) {
      new DataView(buffer.buffer).setUint32(14, number)
      feed.push(buffer)
    }
    await room.takeAll()
    expect(room.calls.flatMap(({ frames }) => frames)).toEqual(Array.from({ length: 50 }, (_, number) => number))
  })

  it('are dropped, and counted, beyond a mebibyte; and come again when there is room', async () => {
    const room = slowRoom()
    const feed = new FrameFeed(room.send)
    for (let number = 0; number < 20_000; number++) feed.push(frame(number))
    await room.takeAll()
    const arrived = room.calls.flatMap(({ frames }) => frames)
    expect(arrived).toEqual(Array.from({ length: Math.floor(2 ** 20 / 1514) }, (_, number) => number))
    feed.push(frame(20_000))
    expect(room.calls.at(-1)?.frames).toEqual([20_000])
    expect(arrived.length + room.calls.reduce((sum, { dropped }) => sum + dropped, 0)).toBe(20_000)
  })

  it('of a flood that comes by a tunnel are as few, and garbage among them is refused', async () => {
    const network = new Network()
    const room = slowRoom()
    const feed = new FrameFeed(room.send)
    network.attach('guest').onFrame = (bytes) => feed.push(bytes)
    const { port1, port2 } = new MessageChannel()
    using tunnel = network.join(port1)
    const flood = 4000
    const garbage = ['x'.repeat(10_000), new Uint8Array(200_000), new Uint8Array(3), { frames: [] }, Number.NaN, undefined]
    for (let number = 0; number < flood; number++) {
      const broadcast = frame(number)
      broadcast.fill(0xff, 0, 6)
      port2.postMessage(broadcast)
      if (number % 10 === 0) port2.postMessage(garbage[(number / 10) % garbage.length])
    }
    await expect.poll(() => tunnel.statistics.received, { timeout: 30_000 }).toMatchObject({ frames: flood, refused: flood / 10 })
    await room.takeAll()
    expect(room.calls.reduce((sum, { frames }) => sum + frames.length, 0)).toBe(Math.floor(2 ** 20 / 1514))
    port2.close()
  })
})

describe('frames on their way out of a machine room', () => {
  it('stay in the outbox while the outside has not taken those before', async () => {
    const module = new WebAssembly.Module(readFileSync(await compileAssemblyFile('assembly/index.ts', { release: true })))
    const core = await Core.create({ module, memoryBytes: 64 << 20, monotonicNs: () => 0 })
    const told: { numbers: number[]; take(): void }[] = []
    let nic = 0
    const create = (...plan: Parameters<typeof core.exports.nicCreate>): number => {
      nic = core.exports.nicCreate(...plan)
      return nic
    }
    const seen = new Proxy(core, {
      get: (it, name) => (name === 'exports' ? { ...it.exports, nicCreate: create } : Reflect.get(it, name, it)),
    })
    const nics = new ResidentNics(seen, (event: NicRoomEvent) => {
      if (event.type !== 'frames') return undefined
      const numbers = event.frames.map(({ bytes }) => numberOf(bytes))
      return new Promise<void>((take) => told.push({ numbers, take }))
    })
    nics.create({ name: 'eth0', ports: 4, mtu: 1500, linkSpeed: 10_000 })
    let sent = 0
    /** As many frames as there is room for in the outbox, as a guest's driver would put them there. */
    const fill = (): void => {
      const at = (field: keyof typeof NicLayout): number => nic + (NicLayout[field] as { offset: number }).offset
      const { view } = core
      const outbox = view.getUint32(at('outbox'), true)
      let head = view.getUint32(at('outboxHead'), true)
      while (((head - view.getUint32(at('outboxTail'), true)) >>> 0) + 1528 <= NIC_OUTBOX_BYTES) {
        const bytes = frame(sent++)
        view.setUint32(outbox + (head & (NIC_OUTBOX_BYTES - 1)), bytes.length, true)
        view.setUint32(outbox + ((head + 4) & (NIC_OUTBOX_BYTES - 1)), 0, true)
        for (const [index, byte] of bytes.entries()) view.setUint8(outbox + ((head + 8 + index) & (NIC_OUTBOX_BYTES - 1)), byte)
        head = (head + ((8 + bytes.length + 7) & ~7)) >>> 0
      }
      view.setUint32(at('outboxHead'), head, true)
      view.setUint32(at('events'), view.getUint32(at('events'), true) + 1, true)
    }
    for (let round = 0; round < 100; round++) {
      fill()
      nics.exchange()
    }
    const bytes = told.reduce((sum, { numbers }) => sum + numbers.length * 1514, 0)
    expect(bytes).toBeLessThan(2 ** 20 + NIC_OUTBOX_BYTES)
    for (let at = 0; at < told.length; at++) {
      told[at]?.take()
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(told.flatMap(({ numbers }) => numbers)).toEqual(Array.from({ length: sent }, (_, number) => number))
  })
})
