/** Forwarding of an APLIC domain's interrupts as MSIs, straight into the harts' interrupt files (AIA §4.9). */
import { APLIC_WORDS, Guest } from '../../abi/layout.gen'
import { hartOf } from '../../memory/tlb'
import { assignBit, testBit } from '../bitmap'
import { imsicSend } from '../imsic'
import { DOMAIN_M, domainAt, enabledOf, pendingOf, targetOf } from './domain'

// @ts-ignore: decorator
@inline const HART_INDEX_SHIFT: u32 = 18
// @ts-ignore: decorator
@inline const GUEST_INDEX: u32 = 0x0003_f000
// @ts-ignore: decorator
@inline const EIID_MASK: u32 = 0x7ff

/** Sends the MSI that a target or genmsi word describes; a hart or guest file that is not there takes none. */
export function sendMsi(guest: Guest, domain: u32, target: u32): void {
  const hart = target >> HART_INDEX_SHIFT
  if (hart >= guest.harts || (target & GUEST_INDEX) != 0) return
  imsicSend(hartOf(guest, hart), domain == DOMAIN_M, target & EIID_MASK)
}

/** Forwards the source when it is pending and enabled and the domain's IE is on; that clears its pending bit. */
export function deliver(guest: Guest, domain: u32, source: u32): void {
  if (domainAt(guest, domain).domaincfg == 0) return
  if (!testBit(pendingOf(guest, domain), source) || !testBit(enabledOf(guest, domain), source)) return
  assignBit(pendingOf(guest, domain), source, false)
  sendMsi(guest, domain, load<u32>(targetOf(guest, domain, source)))
}

export function deliverAll(guest: Guest, domain: u32): void {
  if (domainAt(guest, domain).domaincfg == 0) return
  for (let word: u32 = 0; word < APLIC_WORDS; word++) {
    let ready = load<u32>(pendingOf(guest, domain) + (word << 2)) & load<u32>(enabledOf(guest, domain) + (word << 2))
    for (; ready != 0; ready &= ready - 1) deliver(guest, domain, (word << 5) + ctz(ready))
  }
}
