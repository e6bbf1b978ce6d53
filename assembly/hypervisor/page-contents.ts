/** What is in a guest's pages, for finding those that are the same. */
import { Guest } from '../abi/layout.gen'
import { DRAM_BASE } from '../abi/platform.gen'
import { fingerprint } from '../memory/content'
import { PAGE_BYTES, PAGE_SHIFT } from '../memory/page'
import { readPointer } from '../memory/physical'

/** A hash of the contents, 0 when and only when they are zeros. */
export function pageFingerprint(guest: Guest, page: u32): u64 {
  return fingerprint(pageAt(guest, page))
}

export function pagesAreEqual(guest: Guest, one: u32, other: u32): bool {
  return memory.compare(pageAt(guest, one), pageAt(guest, other), PAGE_BYTES) == 0
}

function pageAt(guest: Guest, page: u32): usize {
  return readPointer(guest, DRAM_BASE + (<u64>page << PAGE_SHIFT))
}
