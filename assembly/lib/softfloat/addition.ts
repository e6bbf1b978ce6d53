/** Addition and subtraction (IEEE 754-2019 §5.4.1). */
import { exponentOf, isFiniteValue, isInfinite, isNan, isZero, magnitudeOf, signBit, significandOf, signOf } from './format'
import { invalid, nanResult } from './nan'
import { exactZero, normalizeRoundPack } from './rounding'
import { shiftRightJam } from './wide'

export function addition<T>(a: u64, b: u64, rm: u32): u64 {
  if (!isFiniteValue<T>(a) || !isFiniteValue<T>(b)) return addNonFinite<T>(a, b)
  if (isZero<T>(b)) return isZero<T>(a) ? addZeros<T>(a, b, rm) : a
  if (isZero<T>(a)) return b
  return magnitudeOf<T>(a) < magnitudeOf<T>(b) ? addOrdered<T>(b, a, rm) : addOrdered<T>(a, b, rm)
}

export function subtraction<T>(a: u64, b: u64, rm: u32): u64 {
  return addition<T>(a, b ^ signBit<T>(), rm)
}

/** Adds finite, nonzero values with |a| >= |b|. One spare bit on the left takes the carry, at least ten on the right the guard digits. */
function addOrdered<T>(a: u64, b: u64, rm: u32): u64 {
  const exponent = exponentOf<T>(a)
  const large = significandOf<T>(a) >> 1
  const small = shiftRightJam(significandOf<T>(b) >> 1, exponent - exponentOf<T>(b))
  if (signOf<T>(a) == signOf<T>(b)) return normalizeRoundPack<T>(signOf<T>(a), exponent, large + small, rm)
  if (large == small) return exactZero<T>(rm)
  return normalizeRoundPack<T>(signOf<T>(a), exponent, large - small, rm)
}

function addNonFinite<T>(a: u64, b: u64): u64 {
  if (isNan<T>(a) || isNan<T>(b)) return nanResult<T>(a, b)
  if (!isInfinite<T>(a)) return b
  return isInfinite<T>(b) && a != b ? invalid<T>() : a
}

function addZeros<T>(a: u64, b: u64, rm: u32): u64 {
  return a == b ? a : exactZero<T>(rm)
}
