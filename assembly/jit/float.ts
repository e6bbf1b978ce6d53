/**
 * Floating point with Wasm's operators where they give RISC-V's result and flags, and by the core's helpers elsewhere.
 *
 * Wasm rounds to nearest even and keeps no flags: its result is right in that mode when it is normal and NX, which it may have raised, is already
 * accrued. What tells both is looked at once in a block, in FAST, which is the range of results that are taken as they are, or 0:
 *
 *     double result is fine = (upper half << 1) - least < FAST          as unsigned numbers; without `least` where results need not be normal
 *
 * Results at the very ends of the range go the slow way, too.
 */
import { Hart } from '../abi/layout.gen'
import { access, byte, close, f64Const, i32Const, i64Const, localGet, localSet, localTee, op, Op, openUnlikely, ValueType, vector } from './code'
import { leaveOnAttention } from './leave'
import { fs1Of, fs2Of, fs3Of, fusedRmOf, rdOf, rmOf, rs1Of } from './record'
import { FAST, fLocal, getF, HART, scratchFloat, scratchSingle, VALUE } from './registers'
import { getX, setX } from './words'
import { callHelper } from './types'
import { translator } from '../memory/regions'
import { work } from './work'

const NX: i32 = 1
const RNE: i32 = 0
const RTZ: i32 = 1
const RMM: i32 = 4
const DYN: i32 = 7
const HIGH_HALF: i64 = 0xffff_ffff << 32
/** Twice the upper half of a double behind the least normal one, and how many such numbers there are up to infinity; odd, so that it stands for "true" as well. */
const LEAST: i32 = 0x20_0002
const RANGE: i32 = <i32>(<u32>0xffe0_0000 - <u32>LEAST - 1)
/** The same of a single's bits. */
const LEAST_SINGLE: i32 = 0x100_0002
const RANGE_SINGLE: i32 = <i32>(<u32>0xff00_0000 - <u32>LEAST_SINGLE)

/** How FSGNJ, FSGNJN and FSGNJX make the sign. */
export const enum Sign {
  copy = 0,
  negate = 1,
  xor = 2,
}

/** Computes FAST when the block has not yet: RANGE while rounding is to nearest even and NX is accrued. */
function findFast(): void {
  const it = work()
  if (it.knowsFast != 0) return
  it.knowsFast = 1
  localGet(HART)
  access(Op.i32Load, <u32>offsetof<Hart>('fflags'))
  i32Const(NX)
  op(Op.i32And)
  localGet(HART)
  access(Op.i32Load, <u32>offsetof<Hart>('frm'))
  op(Op.i32Eqz)
  op(Op.i32And)
  i32Const(RANGE)
  op(Op.i32Mul)
  localSet(FAST)
}

// @ts-ignore: decorator
@inline function isNearest(rm: i32): bool {
  return rm == RNE || rm == DYN
}

function getDouble(register: u32): void {
  localGet(fLocal(register))
}

function setDouble(register: u32): void {
  localSet(fLocal(register))
}

/** Opens the slow way, unless a condition on the stack and FAST hold, with what it is called with: the hart and so many f registers. */
function openSlowly(w: u64, operands: u32): void {
  localGet(FAST)
  op(Op.i32And)
  op(Op.i32Eqz)
  openUnlikely(ValueType.empty)
  getOperands(w, operands)
}

/** The same, unless the scratch local's double is finite, and for `isNormal` beyond the least normal one. */
function openUnlessFine(w: u64, operands: u32, isNormal: bool): void {
  localGet(scratchFloat())
  op(Op.i64ReinterpretF64)
  i64Const(32)
  op(Op.i64ShrU)
  op(Op.i32WrapI64)
  i32Const(1)
  op(Op.i32Shl)
  if (isNormal) {
    i32Const(LEAST)
    op(Op.i32Sub)
  }
  localGet(FAST)
  op(Op.i32GeU)
  openUnlikely(ValueType.empty)
  getOperands(w, operands)
}

