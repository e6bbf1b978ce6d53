/** Products of polynomials over GF(2) (Zbc). */

export function clmul(a: u64, b: u64): u64 {
  let product: u64 = 0
  for (let bits = b; bits != 0; bits &= bits - 1) product ^= a << ctz<u64>(bits)
  return product
}

/** Bits 64 to 127. */
export function clmulh(a: u64, b: u64): u64 {
  return clmulr(a, b) >>> 1
}

/** Bits 63 to 126. */
export function clmulr(a: u64, b: u64): u64 {
  let product: u64 = 0
  for (let bits = b; bits != 0; bits &= bits - 1) product ^= a >>> (63 - ctz<u64>(bits))
  return product
}
