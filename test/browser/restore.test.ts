/** Snapshots in a page whose physical CPUs are threads: a guest goes on from a Blob or a web server before all of its pages are there. */
import { beforeAll, describe, expect, it } from 'vitest'
import type { Guest, Host as HostType } from '../../src/index'

const entry = '/dist/index.js'
const { Host } = (await import(/* @vite-ignore */ entry)) as typeof import('../../src/index')

const prompt = 'vmhost> '
const timeoutMs = 60_000
const filled = 0x8080_0000n
const pages = 1024
const pageBytes = 4096
const url = new URL('/snapshots/file', location.href)

async function withHost(use: (host: HostType) => Promise<void>): Promise<void> {
  const host = await Host.create({ cpus: 2, memory: '256MiB' })
  try {
    await use(host)
  } finally {
    await host.dispose()
  }
}

async function ask(guest: Guest, command: string): Promise<string> {
  await guest.console.write(`${command}\n`)
  return guest.console.waitFor(prompt, { timeoutMs })
}

/** Noise, so that no page is like another, and none gets smaller. */
function noise(): Uint8Array {
  const bytes = new Uint8Array(pages * pageBytes)
  for (let at = 0; at < bytes.length; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536))
  return bytes
}

const content = noise()
const pageOf = (index: number): Uint8Array => content.slice(index * pageBytes, (index + 1) * pageBytes)
const readPage = (guest: Guest, index: number): Promise<Uint8Array> =>
  guest.readMemory(filled + BigInt(index * pageBytes), pageBytes)

let snapshot: Blob
beforeAll(async () => {
  await withHost(async (host) => {
    const guest = await host.hypervisor.createGuest({ memory: '16MiB', cpu: { vcpus: 2 } })
    await guest.start()
    await guest.console.waitFor(prompt, { timeoutMs })
    await guest.writeMemory(filled, content)
    snapshot = await guest.snapshot()
  })
  await fetch(url, { method: 'PUT', body: snapshot })
})

describe('a guest of a page with two physical CPUs', () => {
  it('runs on either, which is a thread, since the page is cross-origin isolated', async () => {
    expect(crossOriginIsolated).toBe(true)
    await withHost(async (host) => {
      const guests = await Promise.all([0, 1].map((cpu) => host.hypervisor.restore(snapshot, { cpu: { affinity: [cpu] } })))
      for (const guest of guests) expect(await ask(guest, 'primes')).toContain('9592')
      for (const { busyNs } of (await host.stats()).cpu.pcpus) expect(busyNs).toBeGreaterThan(0)
    })
  })

  it('goes on from a Blob, and has every page of it', async () => {
    await withHost(async (host) => {
      const guest = await host.hypervisor.restore(snapshot)
      expect(await ask(guest, 'echo here')).toContain('here')
      for (const index of [0, 77, 900, pages - 1]) expect(await readPage(guest, index)).toEqual(pageOf(index))
    })
  })

  it('answers while most of its snapshot is still on a web server, and has all of it in the end', async () => {
    await withHost(async (host) => {
      const guest = await host.hypervisor.restore({ url })
      expect(await ask(guest, 'echo here')).toContain('here')
      const served = Number(await (await fetch('/snapshots/served')).text())
      expect(served).toBeLessThan(snapshot.size / 4)
      expect(await readPage(guest, 77)).toEqual(pageOf(77))
      await fetch('/snapshots/let-go', { method: 'POST' })
      await guest.pause()
      const again = await guest.snapshot()
      expect(again.size).toBeGreaterThan(pages * pageBytes)
      await guest.dispose()
      const other = await host.hypervisor.restore(again)
      await other.resume()
      expect(await ask(other, 'echo there')).toContain('there')
      for (const index of [1, 511, 1023]) expect(await readPage(other, index)).toEqual(pageOf(index))
    })
  })

  it('is refused from a snapshot that is cut off, and nothing has changed', async () => {
    await withHost(async (host) => {
      const { freeMemory } = await host.stats()
      const refused = host.hypervisor.restore(snapshot.slice(0, snapshot.size - 1))
      await expect(refused).rejects.toMatchObject({ code: 'ERR_SNAPSHOT_FORMAT' })
      expect([host.hypervisor.guests, (await host.stats()).freeMemory]).toEqual([[], freeMemory])
    })
  })
})
