/** Functions that are in the region that calls them: programs that both engines end in the same state. */

import { describe, it } from 'vitest'
import { expectSameEnd } from './both-engines'

const programs: Readonly<Record<string, string>> = {
  'a loop that calls a short function twice, with words on both sides of it': `
      li s0, 3000
      la s1, data
  loop:
      addiw a0, s0, 5
      jal half
      addw s2, s2, a0
      addiw a0, s2, -3
      sw a0, 0(s1)
      jal half
      sd a0, 8(s1)
      addi s0, s0, -1
      bnez s0, loop
      sd s2, 16(s1)
      j end
  half:
      andi t0, a0, 1
      beqz t0, even
      addiw a0, a0, 1
      ret
  even:
      sraiw a0, a0, 1
      ret
  end:
  `,
  'calls that lie over the end of a page from what they call': `
      li s0, 3000
      la s1, data
      j loop
      .balign 4096
  first:
      addi a0, a0, 3
      ld t0, 0(s1)
      add a0, a0, t0
      ret
      .balign 4096
      .zero 4080
  loop:
      mv a0, s0
      jal first
      sd a0, 8(s1)
      jal second
      sd a0, 0(s1)
      addi s0, s0, -1
      bnez s0, loop
      j end
  second:
      slli a0, a0, 3
      xor a0, a0, s0
      ret
  end:
  `,
  'a function whose page is another one now and then, under the same address': `
      la s1, data
      la s2, low
      la s3, middle
      la s4, caller
      la s5, one
      la s6, two
      srli t0, s3, 2
      ori t0, t0, 1
      la t1, table
      sd t0, 24(t1)
      srli t0, s2, 2
      ori t0, t0, 1
      sd t0, 0(s3)
      srli t0, s4, 2
      ori t0, t0, 0xcf
      sd t0, 0(s2)
      srli s5, s5, 2
      ori s5, s5, 0xcf
      srli s6, s6, 2
      ori s6, s6, 0xcf
      sd s5, 8(s2)
      sfence.vma
      la s7, end
      li s0, 20000
      li t0, 3
      slli t0, t0, 30
      jr t0
      .balign 4096
  caller:
      jal one
      add s8, s8, a0
      sd s8, 0(s1)
      addi s0, s0, -1
      beqz s0, back
      andi t1, s0, 511
      bnez t1, caller
      sd s6, 8(s2)
      mv t1, s5
      mv s5, s6
      mv s6, t1
      sfence.vma
      j caller
  back:
      jr s7
      .balign 4096
  one:
      addi a0, s0, 1
      ret
      .balign 4096
  two:
      slli a0, s0, 1
      ret
      .balign 4096
  low:
      .zero 4096
  middle:
      .zero 4096
  end:
  `,
  'functions that return to where another call of theirs did, and to nowhere in the region': `
      li s0, 30000
      la s1, data
      la s2, behind
      la s3, far
  loop:
      andi s4, s0, 3
      jal choose
      addi a1, a1, 1
      jal choose
  behind:
      addi a1, a1, 16
      sd a1, 0(s1)
      j next
  back:
      addi a1, a1, 256
  next:
      addi s0, s0, -1
      bnez s0, loop
      j end
  choose:
      xor a1, a1, s4
      addi s4, s4, -1
      beqz s4, away
      bgtz s4, stays
      mv ra, s2
  stays:
      ret
  away:
      mv ra, s3
      ret
      .balign 4096
      .zero 16384
  far:
      addi a1, a1, 1024
      la t0, back
      jr t0
  end:
  `,
  'a function that calls another, keeps its link in memory, and is called through t0 as well': `
      li s0, 3000
      la s1, data
      la sp, data+4096
  loop:
      mv a0, s0
      jal outer
      add s2, s2, a0
      mv a0, s2
      jal t0, twice
      sd a0, 0(s1)
      addi s0, s0, -1
      bnez s0, loop
      j end
  outer:
      addi sp, sp, -16
      sd ra, 8(sp)
      jal t0, twice
      addi a0, a0, 7
      ld ra, 8(sp)
      addi sp, sp, 16
      ret
  twice:
      add a0, a0, a0
      jr t0
  end:
  `,
  'a function that calls itself': `
      li s0, 3000
      la s1, data
      la sp, data+8192
  loop:
      andi a0, s0, 15
      jal sum
      add s2, s2, a0
      sd s2, 0(s1)
      addi s0, s0, -1
      bnez s0, loop
      j end
  sum:
      beqz a0, none
      addi sp, sp, -16
      sd ra, 8(sp)
      sd a0, 0(sp)
      addi a0, a0, -1
      jal sum
      ld t0, 0(sp)
      ld ra, 8(sp)
      addi sp, sp, 16
      addw a0, a0, t0
  none:
      ret
  end:
  `,
  'a function that calls itself, is entered in its middle, and never goes on behind the call in the region': `
      li s0, 3000
      la s1, data
      la s3, middle
      la sp, data+8192
      li t0, 0x100
      csrs sstatus, t0
  loop:
      andi a0, s0, 7
      jal nested
      sd a1, 0(s1)
      addi s0, s0, -1
      bnez s0, loop
      j end
  nested:
      addi sp, sp, -16
      sd ra, 8(sp)
      beqz zero, around
  middle:
      addi a1, a1, 3
      beqz a0, out
      addi a0, a0, -1
      jal nested
      sfence.vma
      addi a1, a1, 5
  out:
      ld ra, 8(sp)
      addi sp, sp, 16
      ret
  around:
      csrw sepc, s3
      csrs sstatus, t0
      sret
  end:
  `,
  'a function whose code changes while its callers run': `
      li s0, 20000
      la s1, data
      la s2, change
      lw s3, 0(s2)
  loop:
      mv a0, s0
      jal change
      sd a0, 0(s1)
      li t0, 0x00100000
      andi t1, s0, 1023
      bnez t1, same
      add s3, s3, t0
      sw s3, 0(s2)
      fence.i
  same:
      jal change
      add s4, s4, a0
      addi s0, s0, -1
      bnez s0, loop
      sd s4, 8(s1)
      j end
      .balign 4
  change:
      .option norvc
      addi a0, a0, 1
      .option rvc
      ret
  end:
  `,
  'a function that is called in more places than it returns to': `
      li s0, 3000
      la s1, data
  loop:
${Array.from({ length: 7 }, (_, call) => `      addi a0, s0, ${call}\n      jal mix\n      xor s2, s2, a0`).join('\n')}
      sd s2, 0(s1)
      addi s0, s0, -1
      bnez s0, loop
      j end
  mix:
      slli t0, a0, 7
      xor a0, a0, t0
      srli t0, a0, 3
      add a0, a0, t0
      ret
  end:
  `,
}

describe('translated calls', () => {
  it.each(Object.entries(programs))('end %s as the interpreter does', (_name, source) => expectSameEnd(source))
})