function getOperands(w: u64, operands: u32): void {
  localGet(HART)
  getF(fs1Of(w))
  if (operands > 1) getF(fs2Of(w))
  if (operands > 2) getF(fs3Of(w))
}

function callRounding(type: u32, helper: u32, rm: i32): void {
  i32Const(rm)
  callHelper(type, helper)
  leaveOnAttention()
}

/** FADD.D, FSUB.D, FMUL.D and FDIV.D. */
export function lowerDoubleBinary(w: u64, code: u32, isNormal: bool, type: u32, helper: u32): void {
  if (!isNearest(rmOf(w))) return slowDouble(w, 2, rmOf(w), type, helper)
  findFast()
  const result = scratchFloat()
  getDouble(fs1Of(w))
  getDouble(fs2Of(w))
  op(code)
  localSet(result)
  finishDouble(w, 2, isNormal, rmOf(w), type, helper)
}

export function lowerDoubleRoot(w: u64, type: u32, helper: u32): void {
  if (!isNearest(rmOf(w))) return slowDouble(w, 1, rmOf(w), type, helper)
  findFast()
  getDouble(fs1Of(w))
  op(Op.f64Sqrt)
  localSet(scratchFloat())
  finishDouble(w, 1, true, rmOf(w), type, helper)
}

/** The result is in the scratch local; the slow way replaces it. */
function finishDouble(w: u64, operands: u32, isNormal: bool, rm: i32, type: u32, helper: u32): void {
  const result = scratchFloat()
  openUnlessFine(w, operands, isNormal)
  callRounding(type, helper, rm)
  op(Op.f64ReinterpretI64)
  localSet(result)
  close()
  localGet(result)
  setDouble(rdOf(w))
}

function slowDouble(w: u64, operands: u32, rm: i32, type: u32, helper: u32): void {
  localGet(HART)
  getF(fs1Of(w))
  if (operands > 1) getF(fs2Of(w))
  if (operands > 2) getF(fs3Of(w))
  callRounding(type, helper, rm)
  op(Op.f64ReinterpretI64)
  setDouble(rdOf(w))
}

/** FMADD.D and its kin, by the engine's fused operator where it has one. */
export function lowerDoubleFused(w: u64, negatesProduct: bool, negatesAddend: bool, type: u32, helper: u32): void {
  const rm = fusedRmOf(w)
  if (!isNearest(rm) || translator().hasFused == 0) return slowDouble(w, 3, rm, type, helper)
  findFast()
  getDouble(fs1Of(w))
  if (negatesProduct) op(Op.f64Neg)
  splat()
  getDouble(fs2Of(w))
  splat()
  getDouble(fs3Of(w))
  if (negatesAddend) op(Op.f64Neg)
  splat()
  vector(0x107)
  vector(0x21)
  byte(0)
  localSet(scratchFloat())
  finishDouble(w, 3, true, rm, type, helper)
}

function splat(): void {
  vector(0x14)
}

/** FEQ.D, FLT.D and FLE.D: Wasm's answer is the whole one unless an operand is a NaN. */
export function lowerDoubleCompare(w: u64, code: u32, type: u32, helper: u32): void {
  getDouble(fs1Of(w))
  getDouble(fs2Of(w))
  op(code)
  op(Op.i64ExtendI32U)
  localSet(VALUE)
  // The sum is a NaN when one of them is, and for opposite infinities, where the helper is as right.
  getDouble(fs1Of(w))
  getDouble(fs2Of(w))
  op(Op.f64Add)
  localTee(scratchFloat())
  localGet(scratchFloat())
  op(Op.f64Ne)
  openUnlikely(ValueType.empty)
  localGet(HART)
  getF(fs1Of(w))
  getF(fs2Of(w))
  callHelper(type, helper)
  localSet(VALUE)
  close()
  localGet(VALUE)
  setX(rdOf(w))
}

