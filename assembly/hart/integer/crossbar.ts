/** Lookups of the nibbles or bytes of one register by those of another; an index beyond the register gives zero (Zbkx). */

export function xperm4(table: u64, indices: u64): u64 {
  let result: u64 = 0
  for (let at: u64 = 0; at < <u64>64; at += 4) {
    const index = (indices >>> at) & 15
    result |= ((table >>> (index << 2)) & 15) << at
  }
  return result
}

export function xperm8(table: u64, indices: u64): u64 {
  let result: u64 = 0
  for (let at: u64 = 0; at < <u64>64; at += 8) {
    const index = (indices >>> at) & 255
    if (index < <u64>8) result |= ((table >>> (index << 3)) & 255) << at
  }
  return result
}
