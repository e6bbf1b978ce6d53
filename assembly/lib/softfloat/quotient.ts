/**
 * Quotients and square roots of significands: WebAssembly's own operators give the nearest 53-digit result q, and the exact
 * remainder, small enough for wrapping 64-bit arithmetic, tells on which side of q the true result lies.
 *
 * Neither a quotient nor a square root of 53-digit numbers lies exactly between two 53-digit numbers, so q with one unit
 * added or taken eleven places below its last digit rounds as the true result does, to 53 digits and to any fewer.
 */

const FRACTION: u64 = ((<u64>1) << 52) - 1
const HIDDEN: u64 = (<u64>1) << 52

/** 1.f as a double, from a significand with its leading one in bit 63. */
@inline
function toDouble(significand: u64): f64 {
  return reinterpret<f64>(((significand >> 11) & FRACTION) | (<u64>1023 << 52))
}

/** The 53 digits of a double as an integer. */
@inline
function digitsOf(value: f64): u64 {
  return (reinterpret<u64>(value) & FRACTION) | HIDDEN
}

/** The nearest result with the side of the true one jammed beneath it. */
@inline
function jamRemainder(digits: u64, remainder: i64): u64 {
  return (digits << 11) + u64(i32(remainder > 0) - i32(remainder < 0))
}

/** x / y for significands of at most 53 digits with leading ones in bit 63; the result's leading one is in bit 63, for x < y it counts half. */
export function quotient(x: u64, y: u64): u64 {
  const nearest = toDouble(x) / toDouble(y)
  const digits = digitsOf(nearest)
  const dividend = (x >> 11) << (x < y ? 53 : 52)
  return jamRemainder(digits, <i64>(dividend - digits * (y >> 11)))
}

/** The square root of x, or of 2x if `doubled`, for a significand of at most 53 digits; leading ones in bit 63. */
export function squareRootOfSignificand(x: u64, doubled: bool): u64 {
  const value = toDouble(x)
  const nearest = Math.sqrt(doubled ? value + value : value)
  const digits = digitsOf(nearest)
  const radicand = (x >> 11) << (doubled ? 53 : 52)
  return jamRemainder(digits, <i64>(radicand - digits * digits))
}
