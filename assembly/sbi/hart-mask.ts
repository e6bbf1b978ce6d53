/** Hart masks of SBI calls: a bitmap of harts from hart_mask_base on (SBI §3.1). */
import { Guest } from '../abi/layout.gen'

/** The base that stands for every hart. */
// @ts-ignore: decorator
@inline const ALL: u64 = u64.MAX_VALUE

/** Bitmap of every hart of the guest. */
export function allHarts(guest: Guest): u64 {
  return guest.harts >= 64 ? u64.MAX_VALUE : (<u64>1 << guest.harts) - 1
}

/** Does every hart that the mask names exist? */
export function isHartMask(guest: Guest, mask: u64, base: u64): bool {
  if (base == ALL || mask == 0) return true
  return base < guest.harts && mask <= allHarts(guest) >> base
}

/** The harts of a mask that isHartMask has passed, hart 0 at bit 0. */
export function selectedHarts(guest: Guest, mask: u64, base: u64): u64 {
  if (base == ALL) return allHarts(guest)
  return mask == 0 ? 0 : mask << base
}
