/** The class of a value, one bit of ten (RISC-V unprivileged ISA, "Single-Precision Floating-Point Classify Instruction"). */
import { fractionBits, isInfinite, isNan, isSignalingNan, isZero, magnitudeOf, signOf } from './format'

/** Bits of positive values; the bit of a negative one mirrors it in 0..7. */
const POSITIVE_ZERO: i32 = 4
const POSITIVE_SUBNORMAL: i32 = 5
const POSITIVE_NORMAL: i32 = 6
const POSITIVE_INFINITY: i32 = 7
const SIGNALING_NAN: i32 = 8
const QUIET_NAN: i32 = 9

export function classification<T>(bits: u64): u64 {
  if (isNan<T>(bits)) return <u64>1 << (isSignalingNan<T>(bits) ? SIGNALING_NAN : QUIET_NAN)
  const positive = positiveClass<T>(bits)
  return <u64>1 << (signOf<T>(bits) != 0 ? 7 - positive : positive)
}

function positiveClass<T>(bits: u64): i32 {
  if (isZero<T>(bits)) return POSITIVE_ZERO
  if (isInfinite<T>(bits)) return POSITIVE_INFINITY
  return magnitudeOf<T>(bits) >> fractionBits<T>() == 0 ? POSITIVE_SUBNORMAL : POSITIVE_NORMAL
}
