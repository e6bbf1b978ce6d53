/** The times of a guest some of whose harts are stopped, as esxtop counts those of a virtual machine: each vCPU is a hundred percent. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Guest, Host } from '../../src/index'
import { createGuest, inlineHost } from './bare-metal'
import { hartStart, threadedHost } from './parallel'

const vcpus = 4
const keys = ['%RUN', '%WAIT', '%RDY', '%CSTP'] as const

/** Hart 0 spins; the others were never started. */
const alone = '1: addi s0, s0, 1\n j 1b'

/** Hart 1 is started, and stops itself; then hart 0 spins. */
const together = `
    bnez a0, 2f
    li a0, 1
    la a1, 2f
    li a2, 0
    ${hartStart}
1:  addi s0, s0, 1
    j 1b
2:  li a7, 0x48534d
    li a6, 1
    ecall
    j .`

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** It runs, and has come to where all of its harts are as they stay. */
async function started(host: Host, program: string): Promise<Guest> {
  const guest = await createGuest(host, program, { mode: 'S', options: { clock: 'real', cpu: { vcpus } } })
  await guest.start()
  while ((await guest.stats()).cpu.runNs < 50e6) await sleep(10)
  return guest
}

describe.each([
  ['one thread', () => inlineHost()],
  ['threads', () => threadedHost()],
] as const)('stopped harts, on %s', (_, open) => {
  let host: Host
  beforeAll(async () => {
    host = await open()
  })
  afterAll(() => host.dispose())

  it.each([
    ['were never started', alone],
    ['stopped themselves', together],
  ])('wait, when they %s', async (_, program) => {
    const guest = await started(host, program)
    const before = (await guest.stats()).cpu
    while ((await guest.stats()).cpu.runNs < before.runNs + 300e6) await sleep(20)
    const { cpu } = await guest.stats()
    expect(keys.reduce((total, key) => total + cpu[key], 0)).toBeCloseTo(100 * vcpus, 3)
    // What one hart runs and is ready is all of one vCPU, and the others have nothing else to do.
    const busy = cpu.runNs + cpu.readyNs - before.runNs - before.readyNs
    const idle = cpu.waitNs - before.waitNs
    expect(idle / busy).toBeGreaterThan((vcpus - 1) * 0.9)
    expect(idle / busy).toBeLessThan((vcpus - 1) * 1.1)
    await guest.dispose()
  })

  it('do nothing while their guest is held', async () => {
    const guest = await started(host, alone)
    await guest.pause()
    const before = (await guest.stats()).cpu
    await sleep(60)
    expect((await guest.stats()).cpu).toMatchObject({ runNs: before.runNs, waitNs: before.waitNs, readyNs: before.readyNs })
    await guest.resume()
    await sleep(60)
    const after = (await guest.stats()).cpu
    expect(after.waitNs - before.waitNs).toBeLessThan(vcpus * (after.runNs + after.readyNs - before.runNs - before.readyNs))
    await guest.dispose()
  })
})
