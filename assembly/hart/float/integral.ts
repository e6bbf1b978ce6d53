/** FROUND and FROUNDNX of the Zfa extension: rounding to an integral value in the same format. */
import { Hart } from '../../abi/layout.gen'
import { NX, takeFlags } from '../../lib/softfloat/flags'
import { binary16, binary32, binary64 } from '../../lib/softfloat/format'
import { roundToIntegral } from '../../lib/softfloat/integral-rounding'
import { RMM } from '../../lib/softfloat/rounding'
import { box, unbox } from './boxing'
import { effectiveRoundingMode, reservedRoundingMode } from './rounding-mode'

/** `flags` are those that the instruction may raise. */
@inline
function roundIntegral<T>(hart: Hart, a: u64, rm: u32, flags: u32): u64 {
  const mode = effectiveRoundingMode(hart, rm)
  if (mode > RMM) return reservedRoundingMode(hart)
  const result = roundToIntegral<T>(unbox<T>(a), mode)
  hart.fflags |= takeFlags() & flags
  return box<T>(result)
}

export function fround_s(hart: Hart, a: u64, rm: u32): u64 {
  return roundIntegral<binary32>(hart, a, rm, ~NX)
}

export function froundnx_s(hart: Hart, a: u64, rm: u32): u64 {
  return roundIntegral<binary32>(hart, a, rm, ~(<u32>0))
}

export function fround_d(hart: Hart, a: u64, rm: u32): u64 {
  return roundIntegral<binary64>(hart, a, rm, ~NX)
}

export function froundnx_d(hart: Hart, a: u64, rm: u32): u64 {
  return roundIntegral<binary64>(hart, a, rm, ~(<u32>0))
}

export function fround_h(hart: Hart, a: u64, rm: u32): u64 {
  return roundIntegral<binary16>(hart, a, rm, ~NX)
}

export function froundnx_h(hart: Hart, a: u64, rm: u32): u64 {
  return roundIntegral<binary16>(hart, a, rm, ~(<u32>0))
}
