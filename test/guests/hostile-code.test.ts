/** Garbage as code and random page tables: they end in one of the ways that there are, the same twice. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { GuestExit, Host } from '../../src/index'
import { Random } from '../support/random'
import { image, inlineHost, powerOff } from './bare-metal'
import { expectHealthy, nextRandom, seed } from './hostile'

let host: Host
beforeAll(async () => {
  console.log(`seed ${seed} (VMHOST_SEED)`)
  host = await inlineHost()
})
afterAll(() => host.dispose())

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
    await expectHealthy(host)
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
    await expectHealthy(host)
  })
})
