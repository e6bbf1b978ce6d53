/** pmpcfg and pmpaddr with their locks (Privileged §3.7.1). */
import { Hart, HART_PMPADDR, HART_PMPCFG } from '../../abi/layout.gen'
import { tlbFlushAll } from '../../memory/tlb'
import { PmpMatch, PMP_ENTRIES, pmpAddress, pmpConfig, pmpMatch, pmpRecount } from '../pmp'
import { retireAndLeave } from '../retire'
import { PMPCFG_A, PMPCFG_L, PMPCFG_R, PMPCFG_W, PMPCFG_X } from './fields.gen'
import { csrEntry, PmpCsr } from './table.gen'

/** Physical addresses have 56 bits, of which pmpaddr holds 55:2. */
// @ts-ignore: decorator
@inline const ADDRESS_BITS: u64 = (1 << 54) - 1
// @ts-ignore: decorator
@inline const CONFIG_BITS: u32 = <u32>(PMPCFG_R | PMPCFG_W | PMPCFG_X | PMPCFG_A | PMPCFG_L)

/** On RV64 pmpcfgN, N even, packs entries 4N to 4N+7. */
export function readPmp(hart: Hart, register: u32, index: u32): u64 {
  if (register == PmpCsr.pmpaddr) return pmpAddress(hart, index)
  return load<u64>(changetype<usize>(hart) + HART_PMPCFG + (index << 2))
}

export function writePmp(hart: Hart, number: u32, value: u64): void {
  const index = number & 15
  if ((csrEntry(number) & 31) == PmpCsr.pmpaddr) writeAddress(hart, index, value)
  else for (let n: u32 = 0; n < 8; n++) writeConfig(hart, (index << 2) + n, <u32>(value >> (n << 3)) & CONFIG_BITS)
  pmpRecount(hart)
  retireAndLeave(hart)
  tlbFlushAll(hart)
}

/** W without R is reserved: both are cleared. */
function writeConfig(hart: Hart, entry: u32, config: u32): void {
  if (isLocked(hart, entry)) return
  const isReserved = (config & <u32>(PMPCFG_R | PMPCFG_W)) == <u32>PMPCFG_W
  store<u8>(changetype<usize>(hart) + HART_PMPCFG + entry, isReserved ? config & ~<u32>PMPCFG_W : config)
}

/** A locked TOR entry also locks the address below it. */
function writeAddress(hart: Hart, entry: u32, value: u64): void {
  if (isLocked(hart, entry)) return
  const next = entry + 1
  if (next < PMP_ENTRIES && isLocked(hart, next) && pmpMatch(pmpConfig(hart, next)) == PmpMatch.tor) return
  store<u64>(changetype<usize>(hart) + HART_PMPADDR + (entry << 3), value & ADDRESS_BITS)
}

// @ts-ignore: decorator
@inline function isLocked(hart: Hart, entry: u32): bool {
  return (pmpConfig(hart, entry) & <u32>PMPCFG_L) != 0
}
