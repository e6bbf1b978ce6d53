/** Square root (IEEE 754-2019 §5.4.1). */
import { exponentOf, isFiniteValue, isNan, isZero, significandOf, signOf } from './format'
import { invalid, nanResult } from './nan'
import { squareRootOfSignificand } from './quotient'
import { roundPack } from './rounding'

export function squareRoot<T>(a: u64, rm: u32): u64 {
  if (isNan<T>(a)) return nanResult<T>(a, a)
  if (isZero<T>(a)) return a
  if (signOf<T>(a) != 0) return invalid<T>()
  if (!isFiniteValue<T>(a)) return a
  const exponent = exponentOf<T>(a)
  const root = squareRootOfSignificand(significandOf<T>(a), (exponent & 1) != 0)
  return roundPack<T>(0, exponent >> 1, root, rm)
}
