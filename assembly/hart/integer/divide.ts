/** Division without traps: by zero, and the overflow of the most negative value by -1, have results (M extension, table 11). */

export function div(a: u64, b: u64): u64 {
  if (b == 0) return u64.MAX_VALUE
  if (b == u64.MAX_VALUE) return 0 - a
  return <u64>(<i64>a / <i64>b)
}

export function divu(a: u64, b: u64): u64 {
  return b == 0 ? u64.MAX_VALUE : a / b
}

export function rem(a: u64, b: u64): u64 {
  if (b == 0) return a
  if (b == u64.MAX_VALUE) return 0
  return <u64>(<i64>a % <i64>b)
}

export function remu(a: u64, b: u64): u64 {
  return b == 0 ? a : a % b
}

// @ts-ignore: decorator
@inline function signed(value: u64): u64 {
  return <u64><i64><i32>value
}

export function divw(a: u64, b: u64): u64 {
  return signed(div(signed(a), signed(b)))
}

export function divuw(a: u64, b: u64): u64 {
  const divisor = <u32>b
  return divisor == 0 ? u64.MAX_VALUE : <u64><i64><i32>(<u32>a / divisor)
}

export function remw(a: u64, b: u64): u64 {
  return signed(rem(signed(a), signed(b)))
}

export function remuw(a: u64, b: u64): u64 {
  const divisor = <u32>b
  return divisor == 0 ? signed(a) : <u64><i64><i32>(<u32>a % divisor)
}
