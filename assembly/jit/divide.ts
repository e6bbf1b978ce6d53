/** Division as RISC-V has it: by zero and of the least number by -1 it gives fixed answers, where Wasm traps. */
import { close, i64Const, localGet, localSet, op, Op, openWith, ValueType } from './code'
import { rdOf, rs1Of, rs2Of } from './record'
import { VALUE, VALUE2 } from './registers'
import { getX, setX } from './words'

/** `code` divides or takes the remainder; signed division by -1 is a negation, of which no remainder is left. */
export function lowerDivide(w: u64, code: u32, isSigned: bool, isRemainder: bool): void {
  getX(rs1Of(w))
  localSet(VALUE)
  getX(rs2Of(w))
  localSet(VALUE2)
  quotient(code, isSigned, isRemainder)
  setX(rdOf(w))
}

/** The 32-bit forms divide extended operands, so that nothing but zero is special, and sign-extend what comes out. */
export function lowerDivideWord(w: u64, code: u32, isSigned: bool, isRemainder: bool): void {
  extended(rs1Of(w), isSigned)
  localSet(VALUE)
  extended(rs2Of(w), isSigned)
  localSet(VALUE2)
  quotient(code, false, isRemainder)
  op(Op.i64Extend32S)
  setX(rdOf(w))
}

function extended(register: u32, isSigned: bool): void {
  getX(register)
  if (isSigned) return op(Op.i64Extend32S)
  i64Const(0xffff_ffff)
  op(Op.i64And)
}

/** Of VALUE by VALUE2. */
function quotient(code: u32, isSigned: bool, isRemainder: bool): void {
  localGet(VALUE2)
  op(Op.i64Eqz)
  openWith(Op.ifTrue, ValueType.i64)
  if (isRemainder) localGet(VALUE)
  else i64Const(-1)
  op(Op.otherwise)
  if (isSigned) guardNegation(isRemainder)
  localGet(VALUE)
  localGet(VALUE2)
  op(code)
  if (isSigned) close()
  close()
}

function guardNegation(isRemainder: bool): void {
  localGet(VALUE2)
  i64Const(-1)
  op(Op.i64Eq)
  openWith(Op.ifTrue, ValueType.i64)
  i64Const(0)
  if (!isRemainder) {
    localGet(VALUE)
    op(Op.i64Sub)
  }
  op(Op.otherwise)
}
