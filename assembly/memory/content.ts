/** What is in a page. */
import { PAGE_BYTES } from './page'

const FACTOR: u64 = 0xff51_afd7_ed55_8ccd

/** A hash of the contents, 0 when and only when they are zeros. */
export function fingerprint(page: usize): u64 {
  let any: u64 = 0
  let hash: u64 = 1
  for (let offset: u32 = 0; offset < PAGE_BYTES; offset += 8) {
    const word = load<u64>(page + offset)
    any |= word
    hash = rotr<u64>((hash ^ word) * FACTOR, 29)
  }
  return any == 0 ? 0 : hash | 1
}

export function isZeroPage(page: usize): bool {
  for (let offset: u32 = 0; offset < PAGE_BYTES; offset += 32) {
    const bits = load<u64>(page + offset) | load<u64>(page + offset, 8) | load<u64>(page + offset, 16) | load<u64>(page + offset, 24)
    if (bits != 0) return false
  }
  return true
}
