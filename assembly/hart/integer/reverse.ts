/** Reversal of bytes (Zbb rev8) and of the bits in each byte (Zbkb brev8). */

export function rev8(value: u64): u64 {
  return bswap<u64>(value)
}

export function brev8(value: u64): u64 {
  let x = value
  x = ((x >>> 1) & 0x5555555555555555) | ((x & 0x5555555555555555) << 1)
  x = ((x >>> 2) & 0x3333333333333333) | ((x & 0x3333333333333333) << 2)
  return ((x >>> 4) & 0x0f0f0f0f0f0f0f0f) | ((x & 0x0f0f0f0f0f0f0f0f) << 4)
}
