/** What an operation answers when an operand is a NaN or when the operation is invalid (IEEE 754-2019 §6.2, §7.2). */
import { NV, raise } from './flags'
import { canonicalNan, isSignalingNan } from './format'

/** The result of an invalid operation. */
export function invalid<T>(): u64 {
  raise(NV)
  return canonicalNan<T>()
}

/** Raises NV if an operand is a signaling NaN. */
export function signalNan<T>(a: u64, b: u64): void {
  if (isSignalingNan<T>(a) || isSignalingNan<T>(b)) raise(NV)
}

/** The result of an operation of which an operand is a NaN; payloads do not propagate in RISC-V. */
export function nanResult<T>(a: u64, b: u64): u64 {
  signalNan<T>(a, b)
  return canonicalNan<T>()
}
