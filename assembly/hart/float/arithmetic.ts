/** FADD, FSUB, FMUL, FDIV and FSQRT of the F, D and Zfh extensions. */
import { Hart } from '../../abi/layout.gen'
import { addition } from '../../lib/softfloat/addition'
import { division } from '../../lib/softfloat/division'
import { binary16, binary32, binary64, signBit } from '../../lib/softfloat/format'
import { multiplication } from '../../lib/softfloat/multiplication'
import { RMM, RNE } from '../../lib/softfloat/rounding'
import { squareRoot } from '../../lib/softfloat/square-root'
import { box, unbox } from './boxing'
import { sumError } from './exact-error'
import { accrueInexact, fromBits, isClearlyNormal, isFiniteNative, isInexactKnown, toBits } from './native'
import { accruedBoxed, effectiveRoundingMode, reservedRoundingMode } from './rounding-mode'

@inline
function add<T>(hart: Hart, x: u64, y: u64, rm: u32): u64 {
  const mode = effectiveRoundingMode(hart, rm)
  if (isFloat<T>()) {
    if (mode == RNE) {
      const sum = <T>(fromBits<T>(x) + fromBits<T>(y))
      if (isFiniteNative<T>(sum)) {
        if (isInexactKnown(hart)) return box<T>(toBits<T>(sum))
        const error = sumError<T>(fromBits<T>(x), fromBits<T>(y), sum)
        if (error == error) {
          accrueInexact(hart, error != 0)
          return box<T>(toBits<T>(sum))
        }
      }
    }
  }
  if (mode > RMM) return reservedRoundingMode(hart)
  return accruedBoxed<T>(hart, addition<T>(x, y, mode))
}

@inline
function multiply<T>(hart: Hart, x: u64, y: u64, rm: u32): u64 {
  const mode = effectiveRoundingMode(hart, rm)
  if (isFloat<T>()) {
    if (mode == RNE) {
      const product = <T>(fromBits<T>(x) * fromBits<T>(y))
      if (isClearlyNormal<T>(product)) {
        if (isInexactKnown(hart)) return box<T>(toBits<T>(product))
        if (sizeof<T>() == 4) {
          // The product of two singles is exact in double.
          accrueInexact(hart, <f64>fromBits<T>(x) * <f64>fromBits<T>(y) != <f64>product)
          return box<T>(toBits<T>(product))
        }
      }
    }
  }
  if (mode > RMM) return reservedRoundingMode(hart)
  return accruedBoxed<T>(hart, multiplication<T>(x, y, mode))
}

@inline
function divide<T>(hart: Hart, x: u64, y: u64, rm: u32): u64 {
  const mode = effectiveRoundingMode(hart, rm)
  if (isFloat<T>()) {
    if (mode == RNE) {
      const quotient = <T>(fromBits<T>(x) / fromBits<T>(y))
      if (isClearlyNormal<T>(quotient)) {
        if (isInexactKnown(hart)) return box<T>(toBits<T>(quotient))
        if (sizeof<T>() == 4) {
          accrueInexact(hart, <f64>quotient * <f64>fromBits<T>(y) != <f64>fromBits<T>(x))
          return box<T>(toBits<T>(quotient))
        }
      }
    }
  }
  if (mode > RMM) return reservedRoundingMode(hart)
  return accruedBoxed<T>(hart, division<T>(x, y, mode))
}

@inline
function takeSquareRoot<T>(hart: Hart, x: u64, rm: u32): u64 {
  const mode = effectiveRoundingMode(hart, rm)
  if (isFloat<T>()) {
    if (mode == RNE) {
      const root = <T>sqrt<T>(fromBits<T>(x))
      if (isClearlyNormal<T>(root)) {
        if (isInexactKnown(hart)) return box<T>(toBits<T>(root))
        if (sizeof<T>() == 4) {
          accrueInexact(hart, <f64>root * <f64>root != <f64>fromBits<T>(x))
          return box<T>(toBits<T>(root))
        }
      }
    }
  }
  if (mode > RMM) return reservedRoundingMode(hart)
  return accruedBoxed<T>(hart, squareRoot<T>(x, mode))
}

export function fadd_s(hart: Hart, a: u64, b: u64, rm: u32): u64 {
  return add<binary32>(hart, unbox<binary32>(a), unbox<binary32>(b), rm)
}

/** Changing a NaN's sign changes nothing, so the difference is a sum. */
export function fsub_s(hart: Hart, a: u64, b: u64, rm: u32): u64 {
  return add<binary32>(hart, unbox<binary32>(a), unbox<binary32>(b) ^ signBit<binary32>(), rm)
}

export function fmul_s(hart: Hart, a: u64, b: u64, rm: u32): u64 {
  return multiply<binary32>(hart, unbox<binary32>(a), unbox<binary32>(b), rm)
}

export function fdiv_s(hart: Hart, a: u64, b: u64, rm: u32): u64 {
  return divide<binary32>(hart, unbox<binary32>(a), unbox<binary32>(b), rm)
}

export function fsqrt_s(hart: Hart, a: u64, rm: u32): u64 {
  return takeSquareRoot<binary32>(hart, unbox<binary32>(a), rm)
}

export function fadd_d(hart: Hart, a: u64, b: u64, rm: u32): u64 {
  return add<binary64>(hart, unbox<binary64>(a), unbox<binary64>(b), rm)
}

/** Changing a NaN's sign changes nothing, so the difference is a sum. */
export function fsub_d(hart: Hart, a: u64, b: u64, rm: u32): u64 {
  return add<binary64>(hart, unbox<binary64>(a), unbox<binary64>(b) ^ signBit<binary64>(), rm)
}

export function fmul_d(hart: Hart, a: u64, b: u64, rm: u32): u64 {
  return multiply<binary64>(hart, unbox<binary64>(a), unbox<binary64>(b), rm)
}

export function fdiv_d(hart: Hart, a: u64, b: u64, rm: u32): u64 {
  return divide<binary64>(hart, unbox<binary64>(a), unbox<binary64>(b), rm)
}

export function fsqrt_d(hart: Hart, a: u64, rm: u32): u64 {
  return takeSquareRoot<binary64>(hart, unbox<binary64>(a), rm)
}

export function fadd_h(hart: Hart, a: u64, b: u64, rm: u32): u64 {
  return add<binary16>(hart, unbox<binary16>(a), unbox<binary16>(b), rm)
}

/** Changing a NaN's sign changes nothing, so the difference is a sum. */
export function fsub_h(hart: Hart, a: u64, b: u64, rm: u32): u64 {
  return add<binary16>(hart, unbox<binary16>(a), unbox<binary16>(b) ^ signBit<binary16>(), rm)
}

export function fmul_h(hart: Hart, a: u64, b: u64, rm: u32): u64 {
  return multiply<binary16>(hart, unbox<binary16>(a), unbox<binary16>(b), rm)
}

export function fdiv_h(hart: Hart, a: u64, b: u64, rm: u32): u64 {
  return divide<binary16>(hart, unbox<binary16>(a), unbox<binary16>(b), rm)
}

export function fsqrt_h(hart: Hart, a: u64, rm: u32): u64 {
  return takeSquareRoot<binary16>(hart, unbox<binary16>(a), rm)
}
