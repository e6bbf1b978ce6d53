/** Answers that the manuals give or that follow from them by hand, so that they hold without an oracle. */
import { beforeAll, describe, expect, it } from 'vitest'
import { OPERATIONS } from './operations'
import { Subject } from './subject'

const NX = 1
const UF = 2
const OF = 4
const DZ = 8
const NV = 16
const RNE = 0
const RTZ = 1
const RDN = 2
const RUP = 3
const RMM = 4
const DYN = 7

const bits = new DataView(new ArrayBuffer(8))

function d(value: number): bigint {
  bits.setFloat64(0, value)
  return bits.getBigUint64(0)
}

function s(value: number): bigint {
  bits.setFloat32(0, value)
  return 0xffffffff00000000n | BigInt(bits.getUint32(0))
}

const h = (pattern: number): bigint => 0xffffffffffff0000n | BigInt(pattern)

const CANONICAL_D = 0x7ff8000000000000n
const CANONICAL_S = 0xffffffff7fc00000n
const SIGNALING_D = 0x7ff0000000000001n
const QUIET_D = 0xfff8000000000123n
const LEAST_NORMAL_D = 0x0010000000000000n

let subject: Subject

beforeAll(async () => {
  subject = await Subject.compile()
})

function execute(name: string, operands: readonly bigint[], { rm = RNE, frm = RNE, fflags = 0 } = {}): [bigint, number] {
  const operation = OPERATIONS.find((candidate) => candidate.name === name)
  if (operation === undefined) throw new Error(`no operation ${name}`)
  const answer = subject.execute({ operation, rm, operands }, { frm, fflags })
  return [answer.result, answer.fflags]
}

describe('rounding', () => {
  it.each([
    [RNE, 1, NX],
    [RTZ, 1, NX],
    [RDN, 1, NX],
    [RUP, 1 + Number.EPSILON, NX],
    [RMM, 1 + Number.EPSILON, NX],
  ])('in mode %i sends a tie above an even digit to %d', (rm, expected, flags) => {
    expect(execute('fadd_d', [d(1), d(Number.EPSILON / 2)], { rm })).toEqual([d(expected), flags])
    expect(execute('fadd_d', [d(1), d(Number.EPSILON / 2)], { rm: DYN, frm: rm })).toEqual([d(expected), flags])
  })

  it('keeps flags that were set before and sets none for an exact result', () => {
    expect(execute('fadd_d', [d(1), d(2)])).toEqual([d(3), 0])
    expect(execute('fmul_s', [s(3), s(0.5)], { fflags: DZ })).toEqual([s(1.5), DZ])
    expect(execute('fdiv_s', [s(1), s(3)])).toEqual([s(1 / 3), NX])
  })

  it('gives an exact cancellation a minus only when it rounds down', () => {
    expect(execute('fsub_d', [d(1), d(1)])).toEqual([d(0), 0])
    expect(execute('fsub_d', [d(1), d(1)], { rm: RDN })).toEqual([d(-0), 0])
  })

  it('keeps the last digits of a product that cancels against its rounded value', () => {
    const x = d(1 + Number.EPSILON)
    const rounded = d(1 + 2 * Number.EPSILON)
    expect(execute('fmsub_d', [x, x, rounded])).toEqual([d(2 ** -104), 0])
    expect(execute('fnmsub_d', [x, x, rounded])).toEqual([d(-(2 ** -104)), 0])
  })

  it.each([5, 6, 7])('in the reserved dynamic mode %i gives nothing and raises no flag', (frm) => {
    expect(execute('fdiv_d', [d(1), d(0)], { rm: DYN, frm })).toEqual([0n, 0])
    expect(execute('fcvt_d_w', [1n], { rm: DYN, frm })).toEqual([0n, 0])
    expect(execute('fcvt_d_s', [s(1)], { rm: DYN, frm })).toEqual([0n, 0])
    expect(execute('fmadd_s', [s(1), s(1), s(1)], { rm: DYN, frm })).toEqual([0n, 0])
  })
})