export function lowerDoubleSign(w: u64, sign: u32): void {
  getDouble(fs1Of(w))
  if (fs1Of(w) == fs2Of(w)) {
    if (sign == Sign.negate) op(Op.f64Neg)
    else if (sign == Sign.xor) op(Op.f64Abs)
  } else if (sign == Sign.xor) xorSign(w)
  else {
    getDouble(fs2Of(w))
    if (sign == Sign.negate) op(Op.f64Neg)
    op(Op.f64CopySign)
  }
  setDouble(rdOf(w))
}

/** The first operand is on the stack. */
function xorSign(w: u64): void {
  op(Op.i64ReinterpretF64)
  getF(fs2Of(w))
  i64Const(i64.MIN_VALUE)
  op(Op.i64And)
  op(Op.i64Xor)
  op(Op.f64ReinterpretI64)
}

/** FCVT.D.W and FCVT.D.WU are exact. */
export function lowerDoubleFromWord(w: u64, code: u32, type: u32, helper: u32): void {
  if (rmOf(w) > RMM) return fromIntegerSlowly(w, type, helper)
  getX(rs1Of(w))
  op(Op.i32WrapI64)
  op(code)
  setDouble(rdOf(w))
}

export function lowerDoubleFromLong(w: u64, code: u32, type: u32, helper: u32): void {
  if (!isNearest(rmOf(w))) return fromIntegerSlowly(w, type, helper)
  findFast()
  getX(rs1Of(w))
  op(code)
  localSet(scratchFloat())
  localGet(FAST)
  op(Op.i32Eqz)
  openUnlikely(ValueType.empty)
  localGet(HART)
  getX(rs1Of(w))
  callRounding(type, helper, rmOf(w))
  op(Op.f64ReinterpretI64)
  localSet(scratchFloat())
  close()
  localGet(scratchFloat())
  setDouble(rdOf(w))
}

function fromIntegerSlowly(w: u64, type: u32, helper: u32): void {
  localGet(HART)
  getX(rs1Of(w))
  callRounding(type, helper, rmOf(w))
  op(Op.f64ReinterpretI64)
  setDouble(rdOf(w))
}

/** FCVT.W.D and its kin towards zero, where the value is in range: from `low` up to but not including `high`. */
export function lowerDoubleToInteger(w: u64, code: u32, bits: u32, low: f64, high: f64, type: u32, helper: u32): void {
  if (rmOf(w) != RTZ) return toIntegerSlowly(w, type, helper)
  findFast()
  getDouble(fs1Of(w))
  op(Op.f64Trunc)
  localTee(scratchFloat())
  f64Const(low)
  op(Op.f64Ge)
  localGet(scratchFloat())
  f64Const(high)
  op(Op.f64Lt)
  op(Op.i32And)
  openSlowly(w, 1)
  callRounding(type, helper, RTZ)
  localSet(VALUE)
  byte(Op.otherwise)
  localGet(scratchFloat())
  op(code)
  if (bits == 32) op(Op.i64ExtendI32S)
  localSet(VALUE)
  close()
  localGet(VALUE)
  setX(rdOf(w))
}

function toIntegerSlowly(w: u64, type: u32, helper: u32): void {
  localGet(HART)
  getF(fs1Of(w))
  callRounding(type, helper, rmOf(w))
  setX(rdOf(w))
}

/** 1 when the registers hold boxed singles: their upper halves are all ones. */
function areBoxed(w: u64, operands: u32): void {
  getF(fs1Of(w))
  if (operands > 1) {
    getF(fs2Of(w))
    op(Op.i64And)
  }
  i64Const(HIGH_HALF)
  op(Op.i64GeU)
}

function getSingle(register: u32): void {
  getF(register)
  op(Op.i32WrapI64)
  op(Op.f32ReinterpretI32)
}

