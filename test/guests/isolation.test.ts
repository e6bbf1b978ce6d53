/** What a guest or a host does to itself reaches no other: hostile neighbours, broken hosts beside whole ones, and a thousand guests that come and go. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Host, type HostOptions } from '../../src/index'
import { createGuest, image, inlineHost } from './bare-metal'
import { wasmUrl, workerUrl } from './built-host'
import { nextRandom, worker } from './hostile'

/** What the victim was like when it ended. */
async function victimOn(host: Host): Promise<{ hash: string | undefined; instructions: number; console: string }> {
  const guest = await createGuest(host, worker)
  await guest.start()
  const shown = await guest.console.waitFor('k')
  expect(await guest.exited).toEqual({ reason: 'power-off', code: 0 })
  const { stateHash, instructions } = await guest.stats({ stateHash: true })
  await guest.dispose()
  return { hash: stateHash, instructions, console: shown }
}

const neighbours: Readonly<Record<string, string>> = {
  'traps for ever':
    'la t0, trap\n csrw mtvec, t0\n 1: ecall\n j 1b\n .balign 4\n trap: csrr t0, mepc\n addi t0, t0, 4\n csrw mepc, t0\n mret',
  'writes all of its memory with numbers that do not compress': `
    li s0, 0x1234567
    li s1, 0x80001000
    li s2, 0x80fff000
    mv s3, s1
  1: ${nextRandom}
    sd t0, 0(s3)
    addi s3, s3, 8
    bltu s3, s2, 1b
    mv s3, s1
    j 1b`,
  'stores anywhere below its memory': `
    la t0, trap
    csrw mtvec, t0
    li s0, 0x7654321
    li s1, 0x3ffffff8
    li s2, 0x100000
  1: ${nextRandom}
    and t1, t0, s1
    srli t2, t1, 12
    srli t3, s2, 12
    beq t2, t3, 1b
    sd t0, 0(t1)
    j 1b
    .balign 4
  trap: csrr t0, mepc
    addi t0, t0, 4
    csrw mepc, t0
    mret`,
  'interrupts itself all the time': `
    la t0, trap
    csrw mtvec, t0
    li s1, ACLINT
    li t0, 8
    csrs mie, t0
    csrs mstatus, t0
    li t1, 1
  1: sw t1, 0(s1)
    j 1b
    .balign 4
  trap: sw zero, 0(s1)
    mret`,
  'writes over its own code': `
    la s1, place
    li s2, 0x00150513
  1: sw s2, 0(s1)
    fence.i
  place: addi a0, a0, 2
    xori s2, s2, 0x80
    j 1b`,
}

describe('a victim on the virtual clock', () => {
  let alone: Awaited<ReturnType<typeof victimOn>>
  beforeAll(async () => {
    const host = await inlineHost('32MiB')
    alone = await victimOn(host)
    await host.dispose()
  })

  it.each(Object.entries(neighbours))('is the same beside a guest that %s', async (_, source) => {
    // Less RAM than both could touch: pages of the victim are taken away and come back, and it cannot tell.
    const host = await inlineHost('24MiB')
    try {
      const hostile = await createGuest(host, source, { options: { clock: 'real' } })
      await hostile.start()
      expect(await victimOn(host)).toEqual(alone)
      expect(['running', 'crashed']).toContain(hostile.state)
      expect((await hostile.stats()).instructions).toBeGreaterThan(10_000)
    } finally {
      await host.dispose()
    }
  })

  it('is the same beside forks of itself and of its neighbour', async () => {
    const host = await inlineHost('64MiB')
    try {
      const hostile = await createGuest(host, neighbours['writes over its own code'] ?? '')
      await hostile.start()
      const forks = await Promise.all([hostile.fork(), hostile.fork()])
      const running = victimOn(host)
      for (const fork of forks) await fork.dispose()
      expect(await running).toEqual(alone)
    } finally {
      await host.dispose()
    }
  })
})

