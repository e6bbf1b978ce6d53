/** What a hostile or unlucky guest does, and that its host and its neighbours live on. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Guest, GuestExit, Host } from '../../src/index'
import { Random, seedFromEnvironment } from '../support/random'
import { createGuest, image, inlineHost, powerOff, run } from './bare-metal'

const seed = seedFromEnvironment(20_251)

let host: Host
beforeAll(async () => {
  console.log(`seed ${seed} (VMHOST_SEED)`)
  host = await inlineHost()
})
afterAll(() => host.dispose())

/** A guest that works: it hashes its own memory for a while, and prints. */
const worker = `
    li s0, 200000
    li s1, 0x9e3779b97f4a7c15
    la s2, end
1:  mul s1, s1, s1
    addi s1, s1, 13
    srli t0, s1, 40
    slli t0, t0, 47
    srli t0, t0, 44
    add t0, t0, s2
    ld t1, 0(t0)
    add s1, s1, t1
    sd s1, 0(t0)
    addi s0, s0, -1
    bnez s0, 1b
    li t0, UART
    li t1, 'k'
    sb t1, 0(t0)
    ${powerOff}
    .balign 8
end:
`

async function expectHealthy(): Promise<void> {
  const { guest, exit } = await run(host, worker)
  expect(exit).toEqual({ reason: 'power-off', code: 0 })
  expect(await guest.console.waitFor('k')).toBe('k')
  await guest.dispose()
}

async function endOf(guest: Guest): Promise<GuestExit> {
  await guest.start()
  const exit = await guest.exited
  await guest.dispose()
  return exit
}

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
    await expectHealthy()
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
    await expectHealthy()
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
    expect(await endOf(await createGuest(host, reboot, { options: { maxInstructions: 10_000 } }))).toMatchObject({
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
    await expectHealthy()
    const { rounds } = await guest.stats()
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect((await guest.stats()).rounds).toBe(rounds)
    await guest.dispose()
  })
})

/** xorshift64: s0 is the state; t0 takes the next number. */
const nextRandom = `
    slli t0, s0, 13
    xor s0, s0, t0
    srli t0, s0, 7
    xor s0, s0, t0
    slli t0, s0, 17
    xor s0, s0, t0
    mv t0, s0`

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
      await expectHealthy()
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

/** BASE, TIME, IPI, RFENCE, HSM, DBCN, SRST, and one that nobody has. */
const sbiExtensions = [0x10, 0x54494d45, 0x735049, 0x52464e43, 0x48534d, 0x4442434e, 0x53525354, 0x123456]

/** Calls that must not succeed here: a hart that stops or suspends itself, and a shutdown, so their arguments are spoilt. */
const sbiFuzz = (state: number, count: number): string => `
    la t0, waiting
    li a0, 1
    mv a1, t0
    li a2, 0
    li a6, 0
    li a7, 0x48534d
    ecall
    li s0, ${state | 1}
    li s1, ${count}
    la s2, extensions
loop:
    ${[0, 1, 2, 3, 4, 5].map(randomArgument).join('')}
    ${nextRandom}
    andi t1, t0, 7
    slli t1, t1, 3
    add t1, t1, s2
    ld a7, 0(t1)
    srli a6, t0, 8
    andi a6, a6, 7
    srli t1, t0, 12
    andi t1, t1, 15
    bnez t1, 1f
    mv a6, t0
1:  li t1, 0x48534d
    bne a7, t1, 2f
    andi a6, a6, -2
2:  li t1, 0x53525354
    bne a7, t1, 3f
    ori a0, a0, 16
3:  ecall
    addi s1, s1, -1
    bnez s1, loop
    ${powerOff}
waiting:
    wfi
    j waiting
    .balign 8
extensions:
    ${sbiExtensions.map((id) => `.dword ${id}`).join('\n    ')}
`

/** One in four is anything, the others are small numbers, RAM addresses and sizes. */
function randomArgument(index: number): string {
  return `
    ${nextRandom}
    andi t1, t0, 3
    srli t2, t0, 8
    beqz t1, 4f
    andi t2, t2, 0xff
    addi t1, t1, -1
    beqz t1, 4f
    srli t2, t0, 38
    li t3, 0x80000000
    add t2, t2, t3
    addi t1, t1, -1
    beqz t1, 4f
    srli t2, t0, 50
4:  mv a${index}, t2`
}

