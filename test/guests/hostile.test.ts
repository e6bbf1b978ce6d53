/** What a hostile or unlucky guest does with traps, devices and timers, and that its host and its neighbours live on. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Host } from '../../src/index'
import { createGuest, inlineHost, powerOff, run } from './bare-metal'
import { endOf, expectHealthy, nextRandom, seed, worker } from './hostile'

let host: Host
beforeAll(async () => {
  console.log(`seed ${seed} (VMHOST_SEED)`)
  host = await inlineHost()
})
afterAll(() => host.dispose())

describe('a guest that jumps into nowhere', () => {
  it.each([
    ['M', 'pc 0x0 in M-mode', 'instruction-access-fault'],
    ['S', 'pc 0x0 in S-mode', 'instruction-access-fault'],
  ] as const)('crashes in %s-mode with the reason and its registers, and the host lives', async (mode, place, cause) => {
    const { guest, exit } = await run(host, 'li sp, 0x1234\n li t0, 0x666000\n jr t0', { mode })
    expect(exit).toMatchObject({ reason: 'crash', code: 0 })
    expect(exit.detail).toMatch(/hart 0 traps in a loop without retiring an instruction/)
    expect(exit.detail).toContain(place)
    expect(exit.detail).toContain(cause)
    expect(exit.detail).toMatch(/sp +0x0000000000001234/)
    expect(exit.detail).toMatch(/t0 +0x0000000000666000/)
    expect(guest.state).toBe('crashed')
    expect((await guest.readRegisters()).x[2]).toBe(0x1234n)
    expect((await guest.stats()).traps.exceptions[cause]).toBeGreaterThan(1)
    await guest.dispose()
    await expectHealthy(host)
  })

  it('crashes behind page tables that map nothing', async () => {
    const { guest, exit } = await run(
      host,
      'li t0, 8 << 60\n li t1, 0x80300\n or t0, t0, t1\n csrw satp, t0\n sfence.vma\n nop',
      {
        mode: 'S',
      },
    )
    expect(exit.detail).toContain('instruction-page-fault')
    await guest.dispose()
  })

  it.each([0x1_0000n, 0xf_ffff_ffffn, 0xfff_ffff_ffffn, 0x8_0fffn + 1n])(
    'crashes behind page tables that are no RAM, root page %s',
    async (page) => {
      const source = `li t0, ${(8n << 60n) | page}\n csrw satp, t0\n sfence.vma\n nop`
      const { guest, exit } = await run(host, source, { mode: 'S' })
      expect(exit.detail).toContain('instruction-access-fault')
      await guest.dispose()
    },
  )

  it('starts again after the crash, and crashes again', async () => {
    const { guest } = await run(host, 'li t0, 0x4000\n jr t0')
    await guest.start()
    expect(guest.state).toBe('running')
    expect(await guest.exited).toMatchObject({ reason: 'crash' })
    await guest.dispose()
  })
})

describe('a guest whose trap handler traps', () => {
  it('crashes when the handler retires nothing', async () => {
    const guest = await createGuest(host, 'la t0, 1f\n csrw mtvec, t0\n ebreak\n .balign 4\n1: ld t0, 0(zero)')
    const exit = await endOf(guest)
    expect(exit.detail).toMatch(/traps in a loop[\s\S]*load-access-fault/)
  })

  const forEver = 'la t0, 1f\n csrw mtvec, t0\n .balign 4\n1: addi s0, s0, 1\n ld t0, 0(zero)'

  it('runs on when the handler retires something, without starving its neighbour', async () => {
    const guest = await createGuest(host, forEver)
    await guest.start()
    await expectHealthy(host)
    expect(guest.state).toBe('running')
    expect(await guest.stop()).toMatchObject({ reason: 'stopped' })
    expect((await guest.stats()).traps.exceptions['load-access-fault']).toBeGreaterThan(1000)
    await guest.dispose()
  })

  it('ends at its limit of instructions', async () => {
    expect(await endOf(await createGuest(host, forEver, { options: { maxInstructions: 100_000 } }))).toMatchObject({
      reason: 'instruction-limit',
    })
  })

  it('may reboot for ever, and ends at its limit too', async () => {
    const reboot = 'li t0, FINISHER\n li t1, 0x7777\n sw t1, 0(t0)\n j .'
    expect(await endOf(await createGuest(host, reboot, { options: { maxInstructions: 2_000 } }))).toMatchObject({
      reason: 'instruction-limit',
    })
  })
})

describe('a device access and an interrupt at the same instruction', () => {
  it('has its effect once, and the handler has its own', async () => {
    // The store raises the software interrupt; the handler, whose first access is a store, takes it back.
    const { guest, exit } = await run(
      host,
      `
    la t0, handler
    csrw mtvec, t0
    csrsi mie, 8
    csrsi mstatus, 8
    li s0, ACLINT
    li s1, 1000
1:  li t0, 1
    sw t0, 0(s0)
    addi s1, s1, -1
    bnez s1, 1b
    ${powerOff}
    .balign 4
handler:
    sw zero, 0(s0)
    addi s2, s2, 1
    mret`,
      { options: { maxInstructions: 1_000_000 } },
    )
    expect(exit).toEqual({ reason: 'power-off', code: 0 })
    expect((await guest.readRegisters()).x[18]).toBe(1000n)
    await guest.dispose()
  })
})

describe('timers at the end of time', () => {
  it('leave a waiting guest idle', async () => {
    const guest = await createGuest(
      host,
      'li t0, ACLINT\n li t1, 0x4000\n add t0, t0, t1\n li t1, -1\n slli t1, t1, 63\n sd t1, 0(t0)\n csrwi mie, 0\n li t2, 0x80\n csrs mie, t2\n1: wfi\n j 1b',
    )
    await guest.start()
    await expectHealthy(host)
    const { rounds } = await guest.stats()
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect((await guest.stats()).rounds).toBe(rounds)
    await guest.dispose()
  })
})

/** Sixteen ranges: every device but the finisher, and where nothing is. */
const ranges: readonly (readonly [base: number, mask: number])[] = [
  [0x0, 0xf_ffff],
  [0x10_1000, 0x3f],
  [0x200_0000, 0xffff],
  [0x200_0000, 0x7],
  [0x200_4000, 0x1f],
  [0xc00_0000, 0x7f_ffff],
  [0xc00_0000, 0x7fff],
  [0xd00_1c00, 0x3ff],
  [0x1000_0000, 0xff],
  [0x1000_0000, 0x7],
  [0x2400_0000, 0x1fff],
  [0x2800_0000, 0x1fff],
  [0x3000_0000, 0xfff_ffff],
  [0x4000_0000, 0x3fff_ffff],
  [0x4_0000_0000, 0x3_ffff_ffff],
  [0xc20_0000, 0x3fff],
]

