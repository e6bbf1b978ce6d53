/** FCVT between floating point and integers, and FCVTMOD.W.D, of the F, D, Zfh and Zfa extensions. */
import { Hart } from '../../abi/layout.gen'
import { binary16, binary32, binary64 } from '../../lib/softfloat/format'
import { convertFormat } from '../../lib/softfloat/format-conversion'
import { convertFromSigned, convertFromUnsigned, convertToInteger, truncateModulo } from '../../lib/softfloat/integer-conversion'
import { RDN, RMM, RNE, RTZ, RUP } from '../../lib/softfloat/rounding'
import { box, unbox } from './boxing'
import { accrueInexact, fromBits, isInexactKnown, toBits } from './native'
import { accrued, accruedBoxed, effectiveRoundingMode, reservedRoundingMode } from './rounding-mode'

/** The narrower formats convert to integers by way of binary64, which holds all their values. */
@inline
function widened<T>(bits: u64): u64 {
  if (sizeof<T>() == 8) return bits
  if (sizeof<T>() == 4) return widenedSingle(bits)
  return convertFormat<T, binary64>(bits, RNE)
}

/** As WebAssembly's promotion, with a quiet NaN for a NaN: conversion to an integer treats both kinds alike. */
@inline
function widenedSingle(bits: u64): u64 {
  return toBits<f64>(<f64>fromBits<f32>(bits))
}

/** An integral double in one of the modes for which WebAssembly has an operator, RNE to RUP. */
@inline
function nativeIntegral(value: f64, mode: u32): f64 {
  if (mode == RTZ) return trunc<f64>(value)
  if (mode == RNE) return nearest<f64>(value)
  return mode == RDN ? floor<f64>(value) : ceil<f64>(value)
}

/** Converts a binary64 to an integer of type I. */
@inline
function toInteger<I>(hart: Hart, bits: u64, rm: u32): u64 {
  const mode = effectiveRoundingMode(hart, rm)
  if (mode <= RUP) {
    const value = fromBits<f64>(bits)
    const integral = nativeIntegral(value, mode)
    // The upper bound is exclusive: the range's end + 1 is a double, the end of the 64-bit ranges is not.
    if (integral >= lowerBound<I>() && integral < upperBound<I>()) {
      accrueInexact(hart, integral != value)
      return extended<I>(isSigned<I>() ? <u64><i64>integral : <u64>integral)
    }
  }
  if (mode > RMM) return reservedRoundingMode(hart)
  return extended<I>(accrued(hart, convertToInteger<binary64>(bits, mode, lowestMagnitude<I>(), highestMagnitude<I>())))
}

@inline
function lowestMagnitude<I>(): u64 {
  return isSigned<I>() ? <u64>1 << (sizeof<I>() * 8 - 1) : 0
}

@inline
function highestMagnitude<I>(): u64 {
  return isSigned<I>() ? lowestMagnitude<I>() - 1 : ~(<u64>0) >> (64 - sizeof<I>() * 8)
}

@inline
function lowerBound<I>(): f64 {
  return isSigned<I>() ? -<f64>lowestMagnitude<I>() : 0
}

@inline
function upperBound<I>(): f64 {
  return isSigned<I>() ? <f64>lowestMagnitude<I>() : sizeof<I>() == 8 ? 18446744073709551616.0 : 4294967296.0
}

/** 32-bit results, unsigned ones too, are sign-extended into the x register. */
@inline
function extended<I>(value: u64): u64 {
  return sizeof<I>() == 4 ? <u64><i64><i32>value : value
}

/** Converts an integer that is 64 bits wide, or extended to 64 bits from type I. */
@inline
function fromInteger<T, I>(hart: Hart, x: u64, rm: u32): u64 {
  const mode = effectiveRoundingMode(hart, rm)
  const value = isSigned<I>() ? (sizeof<I>() == 4 ? <u64><i64><i32>x : x) : sizeof<I>() == 4 ? x & 0xffffffff : x
  if (isFloat<T>()) {
    if (mode <= RMM && isExact<T, I>(value)) return box<T>(nativeFromInteger<T, I>(value))
    if (mode == RNE && isInexactKnown(hart)) return box<T>(nativeFromInteger<T, I>(value))
  }
  if (mode > RMM) return reservedRoundingMode(hart)
  return accruedBoxed<T>(hart, isSigned<I>() ? convertFromSigned<T>(<i64>value, mode) : convertFromUnsigned<T>(value, mode))
}

/** The integer has no more digits than the format: it is within 2^53 or 2^24 of zero. */
@inline
function isExact<T, I>(value: u64): bool {
  const limit: u64 = sizeof<T>() == 8 ? 1 << 53 : 1 << 24
  return isSigned<I>() ? value + limit <= limit << 1 : value <= limit
}

