/** TIME: the supervisor's timer (SBI chapter 6). */
import { Guest, Hart, SbiError } from '../abi/layout.gen'
import { updateTimersOf } from '../irq/aclint'
import { argument, refuse, succeed } from './call'

/** set_timer: a deadline in the future clears STIP, one in the past sets it. */
export function timeCall(guest: Guest, hart: Hart, functionId: u64): void {
  if (functionId != 0) return refuse(hart, SbiError.notSupported)
  hart.stimecmp = argument(hart, 0)
  updateTimersOf(guest, hart)
  succeed(hart)
}
