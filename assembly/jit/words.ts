/**
 * Registers as 32-bit words: what a block knows of the value of each, and in which local it is.
 *
 *     whole    the i64 local holds the value
 *     half     the i32 local holds the value's low half
 *     word     the value is its low half, sign-extended
 *     small    a word that is not negative, so that zeros extend it as well, which costs nothing
 *     high     the i32 local holds the value's upper half, and the lower one is zero
 *
 * A value that is not whole is a word in its half, or a high. So 32-bit arithmetic is done on 32 bits, and a value is extended where somebody
 * wants all of it: a 64-bit operation, an address, and on the way out, where nobody minds. What blocks hand on to each other is in word-flow.ts.
 */
import { i32Const, i64Const, localGet, localSet, op, Op } from './code'
import { Trick } from '../abi/layout.gen'
import { translator } from '../memory/regions'
import { SINK } from './record'
import { wordLocal, xLocal } from './registers'
import { KNOWN_BYTES, savedWordsAt, Work, work } from './work'

/** What was known at another place of the block that is being written. */
export const enum Saved {
  /** Where a loop may not take another turn. */
  turn = 0,
  /** Where the block's two ways part, and where they have come together again. */
  beginning = 1,
  end = 2,
}

export function saveWords(place: Saved): void {
  memory.copy(savedWordsAt(place), knownWords(), KNOWN_BYTES)
}

export function restoreWords(place: Saved): void {
  memory.copy(knownWords(), savedWordsAt(place), KNOWN_BYTES)
}

/** Where two ways come together. */
export function knowNoMoreThan(place: Saved): void {
  for (let i: u32 = 0; i < KNOWN_BYTES; i += 4) store<u32>(knownWords() + i, load<u32>(knownWords() + i) & load<u32>(savedWordsAt(place) + i))
}

function knownWords(): usize {
  return changetype<usize>(work()) + offsetof<Work>('whole')
}

// @ts-ignore: decorator
@inline function has(set: u32, register: u32): bool {
  return ((set >> register) & 1) != 0
}

/** Is the register's value its low half, sign-extended? */
export function isWord(register: u32): bool {
  return register == 0 || register == SINK || has(work().words, register)
}

export function areWords(one: u32, other: u32): bool {
  return isWord(one) && isWord(other)
}

/** The low half of a register. */
export function getW(register: u32): void {
  const it = work()
  if (register == 0 || register == SINK) return i32Const(0)
  if (has(it.halves, register)) return localGet(wordLocal(register))
  if (!has(it.whole, register)) return i32Const(0)
  localGet(xLocal(register))
  op(Op.i32WrapI64)
}

/** The value on the stack, sign-extended, is the register's from now on. */
export function setW(register: u32): void {
  if (register == SINK) return op(Op.drop)
  if ((translator().without & Trick.words) != 0) {
    op(Op.i64ExtendI32S)
    return setX(register)
  }
  localSet(wordLocal(register))
  mark(register, false, true, true, false)
}

/** The same for a value that is not negative. */
export function setSmall(register: u32): void {
  setW(register)
  if (register != SINK && !has(work().whole, register)) work().smalls |= 1 << register
}

export function getX(register: u32): void {
  if (register == 0 || register == SINK) return i64Const(0)
  if (has(work().whole, register)) return localGet(xLocal(register))
  extend(register)
}

export function setX(register: u32): void {
  if (register == SINK) return op(Op.drop)
  localSet(xLocal(register))
  mark(register, true, false, false, false)
}

/** The register, of which the value was set, is told to be a word. */
export function noteWord(register: u32): void {
  if (register != SINK) work().words |= 1 << register
}

/** What other code put into the i64 locals of a set. */
export function noteWhole(set: u32): void {
  const it = work()
  it.whole |= set
  it.halves &= ~set
  it.words &= ~set
  it.smalls &= ~set
  it.highs &= ~set
}

/** Makes a register's value whole, for whoever wants it from now on. */
export function wholeX(register: u32): void {
  if (register == 0 || register == SINK || has(work().whole, register)) return
  extend(register)
  localSet(xLocal(register))
  work().whole |= 1 << register
}

/** The value of a register that is not whole. */
function extend(register: u32): void {
  localGet(wordLocal(register))
  if (!has(work().highs, register)) return op(has(work().smalls, register) ? Op.i64ExtendI32U : Op.i64ExtendI32S)
  op(Op.i64ExtendI32U)
  i64Const(32)
  op(Op.i64Shl)
}

/** Makes everything whole, for whoever looks at all registers. */
export function settle(): void {
  for (let i: u32 = 1; i < 32; i++) wholeX(i)
}

/** Leaves the low half of a word in its i32 local as well. */
export function halfX(register: u32): void {
  const it = work()
  if (has(it.halves, register)) return
  localGet(xLocal(register))
  op(Op.i32WrapI64)
  localSet(wordLocal(register))
  it.halves |= 1 << register
  it.highs &= ~(1 << register)
}

function mark(register: u32, whole: bool, half: bool, word: bool, high: bool): void {
  const it = work()
  const bit: u32 = 1 << register
  it.whole = whole ? it.whole | bit : it.whole & ~bit
  it.halves = half ? it.halves | bit : it.halves & ~bit
  it.words = word ? it.words | bit : it.words & ~bit
  it.smalls &= ~bit
  it.highs = high ? it.highs | bit : it.highs & ~bit
}

/** A move takes along what is known. */
export function copyX(to: u32, from: u32): void {
  if (to == SINK || to == from) return
  if (from == 0 || from == SINK) {
    i64Const(0)
    setX(to)
    return noteWord(to)
  }
  const it = work()
  const whole = has(it.whole, from)
  localGet(whole ? xLocal(from) : wordLocal(from))
  localSet(whole ? xLocal(to) : wordLocal(to))
  const small = has(it.smalls, from)
  mark(to, whole, !whole && has(it.halves, from), has(it.words, from), !whole && has(it.highs, from))
  if (small) it.smalls |= 1 << to
}

/** Left by 32 and more: only the upper half is left. */
export function shiftLeftHigh(to: u32, from: u32, by: u32): void {
  getW(from)
  if (by != 32) {
    i32Const(by - 32)
    op(Op.i32Shl)
  }
  localSet(wordLocal(to))
  mark(to, false, false, false, true)
}

/** Right by 32 and more, of what has only an upper half; false when it is not so. */
export function shiftRightHigh(to: u32, from: u32, by: u32, isSigned: bool): bool {
  if (from == 0 || from == SINK || by == 0 || !has(work().highs, from)) return false
  localGet(wordLocal(from))
  if (by > 32) {
    i32Const(by - 32)
    op(isSigned ? Op.i32ShrS : Op.i32ShrU)
  }
  if (by >= 32 && (isSigned || by > 32)) {
    setW(to)
    return true
  }
  op(isSigned ? Op.i64ExtendI32S : Op.i64ExtendI32U)
  if (by < 32) {
    i64Const(32 - by)
    op(Op.i64Shl)
  }
  setX(to)
  return true
}
