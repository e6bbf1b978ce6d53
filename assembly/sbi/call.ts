/** The calling convention of the SBI: arguments in a0 to a5, error in a0, value in a1 (SBI §3). */
import { HART_X, Hart, SbiError } from '../abi/layout.gen'

/** a0 is x10. */
// @ts-ignore: decorator
@inline const A0: u32 = 10

// @ts-ignore: decorator
@inline
export function register(hart: Hart, number: u32): u64 {
  return load<u64>(changetype<usize>(hart) + (number << 3), HART_X)
}

/** Argument `index` of the call, a0 to a5. */
// @ts-ignore: decorator
@inline
export function argument(hart: Hart, index: u32): u64 {
  return register(hart, A0 + index)
}

export function setArgument(hart: Hart, index: u32, value: u64): void {
  store<u64>(changetype<usize>(hart) + ((A0 + index) << 3), value, HART_X)
}

/** Error in a0, value in a1. */
export function answer(hart: Hart, error: i64, value: u64): void {
  setArgument(hart, 0, <u64>error)
  setArgument(hart, 1, value)
}

export function succeed(hart: Hart): void {
  answer(hart, SbiError.success, 0)
}

export function refuse(hart: Hart, error: i64): void {
  answer(hart, error, 0)
}
