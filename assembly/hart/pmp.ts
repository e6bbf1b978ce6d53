/** Physical memory protection: 16 entries of 4-byte grain (Privileged §3.7). */
import { Guest, Hart, HART_PMPADDR, HART_PMPCFG } from '../abi/layout.gen'
import { PMPCFG_A, PMPCFG_A_SHIFT, PMPCFG_L } from './csr/fields.gen'

export const PMP_ENTRIES: u32 = 16

export const enum PmpMatch {
  off = 0,
  tor = 1,
  na4 = 2,
  napot = 3,
}

export const enum PmpAccess {
  read = 1,
  write = 2,
  execute = 4,
}

// @ts-ignore: decorator
@inline export function pmpConfig(hart: Hart, entry: u32): u32 {
  return load<u8>(changetype<usize>(hart) + HART_PMPCFG + entry)
}

// @ts-ignore: decorator
@inline export function pmpAddress(hart: Hart, entry: u32): u64 {
  return load<u64>(changetype<usize>(hart) + HART_PMPADDR + (entry << 3))
}

// @ts-ignore: decorator
@inline export function pmpMatch(config: u32): u32 {
  return (config & <u32>PMPCFG_A) >> <u32>PMPCFG_A_SHIFT
}

/** Whether `bytes` at `gpa` may be accessed; `access` is a PmpAccess. */
export function pmpCheck(hart: Hart, gpa: u64, bytes: u32, access: u32, privilege: u32): bool {
  if (!applies(hart)) return true
  const last = gpa + <u64>bytes - 1
  if (last < gpa) return false
  for (let entry: u32 = 0; entry < PMP_ENTRIES; entry++) {
    const low = firstByte(hart, entry)
    const high = lastByte(hart, entry)
    if (low > high || last < low || gpa > high) continue
    if (gpa < low || last > high) return false
    return permits(pmpConfig(hart, entry), access, privilege)
  }
  return privilege == 3
}

/** Whether no entry begins or ends inside the 4 KiB page at `gpaPage`, so that one answer holds for all of it. */
export function pmpPageUniform(hart: Hart, gpaPage: u64): bool {
  if (!applies(hart)) return true
  const page = gpaPage & ~0xfff
  const end = page | 0xfff
  for (let entry: u32 = 0; entry < PMP_ENTRIES; entry++) {
    const low = firstByte(hart, entry)
    const high = lastByte(hart, entry)
    if (low > high || end < low || page > high) continue
    return low <= page && high >= end
  }
  return true
}

/** After pmpcfg changed: the number of entries that are on. */
export function pmpRecount(hart: Hart): void {
  let count: u64 = 0
  for (let entry: u32 = 0; entry < PMP_ENTRIES; entry++) if (pmpMatch(pmpConfig(hart, entry)) != PmpMatch.off) count++
  hart.pmpCount = count
}

/** In a direct start the hypervisor holds the place of M-mode, and offers no PMP. */
// @ts-ignore: decorator
@inline function applies(hart: Hart): bool {
  return changetype<Guest>(hart.guest).start != 0
}

/** M-mode passes an entry that is not locked. */
function permits(config: u32, access: u32, privilege: u32): bool {
  if (privilege == 3 && (config & <u32>PMPCFG_L) == 0) return true
  return (config & access) == access
}

/** First byte of the entry's range; above `lastByte` when the entry matches nothing. */
function firstByte(hart: Hart, entry: u32): u64 {
  const address = pmpAddress(hart, entry)
  switch (pmpMatch(pmpConfig(hart, entry))) {
    case PmpMatch.tor:
      return firstBelowTop(hart, entry)
    case PmpMatch.na4:
      return address << 2
    case PmpMatch.napot:
      return (address & (address + 1)) << 2
    default:
      return u64.MAX_VALUE
  }
}

/** Last byte of the entry's range; pmpaddr has 54 bits, so a NAPOT of all ones is the whole space. */
function lastByte(hart: Hart, entry: u32): u64 {
  const address = pmpAddress(hart, entry)
  switch (pmpMatch(pmpConfig(hart, entry))) {
    case PmpMatch.tor:
      return address == 0 ? 0 : (address << 2) - 1
    case PmpMatch.na4:
      return (address << 2) | 3
    case PmpMatch.napot:
      return ((address | (address + 1)) << 2) | 3
    default:
      return 0
  }
}

/** TOR begins where the entry before it ends; a top at or below that matches nothing. */
function firstBelowTop(hart: Hart, entry: u32): u64 {
  const bottom = entry == 0 ? 0 : pmpAddress(hart, entry - 1)
  return pmpAddress(hart, entry) <= bottom ? u64.MAX_VALUE : bottom << 2
}
