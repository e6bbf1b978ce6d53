/** FCVT between the floating-point formats of the F, D, Zfh and Zfhmin extensions. */
import { Hart } from '../../abi/layout.gen'
import { binary16, binary32, binary64 } from '../../lib/softfloat/format'
import { convertFormat } from '../../lib/softfloat/format-conversion'
import { RMM, RNE } from '../../lib/softfloat/rounding'
import { box, unbox } from './boxing'
import { accrueInexact, fromBits, isClearlyNormal, toBits } from './native'
import { accruedBoxed, effectiveRoundingMode, reservedRoundingMode } from './rounding-mode'

/** Widening is exact, so that the mode only has to be a valid one. */
export function fcvt_d_s(hart: Hart, a: u64, rm: u32): u64 {
  const mode = effectiveRoundingMode(hart, rm)
  const single = fromBits<f32>(unbox<binary32>(a))
  if (mode <= RMM && single == single) return toBits<f64>(<f64>single)
  return convert<binary32, binary64>(hart, a, rm)
}

export function fcvt_s_d(hart: Hart, a: u64, rm: u32): u64 {
  if (effectiveRoundingMode(hart, rm) == RNE) {
    const single = <f32>fromBits<f64>(a)
    const isExact = <f64>single == fromBits<f64>(a)
    if (isExact || isClearlyNormal<f32>(single)) {
      accrueInexact(hart, !isExact)
      return box<binary32>(toBits<f32>(single))
    }
  }
  return convert<binary64, binary32>(hart, a, rm)
}

export function fcvt_h_s(hart: Hart, a: u64, rm: u32): u64 {
  return convert<binary32, binary16>(hart, a, rm)
}

export function fcvt_s_h(hart: Hart, a: u64, rm: u32): u64 {
  return convert<binary16, binary32>(hart, a, rm)
}

export function fcvt_h_d(hart: Hart, a: u64, rm: u32): u64 {
  return convert<binary64, binary16>(hart, a, rm)
}

export function fcvt_d_h(hart: Hart, a: u64, rm: u32): u64 {
  return convert<binary16, binary64>(hart, a, rm)
}

@inline
function convert<From, To>(hart: Hart, a: u64, rm: u32): u64 {
  const mode = effectiveRoundingMode(hart, rm)
  if (mode > RMM) return reservedRoundingMode(hart)
  return accruedBoxed<To>(hart, convertFormat<From, To>(unbox<From>(a), mode))
}
