/** Division (IEEE 754-2019 §5.4.1, §7.3). */
import { DZ, raise } from './flags'
import { exponentOf, infinity, isFiniteValue, isInfinite, isNan, isZero, significandOf, signOf, withSign } from './format'
import { invalid, nanResult } from './nan'
import { quotient } from './quotient'
import { roundPack } from './rounding'

export function division<T>(a: u64, b: u64, rm: u32): u64 {
  const sign = signOf<T>(a) ^ signOf<T>(b)
  if (!isFiniteValue<T>(a) || !isFiniteValue<T>(b)) return divideNonFinite<T>(a, b, sign)
  if (isZero<T>(b)) return isZero<T>(a) ? invalid<T>() : divideByZero<T>(sign)
  if (isZero<T>(a)) return withSign<T>(sign, 0)
  const x = significandOf<T>(a)
  const y = significandOf<T>(b)
  const exponent = exponentOf<T>(a) - exponentOf<T>(b) - i32(x < y)
  return roundPack<T>(sign, exponent, quotient(x, y), rm)
}

function divideNonFinite<T>(a: u64, b: u64, sign: u64): u64 {
  if (isNan<T>(a) || isNan<T>(b)) return nanResult<T>(a, b)
  if (!isInfinite<T>(a)) return withSign<T>(sign, 0)
  return isInfinite<T>(b) ? invalid<T>() : withSign<T>(sign, infinity<T>())
}

function divideByZero<T>(sign: u64): u64 {
  raise(DZ)
  return withSign<T>(sign, infinity<T>())
}
