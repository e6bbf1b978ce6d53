/** SRST: the system is shut down or rebooted (SBI chapter 10). */
import { Guest, GuestEnd, Hart, SbiError } from '../abi/layout.gen'
import { argument, refuse } from './call'

const enum ResetType {
  shutdown = 0,
  coldReboot = 1,
  warmReboot = 2,
}

/** Reasons 0 (none) and 1 (system failure) are the specification's, those from 0xe0000000 on the SBI's and the vendors'. */
// @ts-ignore: decorator
@inline const LAST_REASON: u32 = 1
// @ts-ignore: decorator
@inline const VENDOR_REASONS: u32 = 0xe000_0000
// @ts-ignore: decorator
@inline const VENDOR_TYPES: u32 = 0xf000_0000

/** Does not return when it succeeds. */
export function srstCall(guest: Guest, hart: Hart, functionId: u64): void {
  if (functionId != 0) return refuse(hart, SbiError.notSupported)
  const type = <u32>argument(hart, 0)
  const reason = <u32>argument(hart, 1)
  if (type >= VENDOR_TYPES) return refuse(hart, SbiError.notSupported)
  if (type > <u32>ResetType.warmReboot || (reason > LAST_REASON && reason < VENDOR_REASONS)) return refuse(hart, SbiError.invalidParam)
  guest.ended = type == ResetType.shutdown ? GuestEnd.powerOff : GuestEnd.reboot
  guest.endCode = reason
}
