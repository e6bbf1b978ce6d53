/** What is in a page. */
import { PAGE_BYTES } from './page'

export function isZeroPage(page: usize): bool {
  for (let offset: u32 = 0; offset < PAGE_BYTES; offset += 32) {
    const bits = load<u64>(page + offset) | load<u64>(page + offset, 8) | load<u64>(page + offset, 16) | load<u64>(page + offset, 24)
    if (bits != 0) return false
  }
  return true
}
