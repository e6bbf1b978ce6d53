/** What became of a guest's code, read from its struct. */
import { Engine, type GuestLayout } from '../core/layout.gen'
import type { StructView } from '../core/struct-view'
import type { Translator } from '../translator/translator'
import type { RoomGuestStatistics } from './protocol'

/** What a guest needs of the translators that there are. */
export type GuestTranslator = Pick<Translator, 'compileTimeNs' | 'regionsMade' | 'unavailable' | 'engineOf'>

export interface Translation {
  guest: StructView<typeof GuestLayout>
  /** Retired by all harts. */
  instructions: number
  translator: Pick<Translator, 'compileTimeNs' | 'regionsMade' | 'unavailable'>
}

export function readTranslation({ guest, instructions, translator }: Translation): RoomGuestStatistics['translator'] {
  const { unavailable } = translator
  const regionsMade = Number(guest.get('regionsMade'))
  return {
    engine: guest.get('engine') === Engine.translator && unavailable === undefined ? 'translator' : 'interpreter',
    ...(unavailable === undefined ? {} : { unavailable }),
    regions: guest.get('regions'),
    regionsMade,
    instructionsTranslated: Number(guest.get('regionInstructions')),
    share: ratio(Number(guest.get('translatedRetired')), instructions),
    compileTimeNs: Math.round(translator.compileTimeNs * ratio(regionsMade, translator.regionsMade)),
    invalidations: Number(guest.get('regionsInvalidated')),
    evictions: Number(guest.get('regionsEvicted')),
    fallbacks: guest.list('fallbacks').flatMap((count, operation) => (count === 0 ? [] : [[operation, count] as const])),
  }
}

const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole)
