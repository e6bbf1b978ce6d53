/** What a guest has a claim to goes along with it, into forks and snapshots, as it is when they are made. */
import { describe, expect, it } from 'vitest'
import { type Guest, Host } from '../../src/index'
import { wasmUrl, withHost } from './built-host'

const mib = 2 ** 20
const change = {
  cpu: { shares: 4000, reservation: 20, limit: 150, affinity: [1] },
  memory: { reservation: '2MiB', limit: '6MiB', shares: 'high' },
} as const
const claims = {
  cpu: { shares: 4000, reservation: 20, limit: 150 },
  memory: { reservation: 2 * mib, limit: 6 * mib, shares: 160 },
}
const cpus = 2

async function changed(host: Host): Promise<Guest> {
  const guest = await host.hypervisor.createGuest({ name: 'web', memory: '8MiB', cpu: { vcpus: 2 } })
  await guest.start()
  await guest.console.waitFor('vmhost> ')
  await guest.reconfigure(change)
  return guest
}

describe('claims that were changed while a guest ran', () => {
  it('are those of its forks, of their forks, and of what comes out of its snapshots', async () => {
    await withHost(
      async (host) => {
        const guest = await changed(host)
        expect(await guest.stats()).toMatchObject(claims)
        const fork = await guest.fork()
        expect(await fork.stats()).toMatchObject(claims)
        expect(await (await fork.fork()).stats()).toMatchObject(claims)
        const restored = await host.hypervisor.restore(await guest.snapshot())
        expect(await restored.stats()).toMatchObject(claims)
        // Two virtual CPUs with a tenth each, on physical CPU 1 alone.
        expect((await host.stats()).cpu.pcpus.map(({ reserved }) => reserved)).toEqual([0, 80])
      },
      { cpus },
    )
  })

  it('give way to what restore says', async () => {
    await withHost(
      async (host) => {
        const snapshot = await (await changed(host)).snapshot()
        const small = await Host.create({ memory: '64MiB', thread: 'inline', wasmUrl })
        const refused = small.hypervisor.restore(snapshot)
        await expect(refused).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION', details: { field: 'cpu.affinity' } })
        expect(small.hypervisor.guests).toEqual([])
        const options = {
          cpu: { affinity: 'any', reservation: 0 },
          memory: { limit: 'unlimited', reservation: '1MiB' },
        } as const
        const guest = await small.hypervisor.restore(snapshot, options)
        expect(await guest.stats()).toMatchObject({
          cpu: { ...claims.cpu, reservation: 0 },
          memory: { reservation: mib, limit: 8 * mib, shares: 160 },
        })
        for (const [wrong, field] of [
          [{ cpu: { shares: -1 } }, 'cpu.shares'],
          [{ cpu: { vcpus: 2 } }, 'cpu.vcpus'],
          [{ memory: { size: '1MiB' } }, 'memory.size'],
          [{ memory: { reservation: '9MiB' } }, 'memory.reservation'],
        ] as const) {
          const restored = small.hypervisor.restore(snapshot, wrong as object)
          await expect(restored).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION', details: { field } })
        }
        expect(small.hypervisor.guests).toEqual([guest])
        await small.dispose()
      },
      { cpus },
    )
  })

  it('keep a fork away that the host has no room for, and nothing is left of it', async () => {
    await withHost(
      async (host) => {
        const guest = await host.hypervisor.createGuest({ memory: '8MiB', cpu: { reservation: 60 } })
        await guest.start()
        const before = await host.stats()
        await expect(guest.fork()).rejects.toMatchObject({ code: 'ERR_ADMISSION', details: { resource: 'cpu', wanted: 60 } })
        const { freeMemory, guests, memory } = await host.stats()
        expect([freeMemory, guests, memory.reserved]).toEqual([before.freeMemory, 1, before.memory.reserved])
        expect(guest.state).toBe('running')
        await guest.reconfigure({ cpu: { reservation: 50 } })
        expect((await (await guest.fork()).stats()).cpu.reservation).toBe(50)
      },
      { cpus: 1 },
    )
  })
})

describe('the log', () => {
  it('tells of each guest where it comes from and what it may have, and of each change what was before', async () => {
    await withHost(
      async (host) => {
        const guest = await changed(host)
        const fork = await guest.fork({ name: 'copy' })
        const restored = await host.hypervisor.restore(await fork.snapshot(), { name: 'again' })
        await restored.pause()
        const entries = (type: string) => host.events.entries.filter((entry) => entry.type === type)
        const cpu = { shares: 4000, reservation: 20, limit: 150, affinity: { hard: [1] } }
        expect(entries('guest.created')).toMatchObject([
          { guest: 'web', message: 'created', after: { state: 'created', memory: 8 * mib } },
          { guest: 'copy', message: 'forked from "web"', after: { cpu, ...claims.memory }, details: { origin: { of: 'web' } } },
          { guest: 'again', message: 'restored from a snapshot', after: { cpu, ...claims.memory } },
        ])
        expect(entries('guest.reconfigured')).toMatchObject([
          { before: { memory: { reservation: 0, limit: 8 * mib } }, after: { memory: claims.memory } },
          { before: { cpu: { shares: 'normal', reservation: 0, limit: 'unlimited', affinity: 'any' } }, after: { cpu } },
        ])
        const [taken] = entries('guest.snapshot')
        expect(taken).toMatchObject({ guest: 'copy', details: { id: expect.any(String) } })
        expect(entries('guest.created')[2]?.details).toEqual({ origin: { kind: 'snapshot', id: taken?.details?.id } })
      },
      { cpus },
    )
  })
})
