/** Cache-block instructions (CMO chapter 2): blocks of 64 bytes, and no cache that a guest could see. */
import { Hart } from '../abi/layout.gen'
import { exclusive } from './atomic'
import { ENVCFG_CBCFE, ENVCFG_CBIE, ENVCFG_CBZE } from './csr/fields.gen'
import { probe, tellCodeStore } from './memory'
import { PmpAccess } from './pmp'
import { Cause, raiseIllegalInstruction } from './trap'

const BLOCK_BYTES: u64 = 64

/** Operation of a management instruction: its immediate in the encoding. */
export const enum CacheBlock {
  invalidate = 0,
  clean = 1,
  flush = 2,
}

/** A block lies inside a page, so that it is zeroed whole or faults whole; a device takes none. */
export function cboZero(hart: Hart, ea: u64): void {
  if (!isEnabled(hart, ENVCFG_CBZE)) return raiseIllegalInstruction(hart)
  const pointer = exclusive(hart, ea & ~(BLOCK_BYTES - 1), <u32>BLOCK_BYTES)
  if (pointer == 0) return
  memory.fill(pointer, 0, <usize>BLOCK_BYTES)
  tellCodeStore(pointer, <u32>BLOCK_BYTES)
}

/** Needs the permission to load; what is missing is told as a fault of a store (CMO §2.5.2). */
export function cboManagement(hart: Hart, ea: u64, kind: u32): void {
  if (!isEnabled(hart, kind == CacheBlock.invalidate ? ENVCFG_CBIE : ENVCFG_CBCFE)) return raiseIllegalInstruction(hart)
  if (!probe(hart, ea, PmpAccess.read)) tellAsStore(hart)
}

function tellAsStore(hart: Hart): void {
  if (hart.trapCause == Cause.loadPage) hart.trapCause = Cause.storePage
  else if (hart.trapCause == Cause.loadAccess) hart.trapCause = Cause.storeAccess
}

/** M-mode may always; S-mode as menvcfg says; U-mode when senvcfg agrees. */
function isEnabled(hart: Hart, control: u64): bool {
  if (hart.privilege < 3 && (hart.menvcfg & control) == 0) return false
  return hart.privilege > 0 || (hart.senvcfg & control) != 0
}