const accesses = ['lb', 'lh', 'lw', 'ld', 'sb', 'sh', 'sw', 'sd', 'lbu', 'lhu', 'lwu', 'sb', 'sh', 'sw', 'sd', 'lw']

const mmioFuzz = (state: number, count: number): string => `
    la t0, handler
    csrw mtvec, t0
    li s0, ${state | 1}
    li s1, ${count}
    la s2, ranges
    la s3, accesses
    li s4, -1
    csrsi mstatus, 8
loop:
    csrw mie, s4
    ${nextRandom}
    andi t1, t0, 15
    slli t1, t1, 4
    add t1, t1, s2
    ld t2, 0(t1)
    ld t3, 8(t1)
    srli t1, t0, 16
    and t1, t1, t3
    add t2, t2, t1
    srli t1, t0, 4
    andi t1, t1, 1
    slli t1, t1, 2
    addi t1, t1, -1
    slti t3, t1, 0
    bnez t3, 1f
    andi t2, t2, -8
1:  srli t3, t0, 8
    andi t3, t3, 15
    slli t3, t3, 3
    add t3, t3, s3
    ${nextRandom}
    jr t3
back:
    addi s1, s1, -1
    bnez s1, loop
    csrw mie, zero
    ${powerOff}
    .balign 4
handler:
    csrr t5, mcause
    bltz t5, 1f
    addi s5, s5, 1
    csrr t5, mepc
    addi t5, t5, 4
    csrw mepc, t5
    mret
1:  addi s6, s6, 1
    csrw mie, zero
    mret
    .balign 8
accesses:
    ${accesses.map((access) => `${access} t0, 0(t2)\n j back`).join('\n    ')}
    .balign 8
ranges:
    ${ranges.map(([base, mask]) => `.dword ${base}, ${mask}`).join('\n    ')}
`

describe('a guest that accesses all of MMIO space at random', () => {
  it.each(['plic', 'aia'] as const)(
    'a million times ends by itself with %s, and its neighbour does not notice',
    async (interruptController) => {
      const alone = await hashOfWorker()
      const guest = await createGuest(host, mmioFuzz(seed, 1_000_000), { options: { interruptController } })
      await guest.start()
      expect(await hashOfWorker()).toBe(alone)
      expect(await guest.exited).toEqual({ reason: 'power-off', code: 0 })
      const { exits, unassignedAccesses, traps } = await guest.stats()
      expect(exits.mmio).toBeGreaterThan(900_000)
      expect(unassignedAccesses).toBeGreaterThan(100_000)
      expect(traps.interrupts['machine-software']).toBeGreaterThan(0)
      expect((await guest.readRegisters()).x[9]).toBe(0n)
      await guest.dispose()
      await expectHealthy(host)
    },
  )

  async function hashOfWorker(): Promise<string | undefined> {
    const guest = await createGuest(host, worker)
    await guest.start()
    expect(await guest.exited).toMatchObject({ reason: 'power-off' })
    const { stateHash } = await guest.stats({ stateHash: true })
    await guest.dispose()
    return stateHash
  }
})
