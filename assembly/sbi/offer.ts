/** Which extensions the guest is offered. */
import { Guest, SbiBit, SbiExtension } from '../abi/layout.gen'

/** Is the extension there and switched on for this guest? BASE always is. */
export function offers(guest: Guest, extension: u64): bool {
  switch (extension) {
    case SbiExtension.base:
      return true
    case SbiExtension.time:
      return isOn(guest, SbiBit.time)
    case SbiExtension.ipi:
      return isOn(guest, SbiBit.ipi)
    case SbiExtension.rfence:
      return isOn(guest, SbiBit.rfence)
    case SbiExtension.hsm:
      return isOn(guest, SbiBit.hsm)
    case SbiExtension.srst:
      return isOn(guest, SbiBit.srst)
    case SbiExtension.dbcn:
      return isOn(guest, SbiBit.dbcn)
    case SbiExtension.sta:
      return isOn(guest, SbiBit.sta)
    default:
      return false
  }
}

// @ts-ignore: decorator
@inline
function isOn(guest: Guest, bit: u32): bool {
  return ((guest.sbi >> bit) & 1) != 0
}
