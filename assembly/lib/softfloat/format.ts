/**
 * The IEEE 754 binary interchange formats, and the fields of a value of one of them.
 *
 *     |sign| exponent | fraction |     binary16 1+5+10, binary32 1+8+23, binary64 1+11+52
 *
 * A format is a type argument, so that its widths are constants at compile time; a value is its bit pattern,
 * zero-extended to 64 bits. Where WebAssembly has the format, the type argument is its type.
 */
export type binary16 = u16
export type binary32 = f32
export type binary64 = f64

@inline
export function fractionBits<T>(): i32 {
  return sizeof<T>() == 8 ? 52 : sizeof<T>() == 4 ? 23 : 10
}

@inline
export function exponentBits<T>(): i32 {
  return sizeof<T>() == 8 ? 11 : sizeof<T>() == 4 ? 8 : 5
}

/** The all-ones exponent field, of infinities and NaNs. */
@inline
export function exponentLimit<T>(): i32 {
  return (1 << exponentBits<T>()) - 1
}

@inline
export function bias<T>(): i32 {
  return exponentLimit<T>() >> 1
}

@inline
export function signBit<T>(): u64 {
  return <u64>1 << (fractionBits<T>() + exponentBits<T>())
}

@inline
export function infinity<T>(): u64 {
  return <u64>exponentLimit<T>() << fractionBits<T>()
}

@inline
export function largestFinite<T>(): u64 {
  return infinity<T>() - 1
}

@inline
export function one<T>(): u64 {
  return <u64>bias<T>() << fractionBits<T>()
}

/** The fraction's top bit, which is set in a quiet NaN. */
@inline
export function quietBit<T>(): u64 {
  return <u64>1 << (fractionBits<T>() - 1)
}

/** The only NaN that a RISC-V operation produces: positive, quiet, without payload. */
@inline
export function canonicalNan<T>(): u64 {
  return infinity<T>() | quietBit<T>()
}

@inline
export function signOf<T>(bits: u64): u64 {
  return bits >> (fractionBits<T>() + exponentBits<T>())
}

/** The value without its sign. */
@inline
export function magnitudeOf<T>(bits: u64): u64 {
  return bits & (signBit<T>() - 1)
}

@inline
export function fractionOf<T>(bits: u64): u64 {
  return bits & ((<u64>1 << fractionBits<T>()) - 1)
}

@inline
export function withSign<T>(sign: u64, magnitude: u64): u64 {
  return (sign << (fractionBits<T>() + exponentBits<T>())) | magnitude
}

@inline
export function isNan<T>(bits: u64): bool {
  return magnitudeOf<T>(bits) > infinity<T>()
}

@inline
export function isSignalingNan<T>(bits: u64): bool {
  return isNan<T>(bits) && (bits & quietBit<T>()) == 0
}

@inline
export function isInfinite<T>(bits: u64): bool {
  return magnitudeOf<T>(bits) == infinity<T>()
}

/** Neither infinite nor NaN. */
@inline
export function isFiniteValue<T>(bits: u64): bool {
  return magnitudeOf<T>(bits) < infinity<T>()
}

@inline
export function isZero<T>(bits: u64): bool {
  return magnitudeOf<T>(bits) == 0
}

/** The exponent e of a finite, nonzero value 1.f x 2^e; a subnormal counts as if it were normalised. */
export function exponentOf<T>(bits: u64): i32 {
  const field = <i32>(magnitudeOf<T>(bits) >> fractionBits<T>())
  if (field != 0) return field - bias<T>()
  return 64 - fractionBits<T>() - bias<T>() - <i32>clz<u64>(fractionOf<T>(bits))
}

/** The significand 1.f of a finite, nonzero value, its leading one in bit 63. */
export function significandOf<T>(bits: u64): u64 {
  const fraction = fractionOf<T>(bits)
  if (magnitudeOf<T>(bits) != fraction) return (fraction << (63 - fractionBits<T>())) | (<u64>1 << 63)
  return fraction << clz<u64>(fraction)
}
