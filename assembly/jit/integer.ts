/** Integer rows of which more is known than their meaning: moves, constants, and shifts that take a value apart at bit 32. */
import { i64Const, op, Op } from './code'
import { immediateOf, rdOf, rs1Of, rs2Of, SINK } from './record'
import { copyX, getX, noteWord, setX, shiftLeftHigh, shiftRightHigh, wholeX } from './words'

export function lowerAddImmediate(w: u64): void {
  const immediate = immediateOf(w)
  if (immediate == 0) return copyX(rdOf(w), rs1Of(w))
  if (rs1Of(w) == 0) return lowerConstant(w)
  wholeX(rs1Of(w))
  getX(rs1Of(w))
  i64Const(immediate)
  op(Op.i64Add)
  setX(rdOf(w))
}

/** Immediates are sign-extended words. */
export function lowerConstant(w: u64): void {
  i64Const(immediateOf(w))
  setX(rdOf(w))
  noteWord(rdOf(w))
}

export function lowerAdd(w: u64): void {
  if (rs1Of(w) == 0) return copyX(rdOf(w), rs2Of(w))
  if (rs2Of(w) == 0) return copyX(rdOf(w), rs1Of(w))
  wholeX(rs1Of(w))
  wholeX(rs2Of(w))
  getX(rs1Of(w))
  getX(rs2Of(w))
  op(Op.i64Add)
  setX(rdOf(w))
}

export function lowerShiftLeft(w: u64): void {
  if (immediateOf(w) >= 32 && rdOf(w) != SINK) return shiftLeftHigh(rdOf(w), rs1Of(w), <u32>immediateOf(w))
  shift(w, Op.i64Shl)
}

export function lowerShiftRight(w: u64, isSigned: bool): void {
  if (!shiftRightHigh(rdOf(w), rs1Of(w), <u32>immediateOf(w), isSigned)) shift(w, isSigned ? Op.i64ShrS : Op.i64ShrU)
}

function shift(w: u64, code: u32): void {
  wholeX(rs1Of(w))
  getX(rs1Of(w))
  i64Const(immediateOf(w))
  op(code)
  setX(rdOf(w))
}
