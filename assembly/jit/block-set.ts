/** Sets of a region's blocks: a bit for each. */
import { NO_BLOCK, REGION_BLOCKS } from './work'

export const SET_BYTES: u32 = REGION_BLOCKS >> 3

// @ts-ignore: decorator
@inline export function has(set: usize, block: u32): bool {
  return ((load<u8>(set + (block >> 3)) >> (block & 7)) & 1) != 0
}

// @ts-ignore: decorator
@inline export function include(set: usize, block: u32): void {
  store<u8>(set + (block >> 3), load<u8>(set + (block >> 3)) | <u8>(<u32>1 << (block & 7)))
}

export function countOf(set: usize): u32 {
  let count: u32 = 0
  for (let i: u32 = 0; i < SET_BYTES; i += 8) count += <u32>popcnt<u64>(load<u64>(set + i))
  return count
}

/** The block of a set of one; NO_BLOCK for any other. */
export function onlyMember(set: usize): u32 {
  if (countOf(set) != 1) return NO_BLOCK
  for (let i: u32 = 0; i < SET_BYTES; i += 8) {
    const bits = load<u64>(set + i)
    if (bits != 0) return (i << 3) + <u32>ctz<u64>(bits)
  }
  return NO_BLOCK
}