describe('exceptions', () => {
  it('detects tininess after rounding', () => {
    const justBelow = [LEAST_NORMAL_D, d(1 - Number.EPSILON / 2)]
    expect(execute('fmul_d', justBelow)).toEqual([LEAST_NORMAL_D, UF | NX])
    const nearer = execute('fmadd_d', [d(2 ** -537), d(2 ** -537 * (1 - Number.EPSILON / 2)), LEAST_NORMAL_D - 1n])
    expect(nearer).toEqual([LEAST_NORMAL_D, NX])
  })

  it('overflows to infinity or to the largest number, by the direction of rounding', () => {
    const operands = [d(Number.MAX_VALUE), d(2)]
    expect(execute('fmul_d', operands)).toEqual([d(Infinity), OF | NX])
    expect(execute('fmul_d', operands, { rm: RTZ })).toEqual([d(Number.MAX_VALUE), OF | NX])
    expect(execute('fmul_d', operands, { rm: RDN })).toEqual([d(Number.MAX_VALUE), OF | NX])
    expect(execute('fmul_d', operands, { rm: RUP, fflags: NX })).toEqual([d(Infinity), OF | NX])
  })

  it('tells division by zero from an invalid one', () => {
    expect(execute('fdiv_d', [d(-1), d(0)])).toEqual([d(-Infinity), DZ])
    expect(execute('fdiv_d', [d(0), d(0)])).toEqual([CANONICAL_D, NV])
    expect(execute('fsqrt_s', [s(-1)])).toEqual([CANONICAL_S, NV])
  })

  it('answers every NaN with the canonical one, and only a signaling one is invalid', () => {
    expect(execute('fadd_d', [QUIET_D, d(1)])).toEqual([CANONICAL_D, 0])
    expect(execute('fadd_d', [d(1), SIGNALING_D])).toEqual([CANONICAL_D, NV])
    expect(execute('fcvt_s_d', [SIGNALING_D])).toEqual([CANONICAL_S, NV])
  })

  it('finds infinity times zero invalid even with a quiet NaN to add', () => {
    expect(execute('fmadd_d', [d(Infinity), d(0), QUIET_D])).toEqual([CANONICAL_D, NV])
  })
})

describe('NaN boxing', () => {
  it('takes a narrow value that is not boxed for the canonical NaN', () => {
    expect(execute('fadd_s', [0x3f800000n, s(1)])).toEqual([CANONICAL_S, 0])
    expect(execute('fsgnj_s', [0x3f800000n, s(-1)])).toEqual([0xffffffffffc00000n, 0])
    expect(execute('fclass_h', [0xffffffff3f803c00n])).toEqual([1n << 9n, 0])
  })

  it('boxes and unboxes raw patterns', () => {
    expect(subject.pure('box32', 0x3f800000)).toBe(s(1))
    expect(subject.pure('box16', 0x3c00)).toBe(h(0x3c00))
    expect(subject.pure('unbox32', s(1))).toBe(0x3f800000n)
    expect(subject.pure('unbox16', s(1))).toBe(0x7e00n)
  })
})

describe('comparison', () => {
  it('puts -0 below +0 in minimum and maximum but finds them equal', () => {
    expect(execute('fmin_d', [d(0), d(-0)])).toEqual([d(-0), 0])
    expect(execute('fmax_d', [d(-0), d(0)])).toEqual([d(0), 0])
    expect(execute('feq_d', [d(-0), d(0)])).toEqual([1n, 0])
    expect(execute('flt_d', [d(-0), d(0)])).toEqual([0n, 0])
  })

  it('prefers numbers in fmin and NaNs in fminm', () => {
    expect(execute('fmin_d', [QUIET_D, d(1)])).toEqual([d(1), 0])
    expect(execute('fmin_d', [SIGNALING_D, d(1)])).toEqual([d(1), NV])
    expect(execute('fminm_d', [QUIET_D, d(1)])).toEqual([CANONICAL_D, 0])
  })

  it('signals for quiet NaNs in flt and fle only', () => {
    expect(execute('flt_d', [QUIET_D, d(1)])).toEqual([0n, NV])
    expect(execute('fle_d', [QUIET_D, d(1)])).toEqual([0n, NV])
    expect(execute('feq_d', [QUIET_D, d(1)])).toEqual([0n, 0])
    expect(execute('fltq_d', [QUIET_D, d(1)])).toEqual([0n, 0])
    expect(execute('fleq_d', [SIGNALING_D, d(1)])).toEqual([0n, NV])
  })

  it.each([
    [d(-Infinity), 0],
    [d(-1), 1],
    [d(-5e-324), 2],
    [d(-0), 3],
    [d(0), 4],
    [d(5e-324), 5],
    [d(1), 6],
    [d(Infinity), 7],
    [SIGNALING_D, 8],
    [QUIET_D, 9],
  ])('classifies %i as bit %i', (value, bit) => {
    expect(execute('fclass_d', [value])).toEqual([1n << BigInt(bit), 0])
  })
})

