/** Rounding to an integral value in the same format (IEEE 754-2019 §5.3.1, roundToIntegralExact). */
import { NX, raise } from './flags'
import { bias, fractionBits, isNan, isZero, magnitudeOf, one, significandOf, signOf, withSign } from './format'
import { nanResult } from './nan'
import { roundUp } from './rounding'

export function roundToIntegral<T>(bits: u64, rm: u32): u64 {
  if (isNan<T>(bits)) return nanResult<T>(bits, bits)
  const exponent = <i32>(magnitudeOf<T>(bits) >> fractionBits<T>()) - bias<T>()
  if (exponent >= fractionBits<T>() || isZero<T>(bits)) return bits
  if (exponent < 0) return roundBelowOne<T>(bits, exponent, rm)
  const shift = fractionBits<T>() - exponent
  const rest = bits << (64 - shift)
  if (rest != 0) raise(NX)
  // In [1, 2) the last kept digit is the hidden one; bit 0 of `kept` is then bit 0 of the exponent field, a one as well.
  const kept = bits >> shift
  return (kept + roundUp(rm, signOf<T>(bits), kept, rest)) << shift
}

function roundBelowOne<T>(bits: u64, exponent: i32, rm: u32): u64 {
  raise(NX)
  const sign = signOf<T>(bits)
  const rest = exponent == -1 ? significandOf<T>(bits) : 1
  return withSign<T>(sign, roundUp(rm, sign, 0, rest) != 0 ? one<T>() : 0)
}
