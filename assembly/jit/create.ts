/** The translator of a new code cache. */
import { BATCH_REGIONS, FIRST_SLOT, ListingEntry, MOST_REGIONS, REGION_INSTRUCTIONS, Translator } from '../abi/layout.gen'
import { HEAT_BYTES } from '../hart/heat'
import { TARGETS_BYTES } from '../hart/targets'
import { codeCache } from '../memory/code-cache'
import { allocateExtent } from '../memory/extents'
import { QUEUE_BYTES } from '../memory/hot-places'
import { MODULE_BYTES, WORK_BYTES } from './work'

/** Regions kept unless the embedder says otherwise. */
const REGION_LIMIT: u32 = 8192

/** Gives the code cache of this instance its translator; false when the host's memory cannot hold it. */
export function createTranslator(): bool {
  const at = allocateExtent(offsetof<Translator>())
  if (at == 0) return false
  const it = changetype<Translator>(at)
  it.regionLimit = REGION_LIMIT
  it.freeSlot = FIRST_SLOT
  it.tableEnd = FIRST_SLOT
  it.heat = <u32>allocateExtent(HEAT_BYTES)
  it.queue = <u32>allocateExtent(QUEUE_BYTES)
  it.targets = <u32>allocateExtent(TARGETS_BYTES)
  it.work = <u32>allocateExtent(WORK_BYTES)
  it.buffer = <u32>allocateExtent(MODULE_BYTES)
  it.slots = <u32>allocateExtent(BATCH_REGIONS << 2)
  it.listing = <u32>allocateExtent(BATCH_REGIONS * REGION_INSTRUCTIONS * offsetof<ListingEntry>())
  it.freed = <u32>allocateExtent(MOST_REGIONS << 2)
  codeCache().translator = <u32>at
  return it.heat != 0 && it.queue != 0 && it.targets != 0 && it.work != 0 && it.buffer != 0 && it.slots != 0 && it.listing != 0 && it.freed != 0
}
