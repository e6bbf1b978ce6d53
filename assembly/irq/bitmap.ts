/** Bitmaps of interrupt sources: 32-bit words in memory, source n at bit n. */

// @ts-ignore: decorator
@inline
export function testBit(words: usize, source: u32): bool {
  return ((load<u32>(wordOf(words, source)) >> (source & 31)) & 1) != 0
}

// @ts-ignore: decorator
@inline
export function assignBit(words: usize, source: u32, value: bool): void {
  const word = wordOf(words, source)
  const bit = <u32>1 << (source & 31)
  store<u32>(word, value ? load<u32>(word) | bit : load<u32>(word) & ~bit)
}

// @ts-ignore: decorator
@inline
function wordOf(words: usize, source: u32): usize {
  return words + ((source >> 5) << 2)
}
