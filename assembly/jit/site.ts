/**
 * Sites: TLB entries that accesses have to themselves, so that the address need not be looked up.
 *
 * Accesses through a register that stays where it is in a region, or moves in steps, share a site there; those through the stack, global and thread
 * pointers in all regions. A register that the region computes or loads points anywhere: its accesses look into the TLB each time.
 */
import { TLB_SITES, TLB_SITE_OFFSET, Trick } from '../abi/layout.gen'
import { translator } from '../memory/regions'
import { Effect } from './effects.gen'
import { rdOf, rs1Of, SINK } from './record'
import { siteAt, work } from './work'

/** sp, gp and tp have fixed sites, in this order. */
const FIXED: u32 = 1 << 2 | 1 << 3 | 1 << 4
const FIXED_SITES: u32 = 6
export const NO_SITE: u32 = 0xffff
/** Stands for the span, where accesses need no site. */
export const SPAN: u32 = 0xfffe

/** Notes what an instruction does to registers that addresses may come from. */
export function noteMoves(w: u64, effects: u32): void {
  const it = work()
  if ((effects & Effect.writesRd) == 0 || rdOf(w) == SINK) return
  if ((effects & Effect.increment) == 0 || rs1Of(w) != rdOf(w)) it.movedX |= 1 << rdOf(w)
}

/** Site of an access through a register; NO_SITE when it has none, SPAN when it looks into the span instead. */
export function siteOf(register: u32, isStore: bool): u32 {
  const it = work()
  if ((isStore ? it.writeSpans : it.readSpans) != 0) return SPAN
  if ((translator().without & Trick.sites) != 0) return NO_SITE
  if (((FIXED >> register) & 1) != 0) return 2 * <u32>popcnt<u32>(FIXED & ((1 << register) - 1)) + u32(isStore)
  if (register == 0 || ((it.movedX >> register) & 1) != 0) return NO_SITE
  const at = siteAt(register, isStore)
  if (load<u16>(at) == NO_SITE) store<u16>(at, <u16>takeSite())
  return load<u16>(at)
}

/** In turn, so that the sites of a region are apart from each other. */
function takeSite(): u32 {
  const it = translator()
  it.nextSite = it.nextSite + 1 < TLB_SITES ? max<u32>(it.nextSite + 1, FIXED_SITES) : FIXED_SITES
  return it.nextSite
}

/** At the start of a region no register has a site yet. */
export function forgetSites(): void {
  memory.fill(siteAt(0, false), 0xff, 32 << 2)
}

/** Bytes from the TLBs of the mode to a site's entry. */
// @ts-ignore: decorator
@inline export function siteOffset(site: u32): u32 {
  return TLB_SITE_OFFSET + (site << 4)
}
