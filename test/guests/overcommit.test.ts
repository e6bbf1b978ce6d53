/** Guests that use more memory than their host has: they come to the same end, reservations hold, and what does not fit is refused. */
import { describe, expect, it } from 'vitest'
import { type GuestOptions, Host, type HostOptions } from '../../src/index'
import { createGuest, powerOff, run } from './bare-metal'
import { wasmUrl } from './built-host'

const mib = 2 ** 20

async function withHost<Result>(options: HostOptions, use: (host: Host) => Promise<Result>): Promise<Result> {
  const host = await Host.create({ thread: 'inline', wasmUrl, ...options })
  try {
    return await use(host)
  } finally {
    await host.dispose()
  }
}

/** Goes over so many MiB again and again, and what it reads decides what it writes. */
const churn = (megabytes: number, rounds: number, next = powerOff): string => `
    li s3, ${rounds}
    li a0, 0
0:  li s0, 0x80100000
    li s1, ${megabytes * 256}
    li s2, 4096
1:  ld t0, 8(s0)
    mul t0, t0, s1
    add t0, t0, s3
    addi t0, t0, 7
    sd t0, 8(s0)
    sd s0, 1024(s0)
    add a0, a0, t0
    add s0, s0, s2
    addi s1, s1, -1
    bnez s1, 1b
    addi s3, s3, -1
    bnez s3, 0b
    ${next}`

/** Fills so many MiB with noise, and waits for ever. */
const hog = (megabytes: number): string => `
    li s0, 0x80100000
    li s1, ${(megabytes * mib) / 8}
    li s2, 0x9e3779b97f4a7c15
1:  mul s2, s2, s2
    addi s2, s2, 13
    xor s2, s2, s0
    sd s2, 0(s0)
    addi s0, s0, 8
    addi s1, s1, -1
    bnez s1, 1b
    li t0, UART
    li t1, 'k'
    sb t1, 0(t0)
2:  wfi
    j 2b`

const large: GuestOptions = { memory: '64MiB' }

async function hashes(host: Host, source: string, guests: number): Promise<string[]> {
  const all = await Promise.all(Array.from({ length: guests }, () => createGuest(host, source, { options: large })))
  await Promise.all(all.map((guest) => guest.start()))
  const exits = await Promise.all(all.map((guest) => guest.exited))
  expect(exits.map(({ reason }) => reason)).toEqual(all.map(() => 'power-off'))
  return Promise.all(all.map(async (guest) => (await guest.stats({ stateHash: true })).stateHash ?? ''))
}

describe('guests on a host that is too small for them', () => {
  it.each([['auto'], ['memory'], ['none']] as const)('do the same as on a large one, with swap: %s', async (swap) => {
    const source = churn(20, 3)
    const alone = await withHost({ memory: '256MiB' }, (host) => hashes(host, source, 1))
    await withHost({ memory: '24MiB', swap }, async (host) => {
      expect(await hashes(host, source, 3)).toEqual([alone[0], alone[0], alone[0]])
      const { memory } = await host.stats()
      expect(memory.reclaimed).toBeGreaterThan(20 * mib)
      expect(memory.compressed + memory.swapped).toBeGreaterThan(20 * mib)
    })
  })

  it('tell what became of their memory', async () => {
    await withHost({ memory: '24MiB' }, async (host) => {
      const { guest } = await run(host, churn(40, 2), { options: large })
      const { memory } = await guest.stats()
      expect(memory.size).toBe(64 * mib)
      expect(memory.consumed).toBeLessThanOrEqual(24 * mib)
      expect(memory.consumed + memory.compressed + memory.swapped).toBeGreaterThanOrEqual(40 * mib)
      expect(memory.compressedIn + memory.swappedOut).toBeGreaterThan(40 * mib)
      expect(host.events.entries.some(({ type }) => type === 'memory.state')).toBe(true)
      await guest.dispose()
      expect((await host.stats()).memory).toMatchObject({ compressed: 0, swapped: 0, consumed: 0, reserved: 0 })
    })
  })

  it('wait while nothing can be taken, and go on when something is given back', async () => {
    await withHost({ memory: '32MiB', swap: 'none' }, async (host) => {
      const first = await createGuest(host, hog(24), {
        options: { memory: { size: '32MiB', reservation: '26MiB' }, clock: 'real' },
      })
      await first.start()
      await first.console.waitFor('k')
      const second = await createGuest(host, hog(20), { options: { memory: '32MiB', clock: 'real' } })
      const stalled = new Promise((resolve) => host.events.on('memory.stalled', resolve))
      await second.start()
      expect(await stalled).toMatchObject({ guest: 'guest' })
      expect(second.state).toBe('running')
      expect((await first.stats()).memory).toMatchObject({ swapped: 0, compressed: 0 })
      await first.dispose()
      expect(await second.console.waitFor('k')).toBe('k')
    })
  })

  it('are held to a limit that is lowered while they run, and do the same', async () => {
    await withHost({ memory: '128MiB' }, async (host) => {
      const source = churn(16, 60)
      const [free] = await hashes(host, source, 1)
      const guest = await createGuest(host, source, { options: large })
      await guest.start()
      await guest.reconfigure({ memory: { limit: '8MiB' } })
      expect((await guest.exited).reason).toBe('power-off')
      const { stateHash, memory } = await guest.stats({ stateHash: true })
      expect(stateHash).toBe(free)
      expect(memory).toMatchObject({ limit: 8 * mib })
      expect(memory.consumed).toBeLessThanOrEqual(8 * mib)
    })
  })
})

