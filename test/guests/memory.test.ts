/** What guest memory costs its host, and that code that changes is run as it is. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Host } from '../../src/index'
import { createGuest, inlineHost, powerOff, run } from './bare-metal'

const mib = 2 ** 20
let host: Host
beforeAll(async () => {
  host = await inlineHost('512MiB')
})
afterAll(() => host.dispose())

/** One access to each page of so many MiB, from the second MiB of RAM on. */
const touch = (access: string, megabytes: number): string => `
    li s0, 0x80100000
    li s1, ${megabytes * 256}
    li s2, 4096
1:  ${access} s1, 8(s0)
    add s0, s0, s2
    addi s1, s1, -1
    bnez s1, 1b
    ${powerOff}`

const freeMemory = async (): Promise<number> => (await host.stats()).freeMemory

describe('memory of a guest', () => {
  it('of 1 GiB costs what it wrote: 100 MiB', async () => {
    const large = await inlineHost('1GiB')
    try {
      const before = (await large.stats()).freeMemory
      const { guest } = await run(large, touch('sd', 100), { options: { memory: '1GiB' } })
      const { residentMemory } = await guest.stats()
      expect(residentMemory).toBeGreaterThanOrEqual(100 * mib)
      expect(residentMemory).toBeLessThan(101 * mib)
      expect(before - (await large.stats()).freeMemory).toBe(residentMemory)
      await guest.dispose()
      expect((await large.stats()).freeMemory).toBe(before)
    } finally {
      await large.dispose()
    }
  })

  it('costs nothing where it is only read, and reads as zero', async () => {
    const check = touch('ld', 200).replace('ld s1, 8(s0)', 'ld t0, 8(s0)\n or s3, s3, t0')
    const { guest, exit } = await run(host, check, { options: { memory: '256MiB' } })
    expect(exit).toEqual({ reason: 'power-off', code: 0 })
    expect((await guest.readRegisters()).x[19]).toBe(0n)
    expect((await guest.stats()).residentMemory).toBeLessThan(mib)
    await guest.dispose()
  })

  it('stays readable after the end, is cleared by a start, and comes back when the guest goes', async () => {
    const before = await freeMemory()
    const { guest } = await run(host, touch('sd', 8))
    expect(await guest.readMemory(0x8010_0008, 2)).toEqual(Uint8Array.of(0x00, 0x08))
    await guest.writeMemory(0x80f0_0000, Uint8Array.of(1, 2, 3))
    await guest.start()
    expect(await guest.readMemory(0x80f0_0000, 3)).toEqual(Uint8Array.of(0, 0, 0))
    await guest.exited
    await guest.dispose()
    expect(await freeMemory()).toBe(before)
  })

  it('of a page that was read as zero first holds what is written later', async () => {
    const source = `
    li s0, 0x80100000
    ld a0, 0(s0)
    li t0, 42
    amoadd.d a1, t0, (s0)
    ld a2, 0(s0)
    li s1, 0x80200000
    ld a3, 0(s1)
    sb t0, 7(s1)
    ld a4, 0(s1)
    ${powerOff}`
    const { guest } = await run(host, source)
    expect((await guest.readRegisters()).x.slice(10, 15)).toEqual([0n, 0n, 42n, 0n, 42n << 56n])
    await guest.dispose()
  })

  it('is never seen by the next guest that gets it', async () => {
    const fill = await run(host, touch('sd', 10))
    await fill.guest.dispose()
    const { guest } = await run(host, touch('sb', 10))
    const bytes = await guest.readMemory(0x8010_0000, 10 * mib)
    expect(bytes.every((byte, index) => byte === 0 || index % 4096 === 8)).toBe(true)
    await guest.dispose()
  })

  it('lets a guest have more than the host, and everybody go on', async () => {
    const small = await inlineHost('16MiB')
    try {
      const { guest, exit } = await run(small, touch('sd', 15), { options: { memory: '16MiB' } })
      const second = await run(small, touch('sd', 2), { options: { memory: '4MiB' } })
      expect(exit).toEqual({ reason: 'power-off', code: 0 })
      expect(second.exit).toEqual({ reason: 'power-off', code: 0 })
      expect((await small.stats()).freeMemory).toBeGreaterThan(0)
      expect(await guest.readMemory(0x8010_0008, 2)).toEqual(Uint8Array.of(0x00, 0x0f))
    } finally {
      await small.dispose()
    }
  })
})

describe('200 guests, one after the other', () => {
  it('leave nothing behind', async () => {
    const cycle = async (index: number): Promise<void> => {
      const { guest, exit } = await run(host, touch('sd', 2), { options: { memory: `${4 + (index % 5) * 16}MiB` } })
      expect(exit.reason).toBe('power-off')
      await guest.dispose()
    }
    for (let index = 0; index < 10; index++) await cycle(index)
    const before = await freeMemory()
    const external = process.memoryUsage().external
    for (let index = 0; index < 200; index++) await cycle(index)
    expect(await freeMemory()).toBe(before)
    expect(host.hypervisor.guests).toHaveLength(0)
    expect(process.memoryUsage().external - external).toBeLessThan(32 * mib)
  })

  it('that never started leave nothing behind', async () => {
    const before = await freeMemory()
    const guests = []
    for (let index = 0; index < 30; index++) guests.push(await createGuest(host, powerOff))
    expect(await freeMemory()).toBeLessThan(before)
    for (const guest of guests) await guest.dispose()
    expect(await freeMemory()).toBe(before)
  })
})

