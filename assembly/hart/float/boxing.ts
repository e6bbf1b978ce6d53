/** Narrow values in 64-bit f registers (RISC-V unprivileged ISA, "NaN Boxing of Narrower Values"). */
import { canonicalNan } from '../../lib/softfloat/format'
import { binary16, binary32 } from '../../lib/softfloat/format'

/** A value of the format as an f register holds it: all ones above it. */
@inline
export function box<T>(bits: u64): u64 {
  return sizeof<T>() == 8 ? bits : bits | (~(<u64>0) << (sizeof<T>() * 8))
}

/** The value of the format in an f register: one that is not boxed counts as the canonical NaN. */
@inline
export function unbox<T>(register: u64): u64 {
  if (sizeof<T>() == 8) return register
  const ones = ~(<u64>0) << (sizeof<T>() * 8)
  return (register & ones) == ones ? register & ~ones : canonicalNan<T>()
}

export function box32(bits: u32): u64 {
  return box<binary32>(bits)
}

export function box16(bits: u32): u64 {
  return box<binary16>(<u64>(bits & 0xffff))
}

export function unbox32(register: u64): u32 {
  return <u32>unbox<binary32>(register)
}

export function unbox16(register: u64): u32 {
  return <u32>unbox<binary16>(register)
}
