/** FMADD, FMSUB, FNMSUB and FNMADD of the F, D and Zfh extensions. */
import { Hart } from '../../abi/layout.gen'
import { binary16, binary32, binary64, signBit } from '../../lib/softfloat/format'
import { fusedMultiplyAdd } from '../../lib/softfloat/fused-multiply-add'
import { RMM, RNE } from '../../lib/softfloat/rounding'
import { box, unbox } from './boxing'
import { oddSum, productError, sumError } from './exact-error'
import { accrueInexact, fromBits, isClearlyNormal, toBits } from './native'
import { accruedBoxed, effectiveRoundingMode, reservedRoundingMode } from './rounding-mode'

@inline
function fuse<T>(hart: Hart, x: u64, y: u64, z: u64, rm: u32): u64 {
  const mode = effectiveRoundingMode(hart, rm)
  if (sizeof<T>() == 4) {
    if (mode == RNE) {
      const exact = oddSumOfSingles(x, y, z)
      const result = <f32>exact
      if (isClearlyNormal<f32>(result)) {
        accrueInexact(hart, <f64>result != exact)
        return box<T>(toBits<f32>(result))
      }
    }
  }
  if (sizeof<T>() == 8) {
    if (mode == RNE) {
      const result = fuseDoubles(hart, fromBits<f64>(x), fromBits<f64>(y), fromBits<f64>(z))
      if (isClearlyNormal<f64>(result)) return toBits<f64>(result)
    }
  }
  if (mode > RMM) return reservedRoundingMode(hart)
  return accruedBoxed<T>(hart, fusedMultiplyAdd<T>(x, y, z, mode))
}

/** A single has 24 digits, so that double holds the product exactly and its odd sum with enough digits to spare; neither overflows nor underflows there. */
@inline
function oddSumOfSingles(x: u64, y: u64, z: u64): f64 {
  return oddSum(<f64>fromBits<f32>(x) * <f64>fromBits<f32>(y), <f64>fromBits<f32>(z))
}

/**
 * The fused sum in double with its NX accrued, or a NaN where this way does not serve. Product and sums are kept as pairs of a rounded value and
 * its error; the errors' sum, rounded to odd, then makes the last addition round as the exact one would (Boldo and Melquiond, "Emulation of
 * FMA and correctly rounded sums", algorithm Fmac). The last addition is exact only if the whole is, because an odd sum of errors has a
 * digit beyond the result's.
 */
@inline
function fuseDoubles(hart: Hart, x: f64, y: f64, z: f64): f64 {
  const product = x * y
  if (!(abs(product) > SAFE_LOW && abs(product) < SAFE_HIGH && abs(x) < SAFE_HIGH && abs(y) < SAFE_HIGH && abs(z) < SAFE_HIGH)) return NaN
  const productRest = productError(x, y, product)
  const low = z + productRest
  const lowRest = sumError<f64>(z, productRest, low)
  const high = product + low
  const rest = oddSum(lowRest, sumError<f64>(product, low, high))
  const result = high + rest
  if (isClearlyNormal<f64>(result)) accrueInexact(hart, sumError<f64>(high, rest, result) != 0)
  return result
}

/** Between these magnitudes no step overflows, and no error term of a product falls below the least subnormal. */
const SAFE_LOW: f64 = 1e-270
const SAFE_HIGH: f64 = 1e270

/** a x b + c */
export function fmadd_s(hart: Hart, a: u64, b: u64, c: u64, rm: u32): u64 {
  return fuse<binary32>(hart, unbox<binary32>(a), unbox<binary32>(b), unbox<binary32>(c), rm)
}

/** a x b - c */
export function fmsub_s(hart: Hart, a: u64, b: u64, c: u64, rm: u32): u64 {
  return fuse<binary32>(hart, unbox<binary32>(a), unbox<binary32>(b), unbox<binary32>(c) ^ signBit<binary32>(), rm)
}

/** -(a x b) + c */
export function fnmsub_s(hart: Hart, a: u64, b: u64, c: u64, rm: u32): u64 {
  return fuse<binary32>(hart, unbox<binary32>(a) ^ signBit<binary32>(), unbox<binary32>(b), unbox<binary32>(c), rm)
}

/** -(a x b) - c */
export function fnmadd_s(hart: Hart, a: u64, b: u64, c: u64, rm: u32): u64 {
  return fuse<binary32>(hart, unbox<binary32>(a) ^ signBit<binary32>(), unbox<binary32>(b), unbox<binary32>(c) ^ signBit<binary32>(), rm)
}

/** a x b + c */
export function fmadd_d(hart: Hart, a: u64, b: u64, c: u64, rm: u32): u64 {
  return fuse<binary64>(hart, unbox<binary64>(a), unbox<binary64>(b), unbox<binary64>(c), rm)
}

/** a x b - c */
export function fmsub_d(hart: Hart, a: u64, b: u64, c: u64, rm: u32): u64 {
  return fuse<binary64>(hart, unbox<binary64>(a), unbox<binary64>(b), unbox<binary64>(c) ^ signBit<binary64>(), rm)
}

/** -(a x b) + c */
export function fnmsub_d(hart: Hart, a: u64, b: u64, c: u64, rm: u32): u64 {
  return fuse<binary64>(hart, unbox<binary64>(a) ^ signBit<binary64>(), unbox<binary64>(b), unbox<binary64>(c), rm)
}

/** -(a x b) - c */
export function fnmadd_d(hart: Hart, a: u64, b: u64, c: u64, rm: u32): u64 {
  return fuse<binary64>(hart, unbox<binary64>(a) ^ signBit<binary64>(), unbox<binary64>(b), unbox<binary64>(c) ^ signBit<binary64>(), rm)
}

/** a x b + c */
export function fmadd_h(hart: Hart, a: u64, b: u64, c: u64, rm: u32): u64 {
  return fuse<binary16>(hart, unbox<binary16>(a), unbox<binary16>(b), unbox<binary16>(c), rm)
}

/** a x b - c */
export function fmsub_h(hart: Hart, a: u64, b: u64, c: u64, rm: u32): u64 {
  return fuse<binary16>(hart, unbox<binary16>(a), unbox<binary16>(b), unbox<binary16>(c) ^ signBit<binary16>(), rm)
}

/** -(a x b) + c */
export function fnmsub_h(hart: Hart, a: u64, b: u64, c: u64, rm: u32): u64 {
  return fuse<binary16>(hart, unbox<binary16>(a) ^ signBit<binary16>(), unbox<binary16>(b), unbox<binary16>(c), rm)
}

/** -(a x b) - c */
export function fnmadd_h(hart: Hart, a: u64, b: u64, c: u64, rm: u32): u64 {
  return fuse<binary16>(hart, unbox<binary16>(a) ^ signBit<binary16>(), unbox<binary16>(b), unbox<binary16>(c) ^ signBit<binary16>(), rm)
}
