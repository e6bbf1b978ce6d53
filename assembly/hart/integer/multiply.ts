/** High halves of 64 x 64 bit products (M extension). */

export function mulhu(a: u64, b: u64): u64 {
  const aLow = a & 0xffffffff
  const aHigh = a >>> 32
  const bLow = b & 0xffffffff
  const bHigh = b >>> 32
  const cross = aHigh * bLow + ((aLow * bLow) >>> 32)
  const middle = aLow * bHigh + (cross & 0xffffffff)
  return aHigh * bHigh + (cross >>> 32) + (middle >>> 32)
}

/** A negative factor counts 2^64 too much in the unsigned product. */
export function mulh(a: u64, b: u64): u64 {
  return mulhu(a, b) - (b & <u64>(<i64>a >> 63)) - (a & <u64>(<i64>b >> 63))
}

export function mulhsu(a: u64, b: u64): u64 {
  return mulhu(a, b) - (b & <u64>(<i64>a >> 63))
}