describe('a guest that calls the SBI at random', () => {
  it.each([1, 2])('a hundred thousand times ends by itself with %i vCPUs', async (vcpus) => {
    const { guest, exit } = await run(host, sbiFuzz(seed + vcpus, 100_000), { mode: 'S', options: { vcpus } })
    expect(exit).toEqual({ reason: 'power-off', code: 0 })
    expect((await guest.stats()).exits.sbi).toBeGreaterThan(100_000)
    await guest.dispose()
    await expectHealthy()
  })

  it.each([1, 3])('may stop or suspend its only hart for good (function %i): it idles', async (functionId) => {
    const call = `li a0, 0\n li a6, ${functionId}\n li a7, 0x48534d\n ecall\n j .`
    const guest = await createGuest(host, call, { mode: 'S' })
    await guest.start()
    await expectHealthy()
    const { rounds } = await guest.stats()
    await expectHealthy()
    expect((await guest.stats()).rounds).toBe(rounds)
    expect(await guest.stop()).toMatchObject({ reason: 'stopped' })
    await guest.dispose()
  })
})

/** Enters the garbage behind it in the mode of `mpp`, again and again where the last trap came from, a word further. */
const garbageLoader = (mpp: number): string => `
    la t0, handler
    csrw mtvec, t0
    li t0, -1
    csrw pmpaddr0, t0
    li t0, 0x1f
    csrw pmpcfg0, t0
    li t0, 0x6600
    csrs mstatus, t0
    li s11, 3000
    la t0, garbage
    csrw mepc, t0
enter:
    li t0, 0x1800
    csrc mstatus, t0
    li t0, ${mpp << 11}
    csrs mstatus, t0
    la sp, garbage
    la a0, garbage
    la s0, garbage
    mret
    .balign 4
handler:
    csrr t0, mcause
    bltz t0, 2f
    addi s11, s11, -1
    beqz s11, 3f
    csrr t0, mepc
    addi t0, t0, 4
    la t1, garbage
    sub t0, t0, t1
    li t1, 0xfffe
    and t0, t0, t1
    la t1, garbage
    add t0, t0, t1
    csrw mepc, t0
    j enter
2:  csrw mie, zero
    mret
3:  ${powerOff}
    .balign 4096
garbage:
`

const majorOpcodes = [
  0x03, 0x07, 0x0f, 0x13, 0x17, 0x1b, 0x23, 0x27, 0x2f, 0x33, 0x37, 0x3b, 0x43, 0x47, 0x53, 0x63, 0x67, 0x6f, 0x73,
]

/** 64 KiB of instructions, most of them with an opcode that exists. */
function garbage(random: Random): Uint8Array {
  const words = new Uint32Array(16_384)
  for (let index = 0; index < words.length; index++) {
    const word = random.u32()
    words[index] = random.oneIn(3) ? word : ((word & ~0x7f) | random.pick(majorOpcodes)) >>> 0
  }
  return new Uint8Array(words.buffer)
}

async function runGarbage(mpp: number, garbageSeed: number): Promise<{ exit: GuestExit; stateHash: string | undefined }> {
  const loader = image(garbageLoader(mpp))
  const buffer = new Uint8Array(loader.length + 65_536)
  buffer.set(loader)
  buffer.set(garbage(new Random(garbageSeed)), loader.length)
  const guest = await host.hypervisor.createGuest({
    memory: '1MiB',
    clock: 'virtual',
    boot: { firmware: { buffer } },
    maxInstructions: 150_000,
    onReboot: 'stop',
    interruptController: garbageSeed % 2 === 0 ? 'aia' : 'plic',
  })
  await guest.start()
  const exit = await guest.exited
  const { stateHash } = await guest.stats({ stateHash: true })
  await guest.dispose()
  return { exit, stateHash }
}

describe('garbage run as code', () => {
  it.each([
    ['U', 0],
    ['S', 1],
    ['M', 3],
  ] as const)('in %s-mode ends in one of the ways that there are, the same twice', async (_, mpp) => {
    const ends = new Map<string, number>()
    for (let number = 0; number < 60; number++) {
      const garbageSeed = seed + 1000 * mpp + number
      const { exit, stateHash } = await runGarbage(mpp, garbageSeed)
      ends.set(exit.reason, (ends.get(exit.reason) ?? 0) + 1)
      if (number < 10) expect((await runGarbage(mpp, garbageSeed)).stateHash, `seed ${garbageSeed}`).toBe(stateHash)
    }
    console.log(`garbage with MPP ${mpp}:`, Object.fromEntries(ends))
    expect([...ends.keys()].every((reason) => reason !== 'stopped')).toBe(true)
    await expectHealthy()
  })
})

