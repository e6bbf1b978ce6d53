/** Conversion between numbers and 64-bit integers (IEEE 754-2019 §5.4.1; RISC-V unprivileged ISA, "Domains of float-to-integer conversions"). */
import { NV, NX, raise } from './flags'
import { exponentOf, isNan, isZero, significandOf, signOf } from './format'
import { roundPack, roundUp } from './rounding'

/**
 * The integer nearest to a number in the mode `rm`, in two's complement. `lowest` and `highest` are the magnitudes of the ends of
 * the integer format's range; what rounds to outside is invalid and saturates, a NaN to the highest.
 */
export function convertToInteger<T>(bits: u64, rm: u32, lowest: u64, highest: u64): u64 {
  if (isZero<T>(bits)) return 0
  if (isNan<T>(bits)) return saturate(highest)
  const negative = signOf<T>(bits) != 0
  const limit = negative ? lowest : highest
  const exponent = exponentOf<T>(bits)
  if (exponent > 63) return saturate(negative ? 0 - limit : limit)
  const significand = significandOf<T>(bits)
  const rest = digitsBelowPoint(significand, exponent)
  const whole = exponent < 0 ? 0 : significand >> (63 - exponent)
  // No carry is lost: a number of 2^63 and more has no digits below the point.
  const magnitude = whole + roundUp(rm, signOf<T>(bits), whole, rest)
  if (magnitude > limit) return saturate(negative ? 0 - limit : limit)
  if (rest != 0) raise(NX)
  return negative ? 0 - magnitude : magnitude
}

export function convertFromSigned<T>(value: i64, rm: u32): u64 {
  return value < 0 ? convertMagnitude<T>(1, 0 - <u64>value, rm) : convertMagnitude<T>(0, <u64>value, rm)
}

export function convertFromUnsigned<T>(value: u64, rm: u32): u64 {
  return convertMagnitude<T>(0, value, rm)
}

function convertMagnitude<T>(sign: u64, magnitude: u64, rm: u32): u64 {
  if (magnitude == 0) return 0
  const shift = <i32>clz<u64>(magnitude)
  return roundPack<T>(sign, 63 - shift, magnitude << shift, rm)
}

/** The digits after the binary point, in units of 2^-64. */
function digitsBelowPoint(significand: u64, exponent: i32): u64 {
  if (exponent < 0) return exponent == -1 ? significand : 1
  return exponent == 63 ? 0 : significand << (exponent + 1)
}

function saturate(value: u64): u64 {
  raise(NV)
  return value
}

/**
 * The integer part of a number modulo 2^64, in two's complement: what a conversion that wraps instead of saturating gives.
 * Raises nothing.
 */
export function truncateModulo<T>(bits: u64): u64 {
  if (isZero<T>(bits)) return 0
  const exponent = exponentOf<T>(bits)
  if (exponent < 0 || exponent > 126) return 0
  const significand = significandOf<T>(bits)
  const magnitude = exponent > 63 ? significand << (exponent - 63) : significand >> (63 - exponent)
  return signOf<T>(bits) != 0 ? 0 - magnitude : magnitude
}
