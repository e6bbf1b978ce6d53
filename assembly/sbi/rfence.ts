/** RFENCE: fences on other harts (SBI chapter 8), which are done when the call returns. */
import { Guest, Hart, SbiError } from '../abi/layout.gen'
import { beginExclusive, endExclusive } from '../memory/exclusive'
import { PAGE_BYTES, PAGE_MASK } from '../memory/page'
import { hartOf, tlbFlushAddress, tlbFlushAll } from '../memory/tlb'
import { argument, refuse, succeed } from './call'
import { isHartMask, selectedHarts } from './hart-mask'

const enum Fence {
  fenceI = 0,
  sfenceVma = 1,
  sfenceVmaAsid = 2,
}

/** More bytes than these are cheaper to flush as a whole. */
// @ts-ignore: decorator
@inline const MOST_BYTES: u64 = 16 * <u64>PAGE_BYTES

/** The hypervisor's fences, 3 to 6, need the H extension. TLBs know no ASID: a fence by ASID is one for all. */
export function rfenceCall(guest: Guest, hart: Hart, functionId: u64): void {
  if (functionId > <u64>Fence.sfenceVmaAsid) return refuse(hart, SbiError.notSupported)
  const mask = argument(hart, 0)
  const base = argument(hart, 1)
  if (!isHartMask(guest, mask, base)) return refuse(hart, SbiError.invalidParam)
  if (functionId == Fence.fenceI) return fenceCode(guest, hart)
  const start = argument(hart, 2)
  const size = argument(hart, 3)
  if (!isEverything(start, size) && start + size < start) return refuse(hart, SbiError.invalidAddress)
  beginExclusive(guest)
  for (let rest = selectedHarts(guest, mask, base); rest != 0; rest &= rest - 1) fence(hartOf(guest, <u32>ctz(rest)), start, size)
  endExclusive(guest)
  succeed(hart)
}

/**
 * Stores to code drop what this physical CPU decoded from it at once, and the others read their mail before a hart goes on: that all harts were
 * out of their loops for a moment is all that there is to do.
 */
function fenceCode(guest: Guest, hart: Hart): void {
  beginExclusive(guest)
  endExclusive(guest)
  succeed(hart)
}

function fence(hart: Hart, start: u64, size: u64): void {
  if (isEverything(start, size) || size > MOST_BYTES) return tlbFlushAll(hart)
  const first = start & ~(<u64>PAGE_MASK)
  const pages = (start + size - first + PAGE_MASK) / PAGE_BYTES
  for (let page: u64 = 0; page < pages; page++) tlbFlushAddress(hart, first + page * PAGE_BYTES)
}

// @ts-ignore: decorator
@inline
function isEverything(start: u64, size: u64): bool {
  return size == u64.MAX_VALUE || (start == 0 && size == 0)
}
