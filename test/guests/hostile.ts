/** What the tests of hostile guests have in common: the seed, a neighbour that works, and random numbers in a guest. */
import { expect } from 'vitest'
import type { Guest, GuestExit, Host } from '../../src/index'
import { seedFromEnvironment } from '../support/random'
import { powerOff, run } from './bare-metal'

export const seed = seedFromEnvironment(20_251)

/** A guest that works: it hashes its own memory for a while, and prints. */
export const worker = `
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

export async function expectHealthy(host: Host): Promise<void> {
  const { guest, exit } = await run(host, worker)
  expect(exit).toEqual({ reason: 'power-off', code: 0 })
  expect(await guest.console.waitFor('k')).toBe('k')
  await guest.dispose()
}

export async function endOf(guest: Guest): Promise<GuestExit> {
  await guest.start()
  const exit = await guest.exited
  await guest.dispose()
  return exit
}

/** xorshift64: s0 is the state; t0 takes the next number. */
export const nextRandom = `
    slli t0, s0, 13
    xor s0, s0, t0
    srli t0, s0, 7
    xor s0, s0, t0
    slli t0, s0, 17
    xor s0, s0, t0
    mv t0, s0`
