/**
 * Where jumps through tables went: the interpreter notes it, so that a region can hold all the cases of a switch.
 *
 *     entry: | record pointer of the jump u32 | targets u32 | offset in the page u16 x 60 |        found by the jump's record pointer
 */
import { translator } from '../memory/regions'

const SITES: u32 = 512
const SITE_BYTES: u32 = 128
const HEAD_BYTES: u32 = 8
const MOST_TARGETS: u32 = (SITE_BYTES - HEAD_BYTES) >> 1
export const TARGETS_BYTES: u32 = SITES * SITE_BYTES

function entryOf(site: usize): usize {
  return <usize>translator().targets + ((<u32>site >>> 3) & (SITES - 1)) * SITE_BYTES
}

/** The jump whose record is at `site` went to `offset` in its page. */
export function learnTarget(site: usize, offset: u32): void {
  const entry = entryOf(site)
  if (load<u32>(entry) != <u32>site) {
    store<u32>(entry, <u32>site)
    store<u32>(entry, 0, 4)
  }
  const count = load<u32>(entry, 4)
  for (let i: u32 = 0; i < count; i++) if (load<u16>(entry + HEAD_BYTES + (i << 1)) == <u16>offset) return
  if (count == MOST_TARGETS) return
  store<u16>(entry + HEAD_BYTES + (count << 1), <u16>offset)
  store<u32>(entry, count + 1, 4)
}

export function learnedCount(site: usize): u32 {
  const entry = entryOf(site)
  return load<u32>(entry) == <u32>site ? load<u32>(entry, 4) : 0
}

export function learnedOffset(site: usize, index: u32): u32 {
  return load<u16>(entryOf(site) + HEAD_BYTES + (index << 1))
}
