/** FMADD, FMSUB, FNMSUB and FNMADD of the F, D and Zfh extensions. */
import { Hart } from '../../abi/layout.gen'
import { binary16, binary32, binary64, signBit } from '../../lib/softfloat/format'
import { fusedMultiplyAdd } from '../../lib/softfloat/fused-multiply-add'
import { RMM, RNE } from '../../lib/softfloat/rounding'
import { box, unbox } from './boxing'
import { accrueInexact, fromBits, isClearlyNormal, sumError, toBits } from './native'
import { accruedBoxed, effectiveRoundingMode, reservedRoundingMode } from './rounding-mode'

@inline
function fuse<T>(hart: Hart, x: u64, y: u64, z: u64, rm: u32): u64 {
  const mode = effectiveRoundingMode(hart, rm)
  if (sizeof<T>() == 4) {
    if (mode == RNE) {
      const exact = oddSum(<f64>fromBits<f32>(x) * <f64>fromBits<f32>(y), <f64>fromBits<f32>(z))
      const result = <f32>exact
      if (isClearlyNormal<f32>(result)) {
        accrueInexact(hart, <f64>result != exact)
        return box<T>(toBits<f32>(result))
      }
    }
  }
  if (mode > RMM) return reservedRoundingMode(hart)
  return accruedBoxed<T>(hart, fusedMultiplyAdd<T>(x, y, z, mode))
}

/**
 * The sum of an exact product of singles and a single, rounded to odd: an inexact sum gets a last digit of one. With more than 24+2 digits,
 * that rounds to single as the exact sum would (Boldo and Melquiond, "Emulation of FMA and correctly rounded sums"), and it is
 * a single only if it is the exact sum. Singles are too small for any step to overflow or underflow in double.
 */
@inline
function oddSum(product: f64, addend: f64): f64 {
  const sum = product + addend
  const error = sumError<f64>(product, addend, sum)
  const bits = reinterpret<i64>(sum)
  if (error == 0 || (bits & 1) != 0) return sum
  // The neighbour on the error's side: away from zero if it has the sum's sign.
  return reinterpret<f64>(bits + (error > 0 == bits > 0 ? 1 : -1))
}

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
