/** Frames between the outside and an adapter of the core. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Core } from '../../../src/core/core'
import { NIC_OUTBOX_BYTES, STAGING_BYTES } from '../../../src/core/layout.gen'
import type { OutgoingFrame } from '../../../src/host/protocol'
import { ResidentNics } from '../../../src/host/resident-nics'
import { compileAssemblyFile } from '../../support/assembly'

const uplink = 0
const physical = 1

async function room(mtu: number): Promise<{ core: Core; nics: ResidentNics; nic: number; told: OutgoingFrame[][] }> {
  const module = new WebAssembly.Module(readFileSync(await compileAssemblyFile('assembly/index.ts', { release: true })))
  const core = await Core.create({ module, memoryBytes: 64 << 20, monotonicNs: () => 0 })
  const told: OutgoingFrame[][] = []
  const nics = new ResidentNics(core, (event) => {
    if (event.type === 'frames') told.push(event.frames)
  })
  return { core, nics, nic: nics.create({ name: 'eth0', ports: 4, mtu, linkSpeed: 10_000 }), told }
}

/** From a station of its own to everybody, of so many bytes that tell it from others. */
function frame(number: number, length: number): Uint8Array {
  const bytes = Uint8Array.from({ length }, (_, index) => (index * 7 + number) & 255)
  bytes.fill(255, 0, 6).fill(2, 6, 12).set([0x88, 0xb5], 12)
  return bytes
}

describe('an adapter', () => {
  it.each([1500, 65_535])(
    'drops frames that are longer than it takes (MTU %i), and nothing behind its buffer changes',
    async (mtu) => {
      const { core, nics, nic } = await room(mtu)
      const end = core.exports.stagingBuffer() + STAGING_BYTES
      const behind = core.bytes.slice(end, end + 4096)
      nics.send(nic, 0, [new Uint8Array(65_549).fill(0xee)])
      expect(core.bytes.slice(end, end + 4096)).toEqual(behind)
      expect(nics.ports(nic)[0]?.counters.rx_dropped).toBe(1)
    },
  )

  it('hands over what leaves by its uplink in order and in one buffer, wherever the ring of frames begins anew', async () => {
    const { nics, nic, told } = await room(1500)
    const together = [60, 1514, 61, 777].map((length, number) => frame(number, length))
    const bytes = together.reduce((sum, { length }) => sum + length, 0)
    const times = Math.ceil((2 * NIC_OUTBOX_BYTES) / bytes)
    for (let time = 0; time < times; time++) {
      nics.send(nic, physical, together)
      nics.exchange()
    }
    expect(told).toHaveLength(times)
    const isWhole = (frames: OutgoingFrame[]): boolean =>
      frames.length === together.length &&
      frames.every(({ bytes }, index) => Buffer.compare(bytes, together[index] ?? bytes) === 0)
    expect(told.findIndex((frames) => !isWhole(frames))).toBe(-1)
    expect(told.flat().every(({ port }) => port === uplink)).toBe(true)
    for (const frames of told) expect(new Set(frames.map(({ bytes }) => bytes.buffer)).size).toBe(1)
    nics.exchange()
    expect(told).toHaveLength(times)
  })
})
