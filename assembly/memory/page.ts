/** The page, the unit of everything in this folder. */

// @ts-ignore: decorator
@inline export const PAGE_SHIFT: u32 = 12
// @ts-ignore: decorator
@inline export const PAGE_BYTES: u32 = 4096
// @ts-ignore: decorator
@inline export const PAGE_MASK: u32 = 4095

/** An address that cannot be one, returned where a translation failed. */
// @ts-ignore: decorator
@inline export const NOWHERE: u64 = u64.MAX_VALUE
