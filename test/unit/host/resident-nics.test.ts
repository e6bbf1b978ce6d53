/** Frames from the outside into an adapter of the core. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Core } from '../../../src/core/core'
import { STAGING_BYTES } from '../../../src/core/layout.gen'
import { ResidentNics } from '../../../src/host/resident-nics'
import { compileAssemblyFile } from '../../support/assembly'

async function room(mtu: number): Promise<{ core: Core; nics: ResidentNics; nic: number }> {
  const module = new WebAssembly.Module(readFileSync(await compileAssemblyFile('assembly/index.ts', { release: true })))
  const core = await Core.create({ module, memoryBytes: 64 << 20, monotonicNs: () => 0 })
  const nics = new ResidentNics(core, () => {})
  return { core, nics, nic: nics.create({ name: 'eth0', ports: 4, mtu, linkSpeed: 10_000 }) }
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
})