/** FADD.S, FSUB.S, FMUL.S, FDIV.S, and with one operand FSQRT.S. */
export function lowerSingle(w: u64, code: u32, operands: u32, isNormal: bool, type: u32, helper: u32): void {
  if (!isNearest(rmOf(w))) return slowDouble(w, operands, rmOf(w), type, helper)
  findFast()
  getSingle(fs1Of(w))
  if (operands > 1) getSingle(fs2Of(w))
  op(code)
  localSet(scratchSingle())
  areBoxed(w, operands)
  checkSingle(isNormal)
  op(Op.i32And)
  openSlowly(w, operands)
  callRounding(type, helper, rmOf(w))
  localSet(VALUE)
  byte(Op.otherwise)
  getBoxedResult()
  localSet(VALUE)
  close()
  localGet(VALUE)
  op(Op.f64ReinterpretI64)
  setDouble(rdOf(w))
}

/** Whether the scratch local's single is finite, and for `isNormal` beyond the least normal one. */
function checkSingle(isNormal: bool): void {
  localGet(scratchSingle())
  op(Op.i32ReinterpretF32)
  i32Const(1)
  op(Op.i32Shl)
  if (isNormal) {
    i32Const(LEAST_SINGLE)
    op(Op.i32Sub)
  }
  i32Const(RANGE_SINGLE)
  op(Op.i32LtU)
}

function getBoxedResult(): void {
  localGet(scratchSingle())
  op(Op.i32ReinterpretF32)
  op(Op.i64ExtendI32U)
  i64Const(HIGH_HALF)
  op(Op.i64Or)
}

/** FEQ.S, FLT.S and FLE.S of boxed numbers. */
export function lowerSingleCompare(w: u64, code: u32, type: u32, helper: u32): void {
  getSingle(fs1Of(w))
  getSingle(fs2Of(w))
  op(code)
  op(Op.i64ExtendI32U)
  localSet(VALUE)
  areBoxed(w, 2)
  isSingleNumber(fs1Of(w))
  op(Op.i32And)
  isSingleNumber(fs2Of(w))
  op(Op.i32And)
  op(Op.i32Eqz)
  openUnlikely(ValueType.empty)
  localGet(HART)
  getF(fs1Of(w))
  getF(fs2Of(w))
  callHelper(type, helper)
  localSet(VALUE)
  close()
  localGet(VALUE)
  setX(rdOf(w))
}

function isSingleNumber(register: u32): void {
  getSingle(register)
  getSingle(register)
  op(Op.f32Eq)
}

/** FCVT.D.S of a boxed number is exact. */
export function lowerDoubleFromSingle(w: u64, type: u32, helper: u32): void {
  if (rmOf(w) > RMM) return slowDouble(w, 1, rmOf(w), type, helper)
  getSingle(fs1Of(w))
  op(Op.f64PromoteF32)
  localSet(scratchFloat())
  areBoxed(w, 1)
  isSingleNumber(fs1Of(w))
  op(Op.i32And)
  op(Op.i32Eqz)
  openUnlikely(ValueType.empty)
  localGet(HART)
  getF(fs1Of(w))
  callRounding(type, helper, rmOf(w))
  op(Op.f64ReinterpretI64)
  localSet(scratchFloat())
  close()
  localGet(scratchFloat())
  setDouble(rdOf(w))
}

export function lowerSingleFromDouble(w: u64, type: u32, helper: u32): void {
  if (!isNearest(rmOf(w))) return slowDouble(w, 1, rmOf(w), type, helper)
  findFast()
  getDouble(fs1Of(w))
  op(Op.f32DemoteF64)
  localSet(scratchSingle())
  checkSingle(true)
  openSlowly(w, 1)
  callRounding(type, helper, rmOf(w))
  localSet(VALUE)
  byte(Op.otherwise)
  getBoxedResult()
  localSet(VALUE)
  close()
  localGet(VALUE)
  op(Op.f64ReinterpretI64)
  setDouble(rdOf(w))
}
