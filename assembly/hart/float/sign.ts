/** FSGNJ, FSGNJN and FSGNJX of the F, D and Zfh extensions: they move bits and raise nothing. */
import { binary16, binary32, binary64, magnitudeOf, signBit } from '../../lib/softfloat/format'
import { box, unbox } from './boxing'

@inline
function inject<T>(magnitude: u64, sign: u64): u64 {
  return box<T>(magnitudeOf<T>(magnitude) | (sign & signBit<T>()))
}

export function fsgnj_s(a: u64, b: u64): u64 {
  return inject<binary32>(unbox<binary32>(a), unbox<binary32>(b))
}

export function fsgnjn_s(a: u64, b: u64): u64 {
  return inject<binary32>(unbox<binary32>(a), ~unbox<binary32>(b))
}

export function fsgnjx_s(a: u64, b: u64): u64 {
  return inject<binary32>(unbox<binary32>(a), unbox<binary32>(a) ^ unbox<binary32>(b))
}

export function fsgnj_d(a: u64, b: u64): u64 {
  return inject<binary64>(unbox<binary64>(a), unbox<binary64>(b))
}

export function fsgnjn_d(a: u64, b: u64): u64 {
  return inject<binary64>(unbox<binary64>(a), ~unbox<binary64>(b))
}

export function fsgnjx_d(a: u64, b: u64): u64 {
  return inject<binary64>(unbox<binary64>(a), unbox<binary64>(a) ^ unbox<binary64>(b))
}

export function fsgnj_h(a: u64, b: u64): u64 {
  return inject<binary16>(unbox<binary16>(a), unbox<binary16>(b))
}

export function fsgnjn_h(a: u64, b: u64): u64 {
  return inject<binary16>(unbox<binary16>(a), ~unbox<binary16>(b))
}

export function fsgnjx_h(a: u64, b: u64): u64 {
  return inject<binary16>(unbox<binary16>(a), unbox<binary16>(a) ^ unbox<binary16>(b))
}
