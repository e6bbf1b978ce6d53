/** Bits of sstatus that translated code sets and clears: SIE, with interrupts that are due at once, and SUM, which decides what accesses may touch. */

import { describe, it } from 'vitest'
import { expectSameEnd } from './both-engines'

/** Virtual 0xc0000000 is the RAM, for U-mode: S-mode may touch it under SUM alone. */
const userPages = `
    la t0, table
    li t1, 0x200000df
    sd t1, 24(t0)
    sfence.vma
    la t0, handler
    csrw stvec, t0
    csrsi sie, 2
    la s1, data
    li s2, 0x40001000
    add s2, s2, s1
    li s3, 0x40000
    li s4, 0x40002
    li s10, 31
    j begin
    .balign 4
  handler:
    csrr t1, scause
    bltz t1, interrupt
    csrr t1, sepc
    addi t1, t1, 4
    csrw sepc, t1
    addi s6, s6, 1
    sret
  interrupt:
    csrci sip, 2
    addi s7, s7, 1
    sret
  begin:
`

const programs: Readonly<Record<string, string>> = {
  'interrupts off and on, and due in between, and floating point off and on': `${userPages}
    li s0, 3000
    # SUM, FS and VS, of which the last is none of ours.
    li s11, 0x46600
    li t2, 0x2000
  loop:
    csrrci a0, sstatus, 2
    ld a1, 0(s1)
    add a1, a1, s0
    sd a1, 0(s1)
    andi t0, s0, 63
    bnez t0, quiet
    csrsi sip, 2
    addi s8, s8, 1
  quiet:
    mul s5, s5, s10
    add s5, s5, s7
    andi a0, a0, 2
    csrrs a2, sstatus, a0
    mul s5, s5, s10
    add s5, s5, a2
    add s5, s5, s7
    csrrsi a3, sstatus, 2
    add s5, s5, a3
    add s5, s5, s7
    # As a kernel does where it is entered; the instruction of floating point is one that is not there.
    csrrc a4, sstatus, s11
    add s5, s5, a4
    andi t0, s0, 31
    bnez t0, off
    fmv.d.x fa0, s0
  off:
    csrrs a4, sstatus, t2
    add s5, s5, a4
    fmv.d.x fa1, s0
    addi s0, s0, -1
    bnez s0, loop
    csrci sstatus, 2
    sd s5, 8(s1)
    sd s6, 16(s1)
  `,
  'the memory of users opened and closed, and touched while it is closed': `${userPages}
    li s0, 3000
  loop:
    csrs sstatus, s3
    ld a1, 0(s2)
    sd s0, 8(s2)
    csrrc a2, sstatus, s4
    ld a3, 8(s1)
    add s5, s5, a1
    add s5, s5, a2
    andi t0, s0, 127
    bnez t0, closed
    # Two that fault, and are skipped.
    ld a3, 8(s2)
    sd zero, 0(s2)
  closed:
    add s5, s5, a3
    mul s5, s5, s10
    sd s5, 0(s1)
    addi s0, s0, -1
    bnez s0, loop
    sd s6, 16(s1)
  `,
  'accesses through one register before and behind the change': `${userPages}
    li s0, 3000
    csrs sstatus, s3
  loop:
    # Open: the user's alias once in sixteen turns, and then one that faults once it is closed.
    andi t0, s0, 15
    mv s9, s1
    bnez t0, own
    mv s9, s2
  own:
    ld a1, 0(s9)
    sd s0, 16(s9)
    csrc sstatus, s3
    ld a2, 8(s9)
    sd a1, 24(s9)
    csrs sstatus, s3
    ld a4, 16(s9)
    add s5, s5, a1
    add s5, s5, a2
    add s5, s5, a4
    mul s5, s5, s10
    sd s5, 0(s1)
    addi s0, s0, -1
    bnez s0, loop
    csrc sstatus, s3
    sd s6, 32(s1)
  `,
  'a loop of one run, with a change in it that closes in one turn of sixteen': `${userPages}
    li s0, 3000
    csrs sstatus, s3
  loop:
    andi t0, s0, 15
    seqz t0, t0
    slli t0, t0, 18
    ld a1, 0(s2)
    sd s0, 16(s2)
    csrc sstatus, t0
    # These fault once it is closed.
    ld a2, 8(s2)
    sd a1, 24(s2)
    csrs sstatus, s3
    add s5, s5, a1
    add s5, s5, a2
    mul s5, s5, s10
    sd s5, 0(s1)
    addi s0, s0, -1
    bnez s0, loop
    csrc sstatus, s3
    sd s6, 32(s1)
  `,
  'functions that open and close the memory of users for who called them': `${userPages}
    li s0, 3000
  loop:
    jal open
    ld a1, 0(s2)
    add a1, a1, s0
    sd a1, 0(s2)
    jal close
    ld a2, 0(s2)
    add s5, s5, a2
    andi t0, s0, 15
    beqz t0, left
    jal open
  left:
    # Touched while it is open, but for one turn in sixteen.
    ld a3, 0(s2)
    add s5, s5, a3
    mul s5, s5, s10
    csrc sstatus, s3
    sd s5, 8(s1)
    addi s0, s0, -1
    bnez s0, loop
    sd s6, 16(s1)
    j end
  open:
    csrs sstatus, s3
    ret
  close:
    andi t2, s0, 1
    bnez t2, other
    csrc sstatus, s3
    ret
  other:
    csrrc t2, sstatus, s4
    add s5, s5, t2
    ret
  end:
  `,
}

describe('translated changes of sstatus', () => {
  it.each(Object.entries(programs))('end %s as the interpreter does', (_name, source) => expectSameEnd(source))
})
