/** IPI: supervisor software interrupts to other harts (SBI chapter 7). */
import { Guest, Hart, SbiError } from '../abi/layout.gen'
import { setBits64 } from '../lib/shared-word'
import { kick } from '../memory/exclusive'
import { lockGuest, unlockGuest } from '../memory/locks'
import { hartOf } from '../memory/tlb'
import { argument, refuse, succeed } from './call'
import { isHartMask, selectedHarts } from './hart-mask'

// @ts-ignore: decorator
@inline const SSIP: u64 = 1 << 1

export function ipiCall(guest: Guest, hart: Hart, functionId: u64): void {
  if (functionId != 0) return refuse(hart, SbiError.notSupported)
  const mask = argument(hart, 0)
  const base = argument(hart, 1)
  if (!isHartMask(guest, mask, base)) return refuse(hart, SbiError.invalidParam)
  // A hart that is between the read and the write of sip must not clear what it did not read.
  lockGuest(guest)
  for (let rest = selectedHarts(guest, mask, base); rest != 0; rest &= rest - 1) interrupt(hartOf(guest, <u32>ctz(rest)))
  unlockGuest(guest)
  succeed(hart)
}

function interrupt(hart: Hart): void {
  setBits64(changetype<usize>(hart) + offsetof<Hart>('mip'), SSIP)
  kick(hart)
}
