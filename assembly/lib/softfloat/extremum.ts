/** Minimum and maximum (IEEE 754-2019 §9.6): -0 counts as less than +0. */
import { canonicalNan, isNan, signOf } from './format'
import { signalNan } from './nan'

/** The lesser operand; a NaN loses against a number. */
export function minimumNumber<T>(a: u64, b: u64): u64 {
  signalNan<T>(a, b)
  if (isNan<T>(a)) return isNan<T>(b) ? canonicalNan<T>() : b
  return isNan<T>(b) || precedes<T>(a, b) ? a : b
}

/** The greater operand; a NaN loses against a number. */
export function maximumNumber<T>(a: u64, b: u64): u64 {
  signalNan<T>(a, b)
  if (isNan<T>(a)) return isNan<T>(b) ? canonicalNan<T>() : b
  return isNan<T>(b) || precedes<T>(b, a) ? a : b
}

/** The lesser operand; a NaN wins. */
export function minimum<T>(a: u64, b: u64): u64 {
  signalNan<T>(a, b)
  if (isNan<T>(a) || isNan<T>(b)) return canonicalNan<T>()
  return precedes<T>(a, b) ? a : b
}

/** The greater operand; a NaN wins. */
export function maximum<T>(a: u64, b: u64): u64 {
  signalNan<T>(a, b)
  if (isNan<T>(a) || isNan<T>(b)) return canonicalNan<T>()
  return precedes<T>(b, a) ? a : b
}

/** The total order of numbers, in which -0 precedes +0. */
function precedes<T>(a: u64, b: u64): bool {
  if (signOf<T>(a) != signOf<T>(b)) return signOf<T>(a) != 0
  return signOf<T>(a) != 0 ? b < a : a < b
}
