/** FEQ, FLT, FLE, FLEQ, FLTQ, FMIN, FMAX, FMINM, FMAXM and FCLASS of the F, D, Zfh and Zfa extensions. */
import { Hart } from '../../abi/layout.gen'
import { classification } from '../../lib/softfloat/classification'
import { quietEqual, quietLess, quietLessEqual, signalingLess, signalingLessEqual } from '../../lib/softfloat/comparison'
import { maximum, maximumNumber, minimum, minimumNumber } from '../../lib/softfloat/extremum'
import { binary16, binary32, binary64 } from '../../lib/softfloat/format'
import { unbox } from './boxing'
import { accrued, accruedBoxed } from './rounding-mode'
import { fromBits } from './native'

/** Neither operand is a NaN, so that WebAssembly's comparison is the whole answer. */
@inline
function isOrdered<T>(x: u64, y: u64): bool {
  return fromBits<T>(x) == fromBits<T>(x) && fromBits<T>(y) == fromBits<T>(y)
}

@inline
function feq<T>(hart: Hart, x: u64, y: u64): u64 {
  if (isFloat<T>()) {
    if (isOrdered<T>(x, y)) return u64(fromBits<T>(x) == fromBits<T>(y))
  }
  return accrued(hart, u64(quietEqual<T>(x, y)))
}

@inline
function flt<T>(hart: Hart, x: u64, y: u64): u64 {
  if (isFloat<T>()) {
    if (isOrdered<T>(x, y)) return u64(fromBits<T>(x) < fromBits<T>(y))
  }
  return accrued(hart, u64(signalingLess<T>(x, y)))
}

@inline
function fle<T>(hart: Hart, x: u64, y: u64): u64 {
  if (isFloat<T>()) {
    if (isOrdered<T>(x, y)) return u64(fromBits<T>(x) <= fromBits<T>(y))
  }
  return accrued(hart, u64(signalingLessEqual<T>(x, y)))
}

@inline
function fltq<T>(hart: Hart, x: u64, y: u64): u64 {
  if (isFloat<T>()) {
    if (isOrdered<T>(x, y)) return u64(fromBits<T>(x) < fromBits<T>(y))
  }
  return accrued(hart, u64(quietLess<T>(x, y)))
}

@inline
function fleq<T>(hart: Hart, x: u64, y: u64): u64 {
  if (isFloat<T>()) {
    if (isOrdered<T>(x, y)) return u64(fromBits<T>(x) <= fromBits<T>(y))
  }
  return accrued(hart, u64(quietLessEqual<T>(x, y)))
}

export function feq_s(hart: Hart, a: u64, b: u64): u64 {
  return feq<binary32>(hart, unbox<binary32>(a), unbox<binary32>(b))
}

export function flt_s(hart: Hart, a: u64, b: u64): u64 {
  return flt<binary32>(hart, unbox<binary32>(a), unbox<binary32>(b))
}

export function fle_s(hart: Hart, a: u64, b: u64): u64 {
  return fle<binary32>(hart, unbox<binary32>(a), unbox<binary32>(b))
}

export function fltq_s(hart: Hart, a: u64, b: u64): u64 {
  return fltq<binary32>(hart, unbox<binary32>(a), unbox<binary32>(b))
}

export function fleq_s(hart: Hart, a: u64, b: u64): u64 {
  return fleq<binary32>(hart, unbox<binary32>(a), unbox<binary32>(b))
}

export function fmin_s(hart: Hart, a: u64, b: u64): u64 {
  return accruedBoxed<binary32>(hart, minimumNumber<binary32>(unbox<binary32>(a), unbox<binary32>(b)))
}

export function fmax_s(hart: Hart, a: u64, b: u64): u64 {
  return accruedBoxed<binary32>(hart, maximumNumber<binary32>(unbox<binary32>(a), unbox<binary32>(b)))
}

export function fminm_s(hart: Hart, a: u64, b: u64): u64 {
  return accruedBoxed<binary32>(hart, minimum<binary32>(unbox<binary32>(a), unbox<binary32>(b)))
}

