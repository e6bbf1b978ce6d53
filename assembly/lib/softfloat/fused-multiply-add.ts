/** a x b + c with one rounding (IEEE 754-2019 §5.4.1). */
import { NV, raise } from './flags'
import {
  canonicalNan,
  exponentOf,
  infinity,
  isFiniteValue,
  isInfinite,
  isNan,
  isSignalingNan,
  isZero,
  significandOf,
  signOf,
  withSign,
} from './format'
import { invalid } from './nan'
import { exactZero, normalizeRoundPack, roundPack } from './rounding'
import { multiplyHigh, shiftRightHigh, shiftRightLowJam } from './wide'

export function fusedMultiplyAdd<T>(a: u64, b: u64, c: u64, rm: u32): u64 {
  const sign = signOf<T>(a) ^ signOf<T>(b)
  if (!isFiniteValue<T>(a) || !isFiniteValue<T>(b) || !isFiniteValue<T>(c)) return fuseNonFinite<T>(a, b, c)
  if (isZero<T>(a) || isZero<T>(b)) return addToZero<T>(sign, c, rm)
  return fuseFinite<T>(a, b, c, rm)
}

/**
 * Product and addend as 128-bit significands whose leading ones are in bit 126, which leaves room for a carry. Digits are
 * lost (jammed) only when the exponents differ by more than one, and then at most one leading digit cancels.
 */
function fuseFinite<T>(a: u64, b: u64, c: u64, rm: u32): u64 {
  const x = significandOf<T>(a)
  const y = significandOf<T>(b)
  const sign = signOf<T>(a) ^ signOf<T>(b)
  const exactHigh = multiplyHigh(x, y)
  const exactLow = x * y
  // The low eleven digits of x and y are zero, so the low end of the product has nothing to lose here.
  const carry = exactHigh >> 63
  const high = exactHigh >> carry
  const low = (exactLow >> carry) | (carry != 0 ? exactHigh << 63 : 0)
  const exponent = exponentOf<T>(a) + exponentOf<T>(b) + <i32>carry
  if (isZero<T>(c)) return roundPackWide<T>(sign, exponent, high, low, rm)

  const addend = significandOf<T>(c) >> 1
  const distance = exponent - exponentOf<T>(c)
  if (distance > 0 || (distance == 0 && high >= addend)) {
    const alignedHigh = shiftRightHigh(addend, distance)
    const alignedLow = shiftRightLowJam(addend, 0, distance)
    return combine<T>(sign, signOf<T>(c), exponent, high, low, alignedHigh, alignedLow, rm)
  }
  const alignedHigh = shiftRightHigh(high, -distance)
  const alignedLow = shiftRightLowJam(high, low, -distance)
  return combine<T>(signOf<T>(c), sign, exponent - distance, addend, 0, alignedHigh, alignedLow, rm)
}

/** Adds or subtracts 128-bit significands, the first not smaller than the second. */
@inline
function combine<T>(sign: u64, otherSign: u64, exponent: i32, high: u64, low: u64, otherHigh: u64, otherLow: u64, rm: u32): u64 {
  if (sign == otherSign) {
    const sum = low + otherLow
    return roundPackWide<T>(sign, exponent, high + otherHigh + u64(sum < low), sum, rm)
  }
  const difference = low - otherLow
  const top = high - otherHigh - u64(low < otherLow)
  if ((top | difference) == 0) return exactZero<T>(rm)
  return roundPackWide<T>(sign, exponent, top, difference, rm)
}

/** Rounds a nonzero 128-bit significand; `exponent` is that of its bit 126. */
function roundPackWide<T>(sign: u64, exponent: i32, high: u64, low: u64, rm: u32): u64 {
  if (high == 0) return normalizeRoundPack<T>(sign, exponent - 64, low, rm)
  const shift = clz<u64>(high)
  // Two shifts, so that a distance of 64 empties the word.
  const significand = (high << shift) | ((low >> 1) >> (63 - shift)) | u64(low << shift != 0)
  return roundPack<T>(sign, exponent + 1 - <i32>shift, significand, rm)
}

/** A product of zero: the addend, or the sum of two zeros. */
function addToZero<T>(sign: u64, c: u64, rm: u32): u64 {
  if (!isZero<T>(c) || signOf<T>(c) == sign) return c
  return exactZero<T>(rm)
}

/** Infinity times zero is invalid even when the addend is a quiet NaN (RISC-V unprivileged ISA, "Single-Precision Floating-Point Computational Instructions"). */
function fuseNonFinite<T>(a: u64, b: u64, c: u64): u64 {
  if ((isInfinite<T>(a) && isZero<T>(b)) || (isZero<T>(a) && isInfinite<T>(b))) return invalid<T>()
  if (isSignalingNan<T>(a) || isSignalingNan<T>(b) || isSignalingNan<T>(c)) raise(NV)
  if (isNan<T>(a) || isNan<T>(b) || isNan<T>(c)) return canonicalNan<T>()
  if (isFiniteValue<T>(a) && isFiniteValue<T>(b)) return c
  const product = withSign<T>(signOf<T>(a) ^ signOf<T>(b), infinity<T>())
  return isInfinite<T>(c) && c != product ? invalid<T>() : product
}