describe('conversion to an integer', () => {
  it.each([
    ['fcvt_w_d', -Infinity, 0xffffffff80000000n, NV],
    ['fcvt_w_d', Infinity, 0x7fffffffn, NV],
    ['fcvt_w_d', 2 ** 31, 0x7fffffffn, NV],
    ['fcvt_w_d', -(2 ** 31) - 0.5, 0xffffffff80000000n, NX],
    ['fcvt_wu_d', Number.NaN, 0xffffffffffffffffn, NV],
    ['fcvt_wu_d', 2 ** 31, 0xffffffff80000000n, 0],
    ['fcvt_wu_d', -0.9, 0n, NX],
    ['fcvt_wu_d', -1, 0n, NV],
    ['fcvt_l_d', Number.NaN, 0x7fffffffffffffffn, NV],
    ['fcvt_l_d', -(2 ** 63), 0x8000000000000000n, 0],
    ['fcvt_lu_d', 2 ** 64, 0xffffffffffffffffn, NV],
    ['fcvt_lu_d', 2 ** 63, 0x8000000000000000n, 0],
  ])('%s towards zero of %d', (name, value, expected, flags) => {
    expect(execute(name, [d(value)], { rm: RTZ })).toEqual([expected, flags])
  })

  it.each([
    [d(2 ** 32 + 5), 5n, NV],
    [d(-1.5), 0xffffffffffffffffn, NX],
    [d(2 ** 31), 0xffffffff80000000n, NV],
    [d(2 ** 84), 0n, NV],
    [d(2 ** 52 + 2 ** 31 + 1), 0xffffffff80000001n, NV],
    [d(Infinity), 0n, NV],
    [QUIET_D, 0n, NV],
  ])('fcvtmod.w.d wraps %i modulo 2^32', (value, expected, flags) => {
    expect(execute('fcvtmod_w_d', [value])).toEqual([expected, flags])
  })
})

describe('fround', () => {
  it('rounds to an integral value, and froundnx tells when it was none', () => {
    expect(execute('fround_d', [d(2.5)])).toEqual([d(2), 0])
    expect(execute('froundnx_d', [d(2.5)], { rm: RMM })).toEqual([d(3), NX])
    expect(execute('fround_s', [s(-0.25)])).toEqual([s(-0), 0])
    expect(execute('fround_h', [h(0x3c01)], { rm: RUP })).toEqual([h(0x4000), 0])
    expect(execute('fround_d', [SIGNALING_D])).toEqual([CANONICAL_D, NV])
  })
})

/** Zfa, table of "Load-Immediate Instructions"; entries 1, 30 and 31 depend on the format. */
const FLI = [
  -1,
  0,
  2 ** -16,
  2 ** -15,
  2 ** -8,
  2 ** -7,
  0.0625,
  0.125,
  0.25,
  0.3125,
  0.375,
  0.4375,
  0.5,
  0.625,
  0.75,
  0.875,
  1,
  1.25,
  1.5,
  1.75,
  2,
  2.5,
  3,
  4,
  8,
  16,
  128,
  256,
  2 ** 15,
  2 ** 16,
  Infinity,
]

describe('fli', () => {
  it('loads the constants of the manual', () => {
    FLI.forEach((value, index) => {
      if (index === 1) return
      expect(subject.pure('fli_d', index)).toBe(d(value))
      expect(subject.pure('fli_s', index)).toBe(s(value))
    })
    expect(subject.pure('fli_d', 31)).toBe(CANONICAL_D)
    expect(subject.pure('fli_s', 31)).toBe(CANONICAL_S)
  })

  it('loads the least normal number of each format', () => {
    expect(subject.pure('fli_d', 1)).toBe(LEAST_NORMAL_D)
    expect(subject.pure('fli_s', 1)).toBe(s(2 ** -126))
    expect(subject.pure('fli_h', 1)).toBe(h(0x0400))
  })

  it('loads half-precision subnormals, and infinity for 2^16', () => {
    expect([2, 3, 16, 28, 29, 30, 31].map((index) => subject.pure('fli_h', index))).toEqual(
      [0x0100, 0x0200, 0x3c00, 0x7800, 0x7c00, 0x7c00, 0x7e00].map(h),
    )
  })
})