/** `li a0, value; ret` as the two words that a program stores. */
const liA0 = (value: number): number => 0x0000_0513 | (value << 20)

/** Each round stores another `li a0, round` into `code` and calls it; a1 counts the rounds whose answer was stale. */
const rewrite = (store: string, code: string): string => `
    la s0, code
    li s1, 1000
    li s2, ${liA0(0)}
    li a1, 0
1:  slli t0, s1, 20
    add t0, t0, s2
    ${store}
    jalr s0
    beq a0, s1, 2f
    addi a1, a1, 1
2:  addi s1, s1, -1
    bnez s1, 1b
    ${powerOff}
    ${code}`

const here = '.balign 4\ncode: li a0, 0\n ret'
const otherPage = '.balign 4096\ncode: li a0, 0\n ret'
/** The instruction begins in the last halfword of a page. */
const acrossPages = '.balign 4096\n.space 4094\ncode: li a0, 0\n ret'

describe('code that a guest writes over', () => {
  it.each([
    ['a store, in the page that stores', 'sw t0, 0(s0)', here],
    ['a store, in another page', 'sw t0, 0(s0)', otherPage],
    ['a store across two pages', 'sw t0, 0(s0)', acrossPages],
    ['two stores, one for each page', 'sh t0, 0(s0)\n srli t1, t0, 16\n sh t1, 2(s0)', acrossPages],
    ['a store to its second page alone', 'srli t1, t0, 16\n sh t1, 2(s0)', acrossPages],
    ['byte stores', 'srli t1, t0, 16\n sb t1, 2(s0)\n srli t1, t0, 24\n sb t1, 3(s0)', here],
    ['an AMO', 'amoswap.w zero, t0, (s0)', here],
    ['an AMO, in another page', 'amoswap.w zero, t0, (s0)', otherPage],
    ['LR and SC', 'lr.w t1, (s0)\n sc.w t1, t0, (s0)', otherPage],
    ['a store after a read of it', 'lw t1, 0(s0)\n sw t0, 0(s0)\n lw t1, 0(s0)', otherPage],
    ['FENCE.I after the store', 'sw t0, 0(s0)\n fence.i', here],
  ])('by %s runs as it is now', async (_, store, code) => {
    const { guest, exit } = await run(host, rewrite(store, code), { options: { maxInstructions: 100_000 } })
    expect(exit).toEqual({ reason: 'power-off', code: 0 })
    expect((await guest.readRegisters()).x[11]).toBe(0n)
    await guest.dispose()
  })

  it('by a floating-point store runs as it is now', async () => {
    const enable = 'li t0, 0x6000\n csrs mstatus, t0\n'
    const { guest } = await run(host, enable + rewrite('fmv.w.x ft0, t0\n fsw ft0, 0(s0)', here))
    expect((await guest.readRegisters()).x[11]).toBe(0n)
    await guest.dispose()
  })

  it('at the very next instruction runs as it is now', async () => {
    const source = `
    la s0, code
    li t0, ${liA0(42)}
    sw t0, 0(s0)
code:
    li a0, 1
    ${powerOff}`
    const { guest } = await run(host, source)
    expect((await guest.readRegisters()).x[10]).toBe(42n)
    await guest.dispose()
  })

  it('from outside runs as it is now', async () => {
    const guest = await createGuest(host, `code: li a0, 1\n beqz a0, 1f\n j code\n1: ${powerOff}`)
    await guest.start()
    await new Promise((resolve) => setTimeout(resolve, 20))
    await guest.writeMemory(0x8000_0000, new Uint8Array(Uint32Array.of(liA0(0)).buffer))
    expect(await guest.exited).toEqual({ reason: 'power-off', code: 0 })
    await guest.dispose()
  })

  it('with a second instruction at every halfword is decoded from where it is entered', async () => {
    // lui a0, 0x00130 holds at its second half `c.addi`-like bits; entering there must not reuse the first record.
    const source = `
    li a0, 7
    jal code
    la t0, code
    addi t0, t0, 2
    li a0, 7
    jalr t0
    mv a2, a0
    jal code
    mv a3, a0
    ${powerOff}
    .balign 4
code:
    .half 0x0537, 0x0505
    ret`
    const { guest } = await run(host, source)
    const { x } = await guest.readRegisters()
    expect([x[12], x[13]]).toEqual([8n, 0x5050000n])
    await guest.dispose()
  })

  it('on more pages than the host keeps decoded at once runs to its end, twice over', async () => {
    const pages = 6000
    const source = `
    li s1, 2
0:  li s0, 0x80100000
    li s2, ${pages}
    li s3, 4096
    li t0, 0x00008067
1:  sw t0, 0(s0)
    jalr s0
    addi a0, a0, 1
    add s0, s0, s3
    addi s2, s2, -1
    bnez s2, 1b
    addi s1, s1, -1
    bnez s1, 0b
    ${powerOff}`
    const before = await freeMemory()
    const { guest, exit } = await run(host, source, { options: { memory: '64MiB' } })
    expect(exit).toEqual({ reason: 'power-off', code: 0 })
    expect((await guest.readRegisters()).x[10]).toBe(BigInt(2 * pages))
    await guest.dispose()
    expect(await freeMemory()).toBe(before)
  })
})
