/** PMP entries that end inside a page of code: execution stops at their last instruction (Privileged §3.7.1). */
import { describe, expect, it } from 'vitest'
import { DRAM, Machine } from './core-piece'

const HANDLER = DRAM + 0x1000n
const CODE = DRAM + 0x2000n
/** The U-mode program may execute this many bytes. */
const ALLOWED = 16n

const handler = `
  csrr s1, mcause
  csrr s2, mtval
  csrr s3, mepc
  spin: j spin
`

/** Entry 0 ends at `CODE + ALLOWED` and gives everything below to U-mode. */
const enterUser = `
  li t0, ${(CODE + ALLOWED) >> 2n}
  csrw pmpaddr0, t0
  li t0, 0x0f
  csrw pmpcfg0, t0
  li t0, ${HANDLER}
  csrw mtvec, t0
  li t0, ${CODE}
  csrw mepc, t0
  mret
`

async function run(user: string, before = ''): Promise<Machine> {
  const machine = await Machine.create({ firmware: true })
  machine.program(handler, { gpa: HANDLER })
  machine.program(user, { gpa: CODE })
  machine.program(before + enterUser)
  machine.call.setPrivilege(machine.hart(), 3)
  machine.call.runRound(machine.guest, 200n)
  return machine
}

describe('execution up to the end of a PMP entry', () => {
  const nops = 'nop\n'.repeat(8)

  it('faults at the first instruction behind it', async () => {
    const machine = await run(nops)
    expect([machine.x(9), machine.x(18), machine.x(19)]).toEqual([1n, CODE + ALLOWED, CODE + ALLOWED])
  })

  it('faults there too when M-mode ran the page before, when nothing forbade it', async () => {
    const warm = `
      li t1, ${CODE}
      jalr t1
    `
    const machine = await run(`${'addi s4, s4, 1\n'.repeat(6)} beqz s5, back\n nop\n back: li s5, 1\n ret`, warm)
    expect([machine.x(9), machine.x(19)]).toEqual([1n, CODE + ALLOWED])
    expect(machine.x(20)).toBe(10n)
  })
})
