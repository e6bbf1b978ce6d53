/** Floating point at the edges of what Wasm's operators do as RISC-V has it: both engines end in the same state, flags included. */

import { describe, it } from 'vitest'
import { expectSameEnd } from './both-engines'

/** Zero, the ends of the subnormal and the normal range, what is just inside them, 1, infinity, a quiet and a signalling NaN. */
const doubles = [
  '0',
  '1',
  '0x000fffffffffffff',
  '0x0010000000000000',
  '0x0010000000000001',
  '0x00100000ffffffff',
  '0x0010000100000000',
  '0x0020000000000000',
  '0x1ff0000000000000',
  '0x2000000000000001',
  '0x3fefffffffffffff',
  '0x3ff0000000000000',
  '0xbff0000000000001',
  '0x4000000000000003',
  '0x5fdfffffffffffff',
  '0x5ff0000000000000',
  '0x7fdffffefffffffe',
  '0x7fdfffffffffffff',
  '0x7fe0000000000000',
  '0x7fefffffffffffff',
  '0xffefffffffffffff',
  '0x7ff0000000000000',
  '0xfff0000000000000',
  '0x7ff8000000000000',
  '0x7ff0000000000001',
]
const singles = [
  '0',
  '1',
  '0x007fffff',
  '0x00800000',
  '0x00800001',
  '0x00800002',
  '0x1f800000',
  '0x20000001',
  '0x3f7fffff',
  '0x3f800000',
  '0xbf800001',
  '0x5f7fffff',
  '0x5f800000',
  '0x7effffff',
  '0x7f000000',
  '0x7f7fffff',
  '0xff7fffff',
  '0x7f800000',
  '0xff800000',
  '0x7fc00000',
  '0x7f800001',
].map((bits) => `0xffffffff${bits.replace('0x', '').padStart(8, '0')}`)

const results = ['fa2', 'fa3', 'fa4', 'fa5', 'fa6', 'fa7', 'ft0']

/** Every operation on every pair of the values: once without NX accrued, then with it, as code usually runs, and in turns that slices end elsewhere. */
const program = (type: 'd' | 's', values: readonly string[]) => `
    li t0, 0x6000
    csrs sstatus, t0
    li s7, 9
    li s10, 31
    la s8, data
  again:
    la s1, values
    li s3, ${values.length}
  outer:
    la s2, values
    li s4, ${values.length}
    fld fa0, 0(s1)
  inner:
    fld fa1, 0(s2)
    fadd.${type} fa2, fa0, fa1
    fsub.${type} fa3, fa0, fa1
    fmul.${type} fa4, fa0, fa1
    fdiv.${type} fa5, fa0, fa1
    fsqrt.${type} fa6, fa1
    fmadd.${type} fa7, fa0, fa1, fa0
    feq.${type} a1, fa0, fa1
    flt.${type} a2, fa0, fa1
    fle.${type} a3, fa0, fa1
    ${type === 'd' ? 'fcvt.s.d' : 'fcvt.d.s'} ft0, fa1
    slli a1, a1, 1
    add a1, a1, a2
    slli a1, a1, 1
    add a1, a1, a3
    ${results.map((register) => `fmv.x.d a4, ${register}\n    mul s5, s5, s10\n    add s5, s5, a4`).join('\n    ')}
    add s5, s5, a1
    csrr a5, fflags
    mul s6, s6, s10
    add s6, s6, a5
    fsd fa2, 0(s8)
    # Again without what was accrued, but for NX from the second time on.
    csrw fflags, s9
    addi s2, s2, 8
    addi s4, s4, -1
    bnez s4, inner
    addi s1, s1, 8
    addi s3, s3, -1
    bnez s3, outer
    li s9, 1
    csrw fflags, s9
    addi s7, s7, -1
    bnez s7, again
    la s1, data
    sd s5, 0(s1)
    sd s6, 8(s1)
    j end
    .balign 8
  values:
    .dword ${values.join(', ')}
  end:
`

describe('translated floating point', () => {
  it('ends with doubles as the interpreter does', () => expectSameEnd(program('d', doubles)))
  it('ends with singles as the interpreter does', () => expectSameEnd(program('s', singles)))
})
