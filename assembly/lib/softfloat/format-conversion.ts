/** Conversion from one format to another (IEEE 754-2019 §5.4.2). */
import { canonicalNan, exponentOf, infinity, isInfinite, isNan, isSignalingNan, isZero, significandOf, signOf, withSign } from './format'
import { invalid } from './nan'
import { roundPack } from './rounding'

export function convertFormat<From, To>(bits: u64, rm: u32): u64 {
  if (isNan<From>(bits)) return isSignalingNan<From>(bits) ? invalid<To>() : canonicalNan<To>()
  const sign = signOf<From>(bits)
  if (isInfinite<From>(bits)) return withSign<To>(sign, infinity<To>())
  if (isZero<From>(bits)) return withSign<To>(sign, 0)
  return roundPack<To>(sign, exponentOf<From>(bits), significandOf<From>(bits), rm)
}
