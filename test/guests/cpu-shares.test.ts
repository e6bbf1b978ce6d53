/** Guests that compete for physical CPUs get what their shares, limits and reservations say, whatever they do. */

import { pathToFileURL } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { type Guest, type GuestOptions, Host } from '../../src/index'
import { createGuest, type Program } from './bare-metal'

const wasmUrl = pathToFileURL('dist/core.wasm')
/** The virtual clock's period: an instruction takes so many nanoseconds. */
const instructionNs = 10
const periodNs = 10_000_000

/** Never yields. */
const spin = '1: addi s0, s0, 1\n j 1b'

/** Sends itself a software interrupt from the handler of the last one. */
const interruptStorm = `
    la t0, handler
    csrw mtvec, t0
    csrsi mie, 8
    csrsi mstatus, 8
    li s0, ACLINT
    li t0, 1
1:  sw t0, 0(s0)
    j 1b
    .balign 4
handler:
    sw zero, 0(s0)
    mret`

/** Traps for ever: the handler retires something, so that it is no trap loop. */
const trapStorm = `
    la t0, handler
    csrw mtvec, t0
1:  ebreak
    j 1b
    .balign 4
handler:
    csrr t1, mepc
    addi t1, t1, 4
    csrw mepc, t1
    mret`

/** Nothing but accesses to a device. */
const mmioStorm = 'li t0, ACLINT\n1: lw t1, 0(t0)\n j 1b'

/** Nothing but calls of the hypervisor. */
const sbiStorm = 'li a7, 0x10\n li a6, 0\n1: ecall\n j 1b'

/** Burns 9.5 ms of every 10 ms and sleeps for the rest. */
const dodger = `
    csrwi mie, 0
    li t0, 0x80
    csrs mie, t0
    li s0, ACLINT
    li s1, 0xbff8
    add s1, s1, s0
    li s2, 0x4000
    add s2, s2, s0
    ld s3, 0(s1)
1:  li t0, 95000
    add s4, s3, t0
2:  ld t1, 0(s1)
    bltu t1, s4, 2b
    li t0, 100000
    add s3, s3, t0
    sd s3, 0(s2)
    wfi
    j 1b`

/** Its harts interrupt each other for ever. */
const ipiStorm = `
    li s0, ACLINT
    li t0, 1
1:  sw t0, 0(s0)
    sw t0, 4(s0)
    sw zero, 0(s0)
    sw zero, 4(s0)
    j 1b`

let host: Host
afterEach(() => host.dispose())

async function virtualHost(cpus = 1): Promise<void> {
  host = await Host.create({ memory: '128MiB', thread: 'inline', cpus, wasmUrl })
}

const start = async (source: string, cpu: GuestOptions['cpu'] = {}, program: Program = {}): Promise<Guest> => {
  const { options = {} } = program
  return createGuest(host, source, { ...program, options: { memory: '4MiB', cpu, ...options } })
}

/** Runs all guests until the first has used so many nanoseconds of its clock; what each of them used. */
async function runFor(ns: number, guests: readonly Guest[]): Promise<number[]> {
  for (const guest of guests) await guest.start()
  let used: number[] = []
  do {
    await new Promise((resolve) => setImmediate(resolve))
    used = await Promise.all(guests.map(async (guest) => (await guest.stats()).cpu.runNs))
  } while (Math.max(...used) < ns)
  return used
}

const percentOf = (used: readonly number[]): number[] => {
  const sum = used.reduce((one, other) => one + other, 0)
  return used.map((ns) => (100 * ns) / sum)
}

describe('shares', () => {
  it.each([[[500, 1000, 2000]], [[1000, 1000, 1000]], [[1, 2, 4]], [[100_000, 200_000, 400_000]]])(
    'of %j divide a physical CPU in that proportion',
    async (shares) => {
      await virtualHost()
      const guests = await Promise.all(shares.map((each) => start(spin, { shares: each })))
      const sum = shares.reduce((one, other) => one + other, 0)
      for (const [index, percent] of percentOf(await runFor(600_000_000, guests)).entries())
        expect(Math.abs(percent - (100 * (shares[index] ?? 0)) / sum), `guest ${index}: ${percent} %`).toBeLessThan(1)
    },
  )

  it('have words for a virtual CPU', async () => {
    await virtualHost()
    const [low, high] = [await start(spin, { shares: 'low' }), await start(spin, { shares: 'high' })]
    const [one = 0, other = 0] = percentOf(await runFor(400_000_000, [low, high]))
    expect([Math.round(one), Math.round(other)]).toEqual([20, 80])
    expect((await high.stats()).cpu.shares).toBe(2000)
  })

  it('can change while the guests run', async () => {
    await virtualHost()
    const guests = [await start(spin), await start(spin)]
    const before = await runFor(200_000_000, guests)
    await guests[0]?.reconfigure({ cpu: { shares: 3000 } })
    do await new Promise((resolve) => setImmediate(resolve))
    while (((await guests[0]?.stats())?.cpu.runNs ?? 0) < 500_000_000)
    const after = await Promise.all(guests.map(async (guest) => (await guest.stats()).cpu.runNs))
    const [first = 0] = percentOf(after.map((ns, index) => ns - (before[index] ?? 0)))
    expect(Math.abs(first - 75)).toBeLessThan(2)
  })
})

