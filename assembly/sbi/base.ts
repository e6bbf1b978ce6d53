/** BASE: what this SBI is and which extensions it has (SBI chapter 4). */
import { Guest, Hart, SBI_IMPLEMENTATION_ID, SBI_VERSION, SbiError } from '../abi/layout.gen'
import { answer, argument, refuse } from './call'
import { offers } from './offer'

/** Of this SBI, not of the specification. */
// @ts-ignore: decorator
@inline const IMPLEMENTATION_VERSION: u64 = 1
// @ts-ignore: decorator
@inline const LAST_FUNCTION: u64 = 6

export function baseCall(guest: Guest, hart: Hart, functionId: u64): void {
  if (functionId > LAST_FUNCTION) refuse(hart, SbiError.notSupported)
  else answer(hart, SbiError.success, tell(guest, hart, <u32>functionId))
}

function tell(guest: Guest, hart: Hart, functionId: u32): u64 {
  switch (functionId) {
    case 0:
      return SBI_VERSION
    case 1:
      return SBI_IMPLEMENTATION_ID
    case 2:
      return IMPLEMENTATION_VERSION
    case 3:
      return offers(guest, argument(hart, 0)) ? 1 : 0
    default:
      /* mvendorid, marchid and mimpid are zero, as in the CSRs. */
      return 0
  }
}