/** Random loads, stores and AMOs through random page tables, as S-mode sees them (mstatus.MPRV); the tables are behind the program. */
const pagingFuzz = (state: number, satpMode: bigint): string => `
    la t0, handler
    csrw mtvec, t0
    li t0, -1
    csrw pmpaddr0, t0
    li t0, 0x1f
    csrw pmpcfg0, t0
    li t0, 3 << 61
    csrw menvcfg, t0
    li t0, ${(satpMode << 60n) | 0x8_0100n}
    csrw satp, t0
    li s0, ${state | 1}
    li s1, 20000
    li s2, 0x1800
    li s3, 0xe0800
loop:
    csrc mstatus, s2
    ${nextRandom}
    slli t1, t0, ${97n - 9n * satpMode}
    srai t1, t1, ${97n - 9n * satpMode}
    andi t2, t0, 7
    bnez t2, 1f
    li t2, -8
    and t1, t1, t2
1:  srli t0, t0, 3
    andi t0, t0, 7
    slli t0, t0, 3
    la t2, operations
    add t2, t2, t0
    csrs mstatus, s3
    jr t2
back:
    li t0, 0x20000
    csrc mstatus, t0
    addi s1, s1, -1
    bnez s1, loop
    ${powerOff}
    .balign 4
handler:
    li t3, 0x20000
    csrc mstatus, t3
    li t3, 0x1800
    csrs mstatus, t3
    csrr t3, mepc
    addi t3, t3, 4
    csrw mepc, t3
    mret
    .balign 8
operations:
    ${['lb t0, 0(t1)', 'sb t0, 0(t1)', 'ld t0, 0(t1)', 'sd t0, 0(t1)', 'lw t0, 2(t1)', 'sw t0, 2(t1)', 'amoadd.d t0, t0, (t1)', 'sfence.vma t1'].map((operation) => `${operation}\n j back`).join('\n    ')}
`

/** A MiB of page tables that lead to each other, to devices and to nowhere. */
function pageTables(random: Random): Uint8Array {
  const entries = new BigUint64Array(131_072)
  for (let index = 0; index < entries.length; index++) {
    const kind = random.below(10)
    const device = BigInt(random.pick([0x100, 0x101, 0x2000, 0xc000, 0xd000, 0x1_0000, 0x2_4000, 0x2_8000, 0x3_0000]))
    const page = kind < 7 ? BigInt(0x8_0100 + random.below(256)) : kind < 9 ? device : random.u64() & 0xfff_ffff_ffffn
    const flags = random.pick([0x01n, 0x01n, 0xcfn, 0xdfn, 0x0fn, 0x07n, BigInt(random.below(256))])
    entries[index] = (page << 10n) | flags | (random.oneIn(20) ? (random.u64() >> 54n) << 54n : 0n)
  }
  return new Uint8Array(entries.buffer)
}

const faults = ['load-page-fault', 'store-page-fault', 'load-access-fault', 'store-access-fault'] as const

describe('random page tables', () => {
  it.each([
    ['Sv39', 8n],
    ['Sv48', 9n],
    ['Sv57', 10n],
  ] as const)('of %s are walked into every corner, and the host lives', async (_, satpMode) => {
    const counts: Record<string, number> = {}
    const ends = new Map<string, number>()
    for (let number = 0; number < 10; number++) {
      const random = new Random(seed + number)
      const loader = image(pagingFuzz(seed + number, satpMode))
      const buffer = new Uint8Array(2 ** 21)
      buffer.set(loader)
      buffer.set(pageTables(random), 2 ** 20)
      const boot = { firmware: { buffer } }
      const guest = await host.hypervisor.createGuest({ memory: '4MiB', clock: 'virtual', boot, maxInstructions: 3_000_000 })
      await guest.start()
      const { reason } = await guest.exited
      ends.set(reason, (ends.get(reason) ?? 0) + 1)
      const { exceptions } = (await guest.stats()).traps
      for (const name of faults) counts[name] = (counts[name] ?? 0) + (exceptions[name] ?? 0)
      await guest.dispose()
    }
    // Every kind of fault was there, and many accesses had none.
    for (const name of faults) expect(counts[name], name).toBeGreaterThan(100)
    expect(Object.values(counts).reduce((sum, count) => sum + count)).toBeLessThan(180_000)
    console.log(`random page tables, mode ${satpMode}:`, Object.fromEntries(ends), counts)
    expect([...ends.keys()].every((reason) => ['power-off', 'failure', 'instruction-limit', 'crash'].includes(reason))).toBe(true)
    await expectHealthy()
  })
})