describe('a hostile guest', () => {
  it.each([
    ['never yields', spin, {}],
    ['storms interrupts', interruptStorm, {}],
    ['traps for ever', trapStorm, {}],
    ['accesses devices only', mmioStorm, {}],
    ['calls the hypervisor only', sbiStorm, { mode: 'S' }],
    ['burns 9.5 of every 10 ms and sleeps', dodger, {}],
    ['has two harts that interrupt each other', ipiStorm, { options: { vcpus: 2 } }],
  ] as const)('that %s gets its share and no more', async (_, source, program) => {
    await virtualHost()
    const shares = 1000
    const guests = [await start(source, { shares }, program as Program), await start(spin, { shares })]
    const [hostile = 0] = percentOf(await runFor(60_000_000, guests))
    expect(hostile).toBeGreaterThan(source === dodger ? 40 : 48.5)
    expect(hostile).toBeLessThan(51.5)
  })

  it.each([
    ['spins', spin, {}],
    ['accesses devices only', mmioStorm, {}],
    ['calls the hypervisor only', sbiStorm, { mode: 'S' }],
    ['burns 9.5 of every 10 ms and sleeps', dodger, {}],
  ] as const)('that %s does not get past its limit, though the CPU is idle', async (_, source, program) => {
    await virtualHost()
    const guest = await start(source, { limit: 25 }, program as Program)
    const idler = await start(spin, { limit: 1 })
    await runFor(30_000_000, [guest, idler])
    const { pcpus } = (await host.stats()).cpu
    const { runNs, '%MLMTD': limited } = (await guest.stats()).cpu
    const elapsed = (pcpus[0]?.busyNs ?? 0) + (pcpus[0]?.idleNs ?? 0)
    expect(runNs).toBeLessThanOrEqual((0.25 * Math.ceil(elapsed / periodNs) + 0.25) * periodNs)
    expect(runNs / elapsed).toBeGreaterThan(0.22)
    expect(limited).toBeGreaterThan(50)
  })
})

describe('a reservation', () => {
  it('is delivered though others have all the shares', async () => {
    await virtualHost()
    const reserved = await start(spin, { shares: 1, reservation: 30 })
    const guests = [reserved, await start(spin, { shares: 100_000 }), await start(spin, { shares: 100_000 })]
    const used = await runFor(300_000_000, guests)
    expect(percentOf(used)[0]).toBeGreaterThan(29.5)
    expect(percentOf(used)[0]).toBeLessThan(31)
  })

  it('is refused when the physical CPUs have no room for it, and nothing changes', async () => {
    await virtualHost(2)
    const [first, second] = [await start(spin, { reservation: 80 }), await start(spin, { reservation: 60 })]
    const third = await start(spin, { reservation: '50%' })
    await first.start()
    await second.start()
    await expect(third.start()).rejects.toMatchObject({
      code: 'ERR_ADMISSION',
      message: expect.stringMatching(
        /reservation of 50 %: 60 % is left \(20 % on CPU 0, 40 % on CPU 1\)|\(40 % on CPU 0, 20 % on CPU 1\)/,
      ),
    })
    await expect(second.reconfigure({ cpu: { reservation: '950MHz' } })).resolves.toBeUndefined()
    await expect(first.reconfigure({ cpu: { reservation: 100, affinity: [1] } })).rejects.toMatchObject({ code: 'ERR_ADMISSION' })
    expect((await first.stats()).cpu.reservation).toBe(80)
    await second.stop()
    await third.start()
    expect(third.state).toBe('running')
  })
})

