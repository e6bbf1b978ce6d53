/** Interrupts that become due by what a kernel does at every step are taken before the next instruction, though the loop is not left for the clock. */

import { describe, it } from 'vitest'
import { expectSameEnd } from './both-engines'

const SSIE = 2
const SIE = 2
const SUM = 0x40000
const SPIE = 0x20
const SPP = 0x100

/** The handler wants to find sepc at s1, makes the interrupt go away again and counts it; it is called by traps, too, which go on behind them. */
const handler = `
    la t0, handler
    csrw stvec, t0
    csrw sie, ${SSIE}
    li s0, 3000
    j again
    .balign 4
  handler:
    csrr t0, scause
    bgez t0, trapped
    csrr t1, sepc
    bne t1, s1, fail
    csrci sip, ${SSIE}
    addi s2, s2, 1
    li t0, ${SPIE}
    csrc sstatus, t0
    sret
  trapped:
    csrr t1, sepc
    addi t1, t1, 4
    csrw sepc, t1
    sret
  fail:
    li t0, 0x40100000
    li t1, 0x13333
    sw t1, 0(t0)
    j wait
`

/** Does it so often with the interrupt pending and S-mode's interrupts off, and expects one interrupt each time, at the label \`due\`. */
const loop = (what: string): string => `${handler}
    .option push
    .option norvc
  again:
    la s1, due
    csrci sstatus, ${SIE}
    csrsi sip, ${SSIE}
    addi s3, s2, 1
    ${what}
    bne s2, s3, fail
    addi s0, s0, -1
    bnez s0, again
    .option pop
`

describe('an interrupt is taken before the next instruction', () => {
  it.each([
    ['that sets SIE', `csrsi sstatus, ${SIE}\n  due:`],
    [
      'that sets SIE and lets S-mode into the memory of U-mode',
      `li t0, ${SIE | SUM}\n    csrs sstatus, t0\n  due: csrc sstatus, t0`,
    ],
    [
      'that returns from a trap to where it is on',
      `csrw sepc, s1\n    li t0, ${SPIE | SPP}\n    csrs sstatus, t0\n    sret\n    j fail\n  due:`,
    ],
    ['behind a fence', `sfence.vma t0\n    csrsi sstatus, ${SIE}\n  due: sfence.vma t0`],
    ['behind a trap', `ecall\n    csrsi sstatus, ${SIE}\n  due: ecall`],
    ['that makes it pending', `csrci sip, ${SSIE}\n    csrsi sstatus, ${SIE}\n    csrsi sip, ${SSIE}\n  due:`],
  ])('%s', (_, what) => expectSameEnd(loop(what)))
})
