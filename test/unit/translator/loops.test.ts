/** Loops that are peeled, guarded, entered at several blocks and left in several turns: programs that both engines end in the same state. */

import { describe, it } from 'vitest'
import { expectSameEnd } from './both-engines'

const programs: Readonly<Record<string, string>> = {
  'a loop of two turns whose second pointer is a word, and whose first no span holds': `
      li s0, 9000
      la s1, data+4096
      la s2, data
      slli s2, s2, 33
      srli s2, s2, 33
      lw t0, 0(s2)
      sw t0, 0(s2)
  loop:
      lbu t0, 5(s1)
      lw t1, 0(s2)
      add t1, t1, t0
      sb t1, 6(s1)
      sw t1, 4(s2)
      addi s0, s0, -1
      andi t2, s0, 31
      addiw s2, s2, 4
      bnez t2, loop
      addiw s2, s2, -128
      bgtz s0, loop
  `,
  'loops over fresh pages, one store or several off one register at a time, to the last byte of RAM': `
      li s0, 0x80040000
      li s3, 0x80100000
      li s2, 0x80080000
  clear:
      sd s0, 0(s0)
      addi s0, s0, 8
      bltu s0, s2, clear
      addi s0, s0, 32
      addi s3, s3, -24
  write:
      sd s0, -24(s0)
      sw s2, 13(s0)
      add s2, s2, s0
      sb s2, 22(s0)
      addi s0, s0, 24
      bltu s0, s3, write
      li s3, 0x80100000
      sd s2, -8(s3)
      sb s0, -1(s3)
      li s0, 0x80040000
      addi s3, s3, -7
  sum:
      ld t0, 0(s0)
      xor s2, s2, t0
      slli s2, s2, 1
      add s2, s2, t0
      addi s0, s0, 1
      bltu s0, s3, sum
      la s1, data
      sd s2, 0(s1)
  `,
  'a loop that copies what another turn has made whole': `
      li s0, 1500
      la s1, data
  again:
      li s2, 6
      addiw a0, s0, 200
      addiw a2, s0, 2000
  loop:
      mv a1, a0
      sd a1, 0(s1)
      mv a0, a2
      sd a0, 8(s1)
      addi s2, s2, -1
      bnez s2, loop
      addw a3, a1, a3
      addi s0, s0, -1
      bnez s0, again
      sd a3, 16(s1)
  `,
  'a loop that is entered at two blocks, and gone round by three': `
      li s0, 9000
      la s1, data
      addiw a0, zero, 7
      andi t0, s0, 1
  again:
      xori t0, t0, 1
      bnez t0, inner
  outer:
      addiw a0, a0, 3
      slliw a1, a0, 2
      andi t1, a0, 4
      bnez t1, inner
      addw a0, a0, a1
  inner:
      sw a0, 0(s1)
      sraiw a1, a0, 1
      addi s0, s0, -1
      andi t1, s0, 7
      beqz t1, out
      andi t1, s0, 1
      beqz t1, outer
      addiw a0, a1, 9
      bgtz s0, inner
  out:
      bgtz s0, again
      add a2, a0, a1
      sd a2, 8(s1)
  `,
  'a heap that is sifted down, whose loop is left and gone on with behind its last branch': `
      li s0, 400
      la s1, data
      li a1, 512
  fill:
      slli t0, s0, 3
      mul t1, t0, s0
      xori t1, t1, 0x2a5
      slli t2, s0, 2
      add t2, t2, s1
      sw t1, 0(t2)
      addi s0, s0, -1
      bnez s0, fill
      li s0, 300
  sift:
      andi a0, s0, 63
      slli a4, a0, 1
      addi a4, a4, 1
      bgeu a4, a1, done
      slli a5, a0, 2
      add a5, a5, s1
      lw t1, 0(a5)
      j child
  larger:
      lw a2, 0(a7)
      bgeu a6, a2, smaller
      slli a4, a5, 2
      mv a6, a2
      slli a0, a0, 2
      add a2, s1, a4
      slli a4, a5, 1
      add a7, s1, a0
      addi a4, a4, 1
      bgeu t1, a6, done
  swap:
      sw a6, 0(a7)
      sw t1, 0(a2)
      mv a0, a5
      bgeu a4, a1, done
  child:
      addi a5, a0, 1
      slli a2, a5, 3
      add a7, s1, a2
      slli a2, a4, 2
      add a2, a2, s1
      slli a5, a5, 1
      lw a6, 0(a2)
      bltu a5, a1, larger
  smaller:
      mv a5, a4
      slli a4, a5, 2
      slli a0, a0, 2
      add a2, s1, a4
      slli a4, a5, 1
      add a7, s1, a0
      addi a4, a4, 1
      bltu t1, a6, swap
  done:
      addi s0, s0, -1
      bnez s0, sift
  `,
  'three loops inside each other, of which the innermost is hot first': `
      li s0, 60
      la s1, data
  outer:
      andi s2, s0, 3
      addiw a0, a0, 7
  middle:
      andi s3, s0, 15
      beqz s3, skip
      addiw a1, a0, 1
  inner:
      addw a1, a1, s3
      sw a1, 0(s1)
      lbu t0, 1(s1)
      add a2, a2, t0
      addi s3, s3, -1
      bgtz s3, inner
  skip:
      addw a0, a0, a1
      addi s2, s2, -1
      bgtz s2, middle
      sd a2, 8(s1)
      addi s0, s0, -1
      bnez s0, outer
  `,
  'a loop with a switch in it, and a function that it calls in three places': `
      li s0, 900
      la s1, data
      la s2, table0
  loop:
      andi t0, s0, 3
      slli t0, t0, 3
      add t0, t0, s2
      ld t1, 0(t0)
      addiw a0, s0, 3
      jr t1
  case0:
      jal twice
      addi a1, a1, 1
      j next
  case1:
      addiw a0, a0, 11
      jal twice
  case2:
      sw a0, 0(s1)
      jal twice
      lw t2, 0(s1)
      bltz t2, loop
  next:
      add a1, a1, a0
      sd a1, 8(s1)
      addi s0, s0, -1
      bnez s0, loop
      j end
  twice:
      andi t3, a0, 1
      bnez t3, odd
      slliw a0, a0, 1
      ret
  odd:
      addiw a0, a0, 1
      ret
      .balign 8
  table0:
      .dword case0, case1, case2, next
  end:
  `,
  'a loop that a guarded block leaves in any turn': `
      li s0, 1500
      la s1, data
  again:
      andi s2, s0, 7
      mv s3, s1
      add s4, s1, s0
  loop:
      ld t0, 0(s3)
      ld t1, 8(s4)
      addi t0, t0, 3
      sd t0, 16(s3)
      addi s3, s3, 8
      addi s2, s2, -1
      bgtz s2, loop
      addw a0, a0, t1
      sd a0, 0(s1)
      addi s0, s0, -1
      bnez s0, again
  `,
  'a loop over pages that are read, first written, and read again': `
      li s0, 3000
      li s1, 0x20000
      li s3, 0
  loop:
      or s2, s1, zero
      ld t0, 0(s1)
      ld t1, 8(s1)
      sd s0, 0(s2)
      ld t2, 0(s1)
      ld t3, 8(s1)
      add a0, a0, t2
      add a1, a1, t0
      add s1, s1, s3
      ld t4, 16(s1)
      addi s0, s0, -1
      bnez s0, loop
      bnez s3, end
      li s0, 200
      li s3, 4096
      j loop
  end:
  `,
  'a run that is entered in the middle, and hands words on': `
      li s0, 300
      la s1, data
  again:
      andi s2, s0, 31
      addiw s2, s2, 1
      li a0, 3
      li a1, 5
      add s3, s1, s2
      j middle
  top:
      mv a2, a1
      mv a1, a0
      mv a0, t3
  middle:
      lw t0, 4(s3)
      slliw t1, a0, 7
      srliw t2, a0, 25
      or t1, t1, t2
      xor t3, t1, a2
      addw t3, t3, t0
      and t4, a1, a2
      addw t3, t3, t4
      sw t3, 8(s3)
      addi s3, s3, 1
      addi s2, s2, -1
      bnez s2, top
      add a3, a3, t3
      xor a3, a3, t4
      sd a3, 0(s1)
      addi s0, s0, -1
      bnez s0, again
  `,
  'a run that a table enters anywhere, over page ends and ends of budgets': `
      li s0, 700
      li s4, 0x80040ff0
  again:
      andi s2, s0, 7
      slli t0, s2, 3
      sub s3, s4, t0
      addi s5, s3, 512
      la t1, entries
      add t1, t1, t0
      ld t1, 0(t1)
      jr t1
  run0:
      sd s0, 0(s3)
  run1:
      sd s2, 8(s3)
  run2:
      lw t2, 3(s3)
      addw a0, a0, t2
  run3:
      sh a0, 30(s3)
      addi s3, s3, 32
      bltu s3, s5, run0
      addi s0, s0, -1
      addi s4, s4, 24
      bnez s0, again
      j end
      .balign 8
  entries:
      .dword run0, run1, run2, run3, run3, run2, run1, run0
  end:
  `,
  'a guarded block that ends with a call': `
      li s0, 6000
      la s1, data
      slli s2, s1, 33
      srli s2, s2, 33
      la s3, data+4096
  loop:
      addiw a0, s0, 5
      lw a1, 0(s2)
      mv a2, a0
      addw a1, a1, a0
      sd a0, 8(s1)
      mv a3, a2
      sw a1, 0(s2)
      call half
      addw a4, a4, a3
      andi t1, s0, 15
      bnez t1, next
      mv t2, s2
      mv s2, s3
      mv s3, t2
  next:
      addi s0, s0, -1
      bnez s0, loop
      sd a4, 16(s1)
      j end
  half:
      sraiw a3, a3, 1
      sd a2, 24(s1)
      ret
  end:
  `,
}

describe('translated loops', () => {
  it.each(Object.entries(programs))('end %s as the interpreter does', (_name, source) => expectSameEnd(source))
})
