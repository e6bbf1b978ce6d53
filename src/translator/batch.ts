/** A module that the core wrote for hot guest code: its bytes, the table slots of its functions, and what they were made from. */
import type { Core } from '../core/core'
import { CodeCacheLayout, ListingEntryLayout, TranslatorLayout } from '../core/layout.gen'
import { StructView } from '../core/struct-view'

export type TranslatorView = StructView<typeof TranslatorLayout>

/** One guest instruction of a region. */
export interface RegionInstruction {
  /** Its virtual address. */
  pc: bigint
  /** Its bits. */
  instruction: number
}

/** Guest code that became one function. */
export interface TranslatedRegion {
  /** Which of the functions it is that the module puts into the function table. */
  function: number
  /** In the order of their addresses; the region may be entered behind the first. */
  instructions: RegionInstruction[]
}

/** A module of translated code, as it is handed to the engine. */
export interface TranslatedModule {
  bytes: Uint8Array<ArrayBuffer>
  regions: TranslatedRegion[]
}

export function translatorView(core: Core): TranslatorView {
  const pointer = new StructView(core, CodeCacheLayout, core.exports.codeCache()).get('translator')
  return new StructView(core, TranslatorLayout, pointer)
}

/** A copy: the core may write the next module into the same place. */
export function readModule(core: Core, translator: TranslatorView): Uint8Array<ArrayBuffer> {
  const start = translator.get('module')
  return core.bytes.slice(start, start + translator.get('moduleBytes'))
}

/** Table slots of the module's functions, in their order. */
export function readSlots(core: Core, translator: TranslatorView): number[] {
  return readWords(core, translator.get('slots'), translator.get('functions'))
}

/** Takes the list of slots that are free again. */
export function takeFreed(core: Core, translator: TranslatorView): number[] {
  const count = translator.get('freedCount')
  if (count === 0) return []
  const slots = readWords(core, translator.get('freed'), count)
  translator.set('freedCount', 0)
  return slots
}

export function readRegions(core: Core, translator: TranslatorView): TranslatedRegion[] {
  const regions: TranslatedRegion[] = Array.from({ length: translator.get('functions') }, (_, index) => ({
    function: index,
    instructions: [],
  }))
  const listing = translator.get('listing')
  for (let index = 0; index < translator.get('listingEntries'); index++) {
    const entry = new StructView(core, ListingEntryLayout, listing + index * ListingEntryLayout.bytes)
    regions[entry.get('function')]?.instructions.push({ pc: entry.get('pc'), instruction: entry.get('instruction') })
  }
  return regions
}

function readWords(core: Core, pointer: number, count: number): number[] {
  const { view } = core
  return Array.from({ length: count }, (_, index) => view.getUint32(pointer + index * 4, true))
}
