/** The SBI of a direct start: one ECALL from S-mode, answered by the extension that a7 names (SBI §3). */
import { Guest, Hart, SbiError, SbiExtension } from '../abi/layout.gen'
import { baseCall } from './base'
import { refuse, register } from './call'
import { dbcnCall } from './dbcn'
import { hsmCall } from './hsm'
import { ipiCall } from './ipi'
import { offers } from './offer'
import { rfenceCall } from './rfence'
import { srstCall } from './srst'
import { staCall } from './sta'
import { timeCall } from './time'

export { hsmRelease, hsmResume } from './hsm'

// @ts-ignore: decorator
@inline const A6: u32 = 16
// @ts-ignore: decorator
@inline const A7: u32 = 17

/**
 * Answers the ECALL that `hart` has just retired. Afterwards hart.hsm and guest.ended tell whether it goes on, and hart.pc where:
 * a hart that suspends itself without keeping its state has its resume address there.
 */
export function sbiCall(guest: Guest, hart: Hart): void {
  const extension = register(hart, A7)
  const functionId = register(hart, A6)
  if (!offers(guest, extension)) return refuse(hart, SbiError.notSupported)
  switch (<u32>extension) {
    case SbiExtension.base:
      return baseCall(guest, hart, functionId)
    case SbiExtension.time:
      return timeCall(guest, hart, functionId)
    case SbiExtension.ipi:
      return ipiCall(guest, hart, functionId)
    case SbiExtension.rfence:
      return rfenceCall(guest, hart, functionId)
    case SbiExtension.hsm:
      return hsmCall(guest, hart, functionId)
    case SbiExtension.srst:
      return srstCall(guest, hart, functionId)
    case SbiExtension.sta:
      return staCall(guest, hart, functionId)
    default:
      return dbcnCall(guest, hart, functionId)
  }
}