describe('affinity', () => {
  it('keeps guests on their physical CPUs', async () => {
    await virtualHost(3)
    const guests = [
      await start(spin, { affinity: [1] }),
      await start(spin, { affinity: { hard: [1] } }),
      await start(spin, { affinity: [2] }),
    ]
    await runFor(20_000_000, guests)
    // A sample is one reading of all of them.
    for await (const sample of host.statsStream({ intervalMs: 100 })) {
      const ran = sample.guests.map(({ cpu }) => cpu['%RUN'])
      for (const [index, percent] of [50, 50, 100].entries()) expect(Math.abs((ran[index] ?? 0) - percent)).toBeLessThan(2)
      break
    }
    const { pcpus } = (await host.stats()).cpu
    expect(pcpus[0]?.busyNs).toBe(0)
  })

  it('names a physical CPU that there is not', async () => {
    await virtualHost(2)
    await expect(start(spin, { affinity: [2] })).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION' })
  })
})

describe('several physical CPUs', () => {
  it('run guests side by side, and share them evenly when there is one too many', async () => {
    await virtualHost(2)
    const guests = await Promise.all([1, 2, 3].map(() => start(spin)))
    for (const percent of percentOf(await runFor(1_000_000_000, guests))) expect(Math.abs(percent - 100 / 3)).toBeLessThan(2)
    for (const guest of guests) await guest.pause()
    const { pcpus } = (await host.stats()).cpu
    for (const { busyNs, idleNs } of pcpus) expect(idleNs).toBeLessThan(busyNs * 0.01)
    const used = await Promise.all(guests.map(async (guest) => (await guest.stats()).cpu.runNs))
    expect(pcpus.reduce((sum, { busyNs }) => sum + busyNs, 0)).toBe(used.reduce((one, other) => one + other, 0))
  })
})

describe('a guest under the virtual clock', () => {
  const counting = 'li s0, 1500000\n1: addi s0, s0, -1\n bnez s0, 1b\n li t0, FINISHER\n li t1, PASS\n sw t1, 0(t0)\n j .'

  it('has the same hash with and without neighbours, limits and physical CPUs', async () => {
    const hashes = new Set<string | undefined>()
    for (const [cpus, limit, neighbours] of [
      [1, 'unlimited', 0],
      [1, 30, 2],
      [2, 'unlimited', 3],
    ] as const) {
      await virtualHost(cpus)
      for (let index = 0; index < neighbours; index++) await (await start(index === 0 ? dodger : interruptStorm)).start()
      const guest = await start(counting, { limit })
      await guest.start()
      expect(await guest.exited).toMatchObject({ reason: 'power-off' })
      hashes.add((await guest.stats({ stateHash: true })).stateHash)
      await host.dispose()
    }
    await virtualHost()
    expect(hashes.size).toBe(1)
  })
})

describe('statistics in esxtop’s words', () => {
  it('add up to 100 percent for each virtual CPU', async () => {
    await virtualHost()
    const guests = [await start(spin), await start(spin, { limit: 20 }), await start(dodger)]
    await runFor(100_000_000, guests)
    for (const guest of guests) {
      const { cpu } = await guest.stats()
      expect(cpu['%RUN'] + cpu['%WAIT'] + cpu['%RDY'] + cpu['%CSTP']).toBeCloseTo(100, 6)
      expect(cpu['%MLMTD']).toBeLessThanOrEqual(cpu['%RDY'])
      expect(cpu.runNs % instructionNs).toBe(0)
    }
  })

  it('come as a stream', async () => {
    await virtualHost()
    const guest = await start(spin)
    await guest.start()
    const seen: number[] = []
    for await (const { guests, pcpus } of host.statsStream({ intervalMs: 20 })) {
      seen.push(guests[0]?.cpu['%RUN'] ?? 0, pcpus[0]?.['%USED'] ?? 0)
      if (seen.length === 6) break
    }
    for (const percent of seen) expect(percent).toBeCloseTo(100, 3)
  })
})

describe('pause', () => {
  it('takes a guest that spins off its CPU, and resume puts it back', async () => {
    host = await Host.create({ memory: '64MiB', thread: 'inline', wasmUrl })
    const guest = await start(spin, {}, { options: { clock: 'real' } })
    await guest.start()
    await new Promise((resolve) => setTimeout(resolve, 20))
    await guest.pause()
    const { instructions } = await guest.stats()
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect((await guest.stats()).instructions).toBe(instructions)
    await guest.resume()
    do await new Promise((resolve) => setImmediate(resolve))
    while ((await guest.stats()).instructions === instructions)
  })
})