@inline
function nativeFromInteger<T, I>(value: u64): u64 {
  return isSigned<I>() ? toBits<T>(<T><i64>value) : toBits<T>(<T>value)
}

/**
 * FCVTMOD.W.D truncates and takes the result modulo 2^32 (Zfa, "Modular Convert-to-Integer Instruction"); infinities and NaNs give 0.
 * Its flags are those of FCVT.W.D.
 */
export function fcvtmod_w_d(hart: Hart, a: u64): u64 {
  accrued(hart, convertToInteger<binary64>(a, RTZ, lowestMagnitude<i32>(), highestMagnitude<i32>()))
  return extended<i32>(truncateModulo<binary64>(a))
}

export function fcvt_w_s(hart: Hart, a: u64, rm: u32): u64 {
  return toInteger<i32>(hart, widened<binary32>(unbox<binary32>(a)), rm)
}

export function fcvt_wu_s(hart: Hart, a: u64, rm: u32): u64 {
  return toInteger<u32>(hart, widened<binary32>(unbox<binary32>(a)), rm)
}

export function fcvt_l_s(hart: Hart, a: u64, rm: u32): u64 {
  return toInteger<i64>(hart, widened<binary32>(unbox<binary32>(a)), rm)
}

export function fcvt_lu_s(hart: Hart, a: u64, rm: u32): u64 {
  return toInteger<u64>(hart, widened<binary32>(unbox<binary32>(a)), rm)
}

export function fcvt_s_w(hart: Hart, x: u64, rm: u32): u64 {
  return fromInteger<binary32, i32>(hart, x, rm)
}

export function fcvt_s_wu(hart: Hart, x: u64, rm: u32): u64 {
  return fromInteger<binary32, u32>(hart, x, rm)
}

export function fcvt_s_l(hart: Hart, x: u64, rm: u32): u64 {
  return fromInteger<binary32, i64>(hart, x, rm)
}

export function fcvt_s_lu(hart: Hart, x: u64, rm: u32): u64 {
  return fromInteger<binary32, u64>(hart, x, rm)
}

export function fcvt_w_d(hart: Hart, a: u64, rm: u32): u64 {
  return toInteger<i32>(hart, widened<binary64>(unbox<binary64>(a)), rm)
}

export function fcvt_wu_d(hart: Hart, a: u64, rm: u32): u64 {
  return toInteger<u32>(hart, widened<binary64>(unbox<binary64>(a)), rm)
}

export function fcvt_l_d(hart: Hart, a: u64, rm: u32): u64 {
  return toInteger<i64>(hart, widened<binary64>(unbox<binary64>(a)), rm)
}

export function fcvt_lu_d(hart: Hart, a: u64, rm: u32): u64 {
  return toInteger<u64>(hart, widened<binary64>(unbox<binary64>(a)), rm)
}

export function fcvt_d_w(hart: Hart, x: u64, rm: u32): u64 {
  return fromInteger<binary64, i32>(hart, x, rm)
}

export function fcvt_d_wu(hart: Hart, x: u64, rm: u32): u64 {
  return fromInteger<binary64, u32>(hart, x, rm)
}

export function fcvt_d_l(hart: Hart, x: u64, rm: u32): u64 {
  return fromInteger<binary64, i64>(hart, x, rm)
}

export function fcvt_d_lu(hart: Hart, x: u64, rm: u32): u64 {
  return fromInteger<binary64, u64>(hart, x, rm)
}

export function fcvt_w_h(hart: Hart, a: u64, rm: u32): u64 {
  return toInteger<i32>(hart, widened<binary16>(unbox<binary16>(a)), rm)
}

export function fcvt_wu_h(hart: Hart, a: u64, rm: u32): u64 {
  return toInteger<u32>(hart, widened<binary16>(unbox<binary16>(a)), rm)
}

export function fcvt_l_h(hart: Hart, a: u64, rm: u32): u64 {
  return toInteger<i64>(hart, widened<binary16>(unbox<binary16>(a)), rm)
}

export function fcvt_lu_h(hart: Hart, a: u64, rm: u32): u64 {
  return toInteger<u64>(hart, widened<binary16>(unbox<binary16>(a)), rm)
}

export function fcvt_h_w(hart: Hart, x: u64, rm: u32): u64 {
  return fromInteger<binary16, i32>(hart, x, rm)
}

export function fcvt_h_wu(hart: Hart, x: u64, rm: u32): u64 {
  return fromInteger<binary16, u32>(hart, x, rm)
}

export function fcvt_h_l(hart: Hart, x: u64, rm: u32): u64 {
  return fromInteger<binary16, i64>(hart, x, rm)
}

export function fcvt_h_lu(hart: Hart, x: u64, rm: u32): u64 {
  return fromInteger<binary16, u64>(hart, x, rm)
}
