/** The 32 constants of FLI (Zfa, "Load-Immediate Instructions"). */
import { takeFlags } from '../../lib/softfloat/flags'
import { binary16, binary32, binary64, fractionBits } from '../../lib/softfloat/format'
import { convertFormat } from '../../lib/softfloat/format-conversion'
import { RNE } from '../../lib/softfloat/rounding'
import { box } from './boxing'

/** The entry that differs by format: its least positive normal number. */
const LEAST_NORMAL: u32 = 1

/** The constants in binary32, entry 1 apart; 2^16 of entry 29 becomes infinity in binary16. */
const CONSTANTS: usize = memory.data<f32>([
  -1.0, 0.0, 0.0000152587890625, 0.000030517578125, 0.00390625, 0.0078125, 0.0625, 0.125,
  0.25, 0.3125, 0.375, 0.4375, 0.5, 0.625, 0.75, 0.875,
  1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0,
  8.0, 16.0, 128.0, 256.0, 32768.0, 65536.0, Infinity, NaN,
])

@inline
function constant<T>(index: u32): u64 {
  if (index == LEAST_NORMAL) return box<T>(<u64>1 << fractionBits<T>())
  const single = <u64>load<u32>(CONSTANTS + ((<usize>index & 31) << 2))
  const bits = convertFormat<binary32, T>(single, RNE)
  takeFlags()
  return box<T>(bits)
}

export function fli_s(index: u32): u64 {
  return constant<binary32>(index)
}

export function fli_d(index: u32): u64 {
  return constant<binary64>(index)
}

export function fli_h(index: u32): u64 {
  return constant<binary16>(index)
}
