/**
 * When WebAssembly's operators, which round to nearest even and keep no flags, give an instruction's result and flags.
 *
 * A finite, normal result of theirs is the right one; what remains to be known is whether it is inexact. That need not be found
 * out when NX is already set, and costs a few operations more where an error term is representable.
 */
import { Hart } from '../../abi/layout.gen'
import { NX } from '../../lib/softfloat/flags'

@inline
export function fromBits<T>(bits: u64): T {
  if (sizeof<T>() == 8) return <T>reinterpret<f64>(bits)
  return <T>reinterpret<f32>(<u32>bits)
}

@inline
export function toBits<T>(value: T): u64 {
  if (sizeof<T>() == 8) return reinterpret<u64>(<f64>value)
  return <u64>reinterpret<u32>(<f32>value)
}

@inline
export function isFiniteNative<T>(value: T): bool {
  return abs<T>(value) <= (sizeof<T>() == 8 ? <T>f64.MAX_VALUE : <T>f32.MAX_VALUE)
}

/** Finite and beyond the least normal magnitude, which itself may have been rounded up from a tiny value. */
@inline
export function isClearlyNormal<T>(value: T): bool {
  return abs<T>(value) > (sizeof<T>() == 8 ? <T>f64.MIN_NORMAL_VALUE : <T>f32.MIN_NORMAL_VALUE) && isFiniteNative<T>(value)
}

@inline
export function isInexactKnown(hart: Hart): bool {
  return (hart.fflags & NX) != 0
}

@inline
export function accrueInexact(hart: Hart, isInexact: bool): void {
  hart.fflags |= u32(isInexact) * NX
}