export function fmaxm_s(hart: Hart, a: u64, b: u64): u64 {
  return accruedBoxed<binary32>(hart, maximum<binary32>(unbox<binary32>(a), unbox<binary32>(b)))
}

export function fclass_s(a: u64): u64 {
  return classification<binary32>(unbox<binary32>(a))
}

export function feq_d(hart: Hart, a: u64, b: u64): u64 {
  return feq<binary64>(hart, unbox<binary64>(a), unbox<binary64>(b))
}

export function flt_d(hart: Hart, a: u64, b: u64): u64 {
  return flt<binary64>(hart, unbox<binary64>(a), unbox<binary64>(b))
}

export function fle_d(hart: Hart, a: u64, b: u64): u64 {
  return fle<binary64>(hart, unbox<binary64>(a), unbox<binary64>(b))
}

export function fltq_d(hart: Hart, a: u64, b: u64): u64 {
  return fltq<binary64>(hart, unbox<binary64>(a), unbox<binary64>(b))
}

export function fleq_d(hart: Hart, a: u64, b: u64): u64 {
  return fleq<binary64>(hart, unbox<binary64>(a), unbox<binary64>(b))
}

export function fmin_d(hart: Hart, a: u64, b: u64): u64 {
  return accruedBoxed<binary64>(hart, minimumNumber<binary64>(unbox<binary64>(a), unbox<binary64>(b)))
}

export function fmax_d(hart: Hart, a: u64, b: u64): u64 {
  return accruedBoxed<binary64>(hart, maximumNumber<binary64>(unbox<binary64>(a), unbox<binary64>(b)))
}

export function fminm_d(hart: Hart, a: u64, b: u64): u64 {
  return accruedBoxed<binary64>(hart, minimum<binary64>(unbox<binary64>(a), unbox<binary64>(b)))
}

export function fmaxm_d(hart: Hart, a: u64, b: u64): u64 {
  return accruedBoxed<binary64>(hart, maximum<binary64>(unbox<binary64>(a), unbox<binary64>(b)))
}

export function fclass_d(a: u64): u64 {
  return classification<binary64>(unbox<binary64>(a))
}

export function feq_h(hart: Hart, a: u64, b: u64): u64 {
  return feq<binary16>(hart, unbox<binary16>(a), unbox<binary16>(b))
}

export function flt_h(hart: Hart, a: u64, b: u64): u64 {
  return flt<binary16>(hart, unbox<binary16>(a), unbox<binary16>(b))
}

export function fle_h(hart: Hart, a: u64, b: u64): u64 {
  return fle<binary16>(hart, unbox<binary16>(a), unbox<binary16>(b))
}

export function fltq_h(hart: Hart, a: u64, b: u64): u64 {
  return fltq<binary16>(hart, unbox<binary16>(a), unbox<binary16>(b))
}

export function fleq_h(hart: Hart, a: u64, b: u64): u64 {
  return fleq<binary16>(hart, unbox<binary16>(a), unbox<binary16>(b))
}

export function fmin_h(hart: Hart, a: u64, b: u64): u64 {
  return accruedBoxed<binary16>(hart, minimumNumber<binary16>(unbox<binary16>(a), unbox<binary16>(b)))
}

export function fmax_h(hart: Hart, a: u64, b: u64): u64 {
  return accruedBoxed<binary16>(hart, maximumNumber<binary16>(unbox<binary16>(a), unbox<binary16>(b)))
}

export function fminm_h(hart: Hart, a: u64, b: u64): u64 {
  return accruedBoxed<binary16>(hart, minimum<binary16>(unbox<binary16>(a), unbox<binary16>(b)))
}

export function fmaxm_h(hart: Hart, a: u64, b: u64): u64 {
  return accruedBoxed<binary16>(hart, maximum<binary16>(unbox<binary16>(a), unbox<binary16>(b)))
}

export function fclass_h(a: u64): u64 {
  return classification<binary16>(unbox<binary16>(a))
}
