/** Accesses through one register, which translated code looks up together: over the end of a page, where one of them faults, or finds no memory, or code. */

import { describe, it } from 'vitest'
import { expectSameEnd } from './both-engines'

/**
 * Virtual 0xc0000000 has four pages of 4 KiB: memory, nothing, the same memory to read alone, and nothing. What faults is noted and passed over.
 */
const pages = `
    la t0, table
    la t1, middle
    srli t2, t1, 2
    ori t2, t2, 1
    sd t2, 24(t0)
    la t2, leaves
    srli t3, t2, 2
    ori t3, t3, 1
    sd t3, 0(t1)
    la t3, data
    srli t3, t3, 2
    ori t4, t3, 0xc7
    sd t4, 0(t2)
    ori t4, t3, 0xc3
    sd t4, 16(t2)
    sfence.vma
    la t0, handler
    csrw stvec, t0
    li s2, 0xc0000
    slli s2, s2, 12
    li s10, 31
    j begin
    .balign 4096
  middle:
    .zero 4096
  leaves:
    .zero 4096
  handler:
    csrr t1, scause
    csrr t2, sepc
    csrr t3, stval
    mul s5, s5, s10
    add s5, s5, t1
    mul s5, s5, s10
    add s5, s5, t2
    mul s5, s5, s10
    add s5, s5, t3
    addi t2, t2, 4
    csrw sepc, t2
    addi s6, s6, 1
    sret
  begin:
`

/** Calls `touch` so often, with s1 going from s3 on in steps of 8, and from its beginning again after 64 of them. */
const walk = `
    .option push
    .option norvc
    li s0, 3000
  again:
    mv s1, s3
    addi s4, s1, 512
  next:
    jal touch
    mul s5, s5, s10
    add s5, s5, a0
    addi s1, s1, 8
    addi s0, s0, -1
    beqz s0, done
    bne s1, s4, next
    j again
  touch:
    ld a0, 16(s1)
    ld a1, 0(s1)
    add a0, a0, a1
    lw a2, 8(s1)
    lbu a3, 27(s1)
    add a0, a0, a2
    add a0, a0, a3
    sd s0, 24(s1)
    add a1, a1, a0
    sd a1, 0(s1)
    sh a0, 14(s1)
    ld a2, 0(s1)
    add a0, a0, a2
    ret
    .option pop
  done:
`

const programs: Readonly<Record<string, string>> = {
  'over the end of a page': `${pages}
    la s3, data
    li t0, 3840
    add s3, s3, t0
    ${walk}`,
  'over the end of what is mapped': `${pages}
    li t0, 3840
    add s3, s2, t0
    ${walk}`,
  'from what is not mapped to what may be read alone': `${pages}
    li t0, 7936
    add s3, s2, t0
    ${walk}`,
  'in a loop, over the end of what is mapped': `${pages}
    .option push
    .option norvc
    li s0, 3000
    li t0, 3840
    add s3, s2, t0
  again:
    mv s1, s3
    addi s4, s1, 512
  next:
    ld a0, 0(s1)
    ld a1, 16(s1)
    add a0, a0, a1
    sd a0, 8(s1)
    mul s5, s5, s10
    add s5, s5, a0
    sd s5, 0(s1)
    addi s1, s1, 8
    addi s0, s0, -1
    bne s1, s4, next
    bgtz s0, again
    .option pop
    `,
  'of a device': `${pages}
    li s1, 0x50000000
    li s0, 1500
  next:
    jal touch
    li t0, 8
  mix:
    mul s5, s5, s10
    add s5, s5, a0
    addi t0, t0, -1
    bnez t0, mix
    addi s0, s0, -1
    bnez s0, next
    j done
  touch:
    lbu a0, 5(s1)
    lbu a1, 2(s1)
    add a0, a0, a1
    lbu a2, 3(s1)
    add a0, a0, a2
    sb s0, 7(s1)
    lbu a1, 7(s1)
    add a0, a0, a1
    sb a1, 4(s1)
    ret
  done:
    `,
  'on a page with code': `${pages}
    la s1, beside
    li s0, 1500
  next:
    jal touch
    mul s5, s5, s10
    add s5, s5, a0
    addi s0, s0, -1
    bnez s0, next
    j done
    .balign 8
  beside:
    .zero 32
  touch:
    ld a0, 0(s1)
    ld a1, 8(s1)
    add a0, a0, a1
    add a0, a0, s0
    sd a0, 16(s1)
    sd a1, 0(s1)
    sd s0, 8(s1)
    ret
  done:
    `,
}

describe('accesses through one register', () => {
  it.each(Object.entries(programs))('end %s as the interpreter does', (_name, source) => expectSameEnd(source))
})
