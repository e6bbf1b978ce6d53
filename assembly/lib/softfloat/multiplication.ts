/** Multiplication (IEEE 754-2019 §5.4.1). */
import { exponentOf, infinity, isFiniteValue, isNan, isZero, significandOf, signOf, withSign } from './format'
import { invalid, nanResult } from './nan'
import { normalizeRoundPack } from './rounding'
import { multiplyHigh } from './wide'

export function multiplication<T>(a: u64, b: u64, rm: u32): u64 {
  const sign = signOf<T>(a) ^ signOf<T>(b)
  if (!isFiniteValue<T>(a) || !isFiniteValue<T>(b)) return multiplyNonFinite<T>(a, b, sign)
  if (isZero<T>(a) || isZero<T>(b)) return withSign<T>(sign, 0)
  const x = significandOf<T>(a)
  const y = significandOf<T>(b)
  const product = multiplyHigh(x, y) | u64(x * y != 0)
  return normalizeRoundPack<T>(sign, exponentOf<T>(a) + exponentOf<T>(b), product, rm)
}

function multiplyNonFinite<T>(a: u64, b: u64, sign: u64): u64 {
  if (isNan<T>(a) || isNan<T>(b)) return nanResult<T>(a, b)
  return isZero<T>(a) || isZero<T>(b) ? invalid<T>() : withSign<T>(sign, infinity<T>())
}
