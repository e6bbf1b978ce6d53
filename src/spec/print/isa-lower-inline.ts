/** Rows that the translator lowers in a way of its own, where the helper that gives their meaning is only the slow path. */
import type { Row } from '../isa/dsl'

const fences: Readonly<Record<string, string>> = { fence: 'lowerFence()' }

const divisions: Readonly<Record<string, string>> = {
  div: 'lowerDivide(w, Op.i64DivS, true, false)',
  divu: 'lowerDivide(w, Op.i64DivU, false, false)',
  rem: 'lowerDivide(w, Op.i64RemS, true, true)',
  remu: 'lowerDivide(w, Op.i64RemU, false, true)',
  divw: 'lowerDivideWord(w, Op.i64DivS, true, false)',
  divuw: 'lowerDivideWord(w, Op.i64DivU, false, false)',
  remw: 'lowerDivideWord(w, Op.i64RemS, true, true)',
  remuw: 'lowerDivideWord(w, Op.i64RemU, false, true)',
}

const integers: Readonly<Record<string, string>> = {
  lui: 'lowerConstant(w)',
  addi: 'lowerAddImmediate(w)',
  add: 'lowerAdd(w)',
  slli: 'lowerShiftLeft(w)',
  srli: 'lowerShiftRight(w, false)',
  srai: 'lowerShiftRight(w, true)',
}

/** Of sums and differences a subnormal result is exact; of the others it may have lost digits. */
const doubles: Readonly<Record<string, string>> = {
  'fadd.d': 'lowerDoubleBinary(w, Op.f64Add, false, $)',
  'fsub.d': 'lowerDoubleBinary(w, Op.f64Sub, false, $)',
  'fmul.d': 'lowerDoubleBinary(w, Op.f64Mul, true, $)',
  'fdiv.d': 'lowerDoubleBinary(w, Op.f64Div, true, $)',
  'fsqrt.d': 'lowerDoubleRoot(w, $)',
  'fmadd.d': 'lowerDoubleFused(w, false, false, $)',
  'fmsub.d': 'lowerDoubleFused(w, false, true, $)',
  'fnmsub.d': 'lowerDoubleFused(w, true, false, $)',
  'fnmadd.d': 'lowerDoubleFused(w, true, true, $)',
  'fsgnj.d': 'lowerDoubleSign(w, Sign.copy)',
  'fsgnjn.d': 'lowerDoubleSign(w, Sign.negate)',
  'fsgnjx.d': 'lowerDoubleSign(w, Sign.xor)',
  'feq.d': 'lowerDoubleCompare(w, Op.f64Eq, $)',
  'flt.d': 'lowerDoubleCompare(w, Op.f64Lt, $)',
  'fle.d': 'lowerDoubleCompare(w, Op.f64Le, $)',
  'fcvt.d.w': 'lowerDoubleFromWord(w, Op.f64ConvertI32S, $)',
  'fcvt.d.wu': 'lowerDoubleFromWord(w, Op.f64ConvertI32U, $)',
  'fcvt.d.l': 'lowerDoubleFromLong(w, Op.f64ConvertI64S, $)',
  'fcvt.d.lu': 'lowerDoubleFromLong(w, Op.f64ConvertI64U, $)',
  'fcvt.w.d': 'lowerDoubleToInteger(w, Op.i32TruncF64S, 32, -2147483648.0, 2147483648.0, $)',
  'fcvt.wu.d': 'lowerDoubleToInteger(w, Op.i32TruncF64U, 32, 0.0, 4294967296.0, $)',
  'fcvt.l.d': 'lowerDoubleToInteger(w, Op.i64TruncF64S, 64, -9223372036854775808.0, 9223372036854775808.0, $)',
  'fcvt.lu.d': 'lowerDoubleToInteger(w, Op.i64TruncF64U, 64, 0.0, 18446744073709551616.0, $)',
  'fcvt.d.s': 'lowerDoubleFromSingle(w, $)',
}

const singles: Readonly<Record<string, string>> = {
  'fadd.s': 'lowerSingle(w, Op.f32Add, 2, false, $)',
  'fsub.s': 'lowerSingle(w, Op.f32Sub, 2, false, $)',
  'fmul.s': 'lowerSingle(w, Op.f32Mul, 2, true, $)',
  'fdiv.s': 'lowerSingle(w, Op.f32Div, 2, true, $)',
  'fsqrt.s': 'lowerSingle(w, Op.f32Sqrt, 1, true, $)',
  'feq.s': 'lowerSingleCompare(w, Op.f32Eq, $)',
  'flt.s': 'lowerSingleCompare(w, Op.f32Lt, $)',
  'fle.s': 'lowerSingleCompare(w, Op.f32Le, $)',
  'fcvt.s.d': 'lowerSingleFromDouble(w, $)',
}

const lowerings = { ...fences, ...divisions, ...integers, ...doubles, ...singles }

/** The statement that writes the row's code, `$` standing for the helper; undefined when the semantics are printed as they are. */
export function inlineLowering(row: Row): string | undefined {
  return lowerings[row.name]
}

/** Does the row's lowering look after words itself? */
export function takesWords(row: Row): boolean {
  return row.name in integers
}
