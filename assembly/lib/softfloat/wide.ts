/** Integer arithmetic wider than a machine word, and shifts that remember what they lose. */

/** Shifts right; ones that fall out are remembered ("jammed") as a one in bit 0, so that a later rounding sees them. */
export function shiftRightJam(value: u64, distance: i32): u64 {
  if (distance == 0) return value
  if (distance > 63) return u64(value != 0)
  return (value >> distance) | u64(value << (64 - distance) != 0)
}

/** The high word of the 128-bit product; the low word is `a * b`. */
export function multiplyHigh(a: u64, b: u64): u64 {
  const aLow = a & 0xffffffff
  const aHigh = a >> 32
  const bLow = b & 0xffffffff
  const bHigh = b >> 32
  const middle = aHigh * bLow + ((aLow * bLow) >> 32)
  const carry = (middle & 0xffffffff) + aLow * bHigh
  return aHigh * bHigh + (middle >> 32) + (carry >> 32)
}

/** The high word of the 128-bit value `high:low` shifted right. */
export function shiftRightHigh(high: u64, distance: i32): u64 {
  return distance < 64 ? high >> distance : 0
}

/** The low word of the 128-bit value `high:low` shifted right, with what falls out jammed into bit 0. */
export function shiftRightLowJam(high: u64, low: u64, distance: i32): u64 {
  if (distance == 0) return low
  if (distance > 63) return shiftRightJam(high, distance - 64) | u64(low != 0)
  return (high << (64 - distance)) | shiftRightJam(low, distance)
}
