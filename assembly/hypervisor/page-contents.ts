/** What is in a guest's pages, for finding those that are the same. */
import { Guest } from '../abi/layout.gen'
import { DRAM_BASE } from '../abi/platform.gen'
import { PAGE_BYTES, PAGE_SHIFT } from '../memory/page'
import { readPointer } from '../memory/physical'

const FACTOR: u64 = 0xff51_afd7_ed55_8ccd

/** A hash of the contents, 0 when and only when they are zeros. */
export function pageFingerprint(guest: Guest, page: u32): u64 {
  const pointer = pageAt(guest, page)
  let any: u64 = 0
  let hash: u64 = 1
  for (let offset: u32 = 0; offset < PAGE_BYTES; offset += 8) {
    const word = load<u64>(pointer + offset)
    any |= word
    hash = rotr<u64>((hash ^ word) * FACTOR, 29)
  }
  return any == 0 ? 0 : hash | 1
}

export function pagesAreEqual(guest: Guest, one: u32, other: u32): bool {
  return memory.compare(pageAt(guest, one), pageAt(guest, other), PAGE_BYTES) == 0
}

function pageAt(guest: Guest, page: u32): usize {
  return readPointer(guest, DRAM_BASE + (<u64>page << PAGE_SHIFT))
}
