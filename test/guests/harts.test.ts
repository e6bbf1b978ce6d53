/** Harts of one guest that share memory: what they count together is exact. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Host } from '../../src/index'
import { inlineHost, powerOff, run } from './bare-metal'
import { countTogether } from './counters'

let host: Host
beforeAll(async () => {
  host = await inlineHost()
})
afterAll(() => host.dispose())

const rounds = 40_000

/** Adds to three counters in three ways, then says that it is through. */
const work = `
work:
    la s0, counters
    ${countTogether(rounds)}
    ret`

const counters = '.balign 64\ncounters: .dword 0, 0, 0, 0, 0'

/** Hart 0 of a direct start brings the others up by the SBI and waits until all are through. */
const supervisor = (harts: number): string => `
    mv s11, a0
    li s10, 1
1:  li t0, ${harts}
    bge s10, t0, 2f
    mv a0, s10
    la a1, secondary
    li a2, 77
    li a6, 0
    li a7, 0x48534d
    ecall
    bnez a0, failed
    addi s10, s10, 1
    j 1b
2:  call work
3:  ld t0, 32(s0)
    li t1, ${harts}
    blt t0, t1, 3b
    ${powerOff}
failed:
    li t0, FINISHER
    li t1, 0x13333
    sw t1, 0(t0)
    j .
secondary:
    li t0, 77
    bne a1, t0, failed
    call work
    li a6, 1
    li a7, 0x48534d
    ecall
    j failed
    ${work}
    ${counters}`

/** All harts of a firmware start are entered at once. */
const machine = (harts: number): string => `
    mv s11, a0
    call work
    bnez s11, park
3:  ld t0, 32(s0)
    li t1, ${harts}
    blt t0, t1, 3b
    ${powerOff}
park:
    wfi
    j park
    ${work}
    ${counters}`

describe('harts that count together', () => {
  it.each([
    ['S', 2, supervisor, 'virtual'],
    ['S', 2, supervisor, 'real'],
    ['S', 5, supervisor, 'virtual'],
    ['M', 2, machine, 'virtual'],
    ['M', 4, machine, 'real'],
  ] as const)('in %s-mode, %i of them, reach the exact sum', async (mode, vcpus, program, clock) => {
    const { guest, exit } = await run(host, program(vcpus), { mode, options: { vcpus, clock } })
    expect(exit).toEqual({ reason: 'power-off', code: 0 })
    const { x } = await guest.readRegisters()
    const bytes = await guest.readMemory(x[8] ?? 0n, 40)
    const words = new BigUint64Array(bytes.buffer, bytes.byteOffset, 5)
    const sum = BigInt(vcpus * rounds)
    expect([...words]).toEqual([sum, sum, 0n, sum, BigInt(vcpus)])
    await guest.dispose()
  })

  it('repeat bit for bit under the virtual clock', async () => {
    const hashes = []
    for (let time = 0; time < 2; time++) {
      const { guest } = await run(host, supervisor(3), { mode: 'S', options: { vcpus: 3 } })
      hashes.push((await guest.stats({ stateHash: true })).stateHash)
      await guest.dispose()
    }
    expect(hashes[0]).toBe(hashes[1])
  })
})
