/** The hart's privilege, and which TLBs its accesses use under it. */
import { Hart, HART_MODE_INSTRUCTIONS } from '../abi/layout.gen'
import { fetchTlb, readTlb, writeTlb } from '../memory/tlb'
import { MSTATUS_MPP, MSTATUS_MPP_SHIFT, MSTATUS_MPRV, MSTATUS_SUM } from './csr/fields.gen'

/** Index of the TLBs: privilege, with S-mode under SUM apart because it may touch pages of U-mode. */
export const enum AccessMode {
  user = 0,
  supervisor = 1,
  supervisorSum = 2,
  machine = 3,
}

export function setPrivilege(hart: Hart, privilege: u32): void {
  accountMode(hart)
  hart.privilege = privilege
  refreshMode(hart)
}

/** Adds the instructions retired in the current mode to the statistics. */
export function accountMode(hart: Hart): void {
  const counter = changetype<usize>(hart) + (hart.privilege << 3)
  store<u64>(counter, load<u64>(counter, HART_MODE_INSTRUCTIONS) + hart.retired - hart.modeSince, HART_MODE_INSTRUCTIONS)
  hart.modeSince = hart.retired
}

export function refreshMode(hart: Hart): void {
  const mode = dataMode(hart)
  hart.dataMode = mode
  hart.readTlb = <u32>readTlb(hart, mode)
  hart.writeTlb = <u32>writeTlb(hart, mode)
  hart.fetchTlb = <u32>fetchTlb(hart, hart.privilege)
}

function dataMode(hart: Hart): u32 {
  const status = hart.mstatus
  let privilege = hart.privilege
  if ((status & MSTATUS_MPRV) != 0) privilege = <u32>((status & MSTATUS_MPP) >> MSTATUS_MPP_SHIFT)
  if (privilege == 1 && (status & MSTATUS_SUM) != 0) return AccessMode.supervisorSum
  return privilege
}

/** Privilege whose rights an access mode has. */
// @ts-ignore: decorator
@inline
export function privilegeOf(mode: u32): u32 {
  return mode == AccessMode.supervisorSum ? 1 : mode
}