describe('forks', () => {
  it('each count their part of what they share, until one is alone with it', async () => {
    const host = await inlineHost('64MiB')
    try {
      const guest = await createGuest(host, '1: wfi\n j 1b\n', { options: { memory: '1MiB' } })
      await guest.writeMemory(0x8001_0000, new Uint8Array(64 * 4096).fill(1))
      await guest.start()
      const alone = (await guest.stats()).memory
      expect(alone).toMatchObject({ shared: 0, consumed: alone.granted })
      const fork = await guest.fork()
      for (const one of [guest, fork]) {
        const { shared, consumed, granted } = (await one.stats()).memory
        expect(shared).toBeGreaterThanOrEqual(64 * 4096)
        expect(consumed).toBe(granted - shared / 2)
      }
      await fork.dispose()
      expect((await guest.stats()).memory).toMatchObject({ shared: 0, consumed: alone.consumed })
    } finally {
      await host.dispose()
    }
  })
})

describe('several hosts in one process', () => {
  const hosts: Host[] = []
  afterAll(() => Promise.all(hosts.map((host) => host.dispose())))
  const create = async (options: HostOptions = {}): Promise<Host> => {
    const host = await Host.create({ memory: '32MiB', wasmUrl, workerUrl, ...options })
    hosts.push(host)
    return host
  }

  it('have the same results whatever becomes of the others: one busy, one exhausted, one crashed, one that never came up', async () => {
    const expected = await victimOn(await create({ name: 'first' }))
    const busy = await create({ name: 'busy' })
    const spinning = await createGuest(busy, '1: j 1b', { options: { clock: 'real' } })
    await spinning.start()

    const exhausted = await create({ name: 'exhausted', memory: '16MiB', swap: 'none' })
    const greedy = await createGuest(exhausted, neighbours['writes all of its memory with numbers that do not compress'] ?? '')
    await greedy.start()
    await expect.poll(async () => (await greedy.stats()).memory.stalls, { timeout: 60_000 }).toBeGreaterThan(0)

    const crashed = await create({ name: 'crashed' })
    const looping = await createGuest(crashed, 'csrw mtvec, zero\n ecall\n')
    await looping.start()
    expect((await looping.exited).reason).toBe('crash')
    const broken = new URL('data:text/javascript,throw new Error("no worker")')
    await expect(create({ name: 'broken', workerUrl: broken })).rejects.toMatchObject({ code: 'ERR_WORKER' })

    expect(await victimOn(await create({ name: 'last' }))).toEqual(expected)
    expect(await victimOn(crashed)).toEqual(expected)
    expect(await victimOn(busy)).toEqual(expected)
    expect([spinning.state, greedy.state]).toEqual(['running', 'running'])
    await busy.dispose()
    expect(await victimOn(await create({ name: 'after' }))).toEqual(expected)
  })
})

describe('a host', () => {
  it('is as it was after a thousand guests, started, forked and destroyed', async () => {
    const host = await inlineHost('64MiB')
    try {
      const buffer = image('1: addi s0, s0, 1\n sd s0, 0(s1)\n j 1b\n')
      const come = async (index: number): Promise<void> => {
        const guest = await host.hypervisor.createGuest({
          name: `guest ${index}`,
          memory: '1MiB',
          boot: { firmware: { buffer } },
        })
        if (index % 4 === 0) await guest.start()
        if (index % 8 === 0) await (await guest.fork()).dispose()
        await guest.dispose()
      }
      const state = async () => {
        const { freeMemory, memory, guests, translator } = await host.stats()
        return { freeMemory, memory, guests, regions: translator.regions }
      }
      for (let index = 0; index < 16; index++) await come(index)
      const before = await state()
      for (let index = 0; index < 1000; index++) await come(index)
      expect(await state()).toEqual(before)
      expect(before).toMatchObject({ guests: 0, freeMemory: 64 * 2 ** 20, memory: { consumed: 0, overhead: 0 } })
    } finally {
      await host.dispose()
    }
  })
})
