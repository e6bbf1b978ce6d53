/** Guests that call the SBI at random, and what it may take from them: nothing but their own time. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Host } from '../../src/index'
import { createGuest, inlineHost, powerOff, run } from './bare-metal'
import { expectHealthy, nextRandom, seed } from './hostile'

let host: Host
beforeAll(async () => {
  console.log(`seed ${seed} (VMHOST_SEED)`)
  host = await inlineHost()
})
afterAll(() => host.dispose())

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
    await expectHealthy(host)
  })

  it.each([1, 3])('may stop or suspend its only hart for good (function %i): it idles', async (functionId) => {
    const call = `li a0, 0\n li a6, ${functionId}\n li a7, 0x48534d\n ecall\n j .`
    const guest = await createGuest(host, call, { mode: 'S' })
    await guest.start()
    await expectHealthy(host)
    const { rounds } = await guest.stats()
    await expectHealthy(host)
    expect((await guest.stats()).rounds).toBe(rounds)
    expect(await guest.stop()).toMatchObject({ reason: 'stopped' })
    await guest.dispose()
  })
})