describe('admission control', () => {
  const reserved = (reservation: string): GuestOptions => ({ memory: { size: '64MiB', reservation } })
  const idle = 'wait: wfi\n j wait'

  it('switches a guest on as long as all reservations fit, and tells who has what when they do not', async () => {
    await withHost({ memory: '128MiB' }, async (host) => {
      const web = await createGuest(host, idle, { options: { ...reserved('64MiB'), name: 'web', clock: 'real' } })
      const database = await createGuest(host, idle, { options: { ...reserved('64MiB'), name: 'database', clock: 'real' } })
      await web.start()
      const refusal = await database.start().then(
        () => undefined,
        (error: unknown) => error,
      )
      expect(refusal).toMatchObject({
        code: 'ERR_ADMISSION',
        details: { guest: 'database', hostBytes: 128 * mib, holders: [{ name: 'web', reservationBytes: 64 * mib }] },
      })
      expect(database.state).toBe('created')
      expect(host.events.entries.at(-1)).toMatchObject({ type: 'admission.refused', guest: 'database' })
      expect((await host.stats()).memory.reserved).toBe(64 * mib)
      await web.stop()
      await database.start()
      expect(database.state).toBe('running')
    })
  })

  it('refuses what comes out of a snapshot when its reservation does not fit, and nothing is left of it', async () => {
    await withHost({ memory: '128MiB' }, async (host) => {
      const guest = await createGuest(host, idle, { options: { ...reserved('64MiB'), name: 'web', clock: 'real' } })
      await guest.start()
      await guest.pause()
      const snapshot = await guest.snapshot()
      const before = await host.stats()
      await expect(host.hypervisor.restore(snapshot)).rejects.toMatchObject({
        code: 'ERR_ADMISSION',
        details: { action: 'restore', holders: [{ name: 'web', reservationBytes: 64 * mib }] },
      })
      const { memory, freeMemory } = await host.stats()
      expect([memory.reserved, freeMemory, host.hypervisor.guests]).toEqual([64 * mib, before.freeMemory, [guest]])
      expect(host.events.entries.at(-1)).toMatchObject({ type: 'admission.refused', guest: 'web' })
      const other = await host.hypervisor.restore(snapshot, { memory: { reservation: '32MiB' } })
      expect((await host.stats()).memory.reserved).toBe(96 * mib)
      await other.dispose()
    })
  })

  it('tells the log of refusals of CPU, too', async () => {
    await withHost({ memory: '64MiB' }, async (host) => {
      const cpu = { reservation: 60 }
      const [first, second] = await Promise.all([1, 2].map(() => createGuest(host, idle, { options: { memory: '4MiB', cpu } })))
      await first?.start()
      await expect(second?.start()).rejects.toMatchObject({ code: 'ERR_ADMISSION' })
      await second?.reconfigure({ cpu: { reservation: 40 } })
      await second?.start()
      await expect(second?.reconfigure({ cpu })).rejects.toMatchObject({ code: 'ERR_ADMISSION' })
      const refused = host.events.entries.filter(({ type }) => type === 'admission.refused')
      expect(refused).toMatchObject([
        { details: { resource: 'cpu', wanted: 60, available: 40 } },
        { details: { resource: 'cpu', wanted: 60, available: 40 } },
      ])
    })
  })

  it('refuses a change that does not fit, and nothing changes then', async () => {
    await withHost({ memory: '128MiB' }, async (host) => {
      const one = await createGuest(host, idle, { options: { ...reserved('60MiB'), name: 'one', clock: 'real' } })
      const other = await createGuest(host, idle, { options: { ...reserved('30MiB'), name: 'other', clock: 'real' } })
      await one.start()
      await other.start()
      await expect(other.reconfigure({ memory: { reservation: '64MiB', shares: 'high' } })).resolves.toBeUndefined()
      await expect(one.reconfigure({ memory: { reservation: '64MiB', shares: 'low' } })).rejects.toMatchObject({
        code: 'ERR_ADMISSION',
      })
      expect((await one.stats()).memory).toMatchObject({ reservation: 60 * mib, shares: 640 })
      expect((await other.stats()).memory).toMatchObject({ reservation: 64 * mib, shares: 1280 })
      await expect(one.reconfigure({ memory: { limit: '32MiB' } })).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION' })
      const change = host.events.entries.find(({ type }) => type === 'guest.reconfigured')
      expect(change).toMatchObject({
        guest: 'other',
        before: { memory: { reservation: 30 * mib } },
        after: { memory: { reservation: 64 * mib } },
      })
    })
  })
})
