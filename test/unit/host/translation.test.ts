/** Statistics of a guest's translated code. */
import { describe, expect, it } from 'vitest'
import type { Core } from '../../../src/core/core'
import { Engine, GuestLayout } from '../../../src/core/layout.gen'
import { StructView } from '../../../src/core/struct-view'
import { readTranslation } from '../../../src/host/translation'

function guestStruct(): { guest: StructView<typeof GuestLayout>; view: DataView } {
  const view = new DataView(new ArrayBuffer(GuestLayout.bytes))
  return { guest: new StructView({ view } as unknown as Core, GuestLayout, 0), view }
}

describe('statistics of translated code', () => {
  it('are read from the struct, with the part of the host that is the guest’s own', () => {
    const { guest, view } = guestStruct()
    guest.set('engine', Engine.translator)
    guest.set('regions', 3)
    guest.set('regionsMade', 5n)
    guest.set('regionInstructions', 400n)
    guest.set('translatedRetired', 750n)
    guest.set('regionsInvalidated', 1n)
    guest.set('regionsEvicted', 2n)
    view.setUint32(GuestLayout.fallbacks.offset + 7 * 4, 9, true)
    const translator = { compileTimeNs: 1000, regionsMade: 20, unavailable: undefined }
    expect(readTranslation({ guest, instructions: 1000, translator })).toEqual({
      engine: 'translator',
      regions: 3,
      regionsMade: 5,
      instructionsTranslated: 400,
      share: 0.75,
      compileTimeNs: 250,
      invalidations: 1,
      evictions: 2,
      fallbacks: [[7, 9]],
    })
  })

  it('say why nothing is translated, and divide nothing by zero', () => {
    const { guest } = guestStruct()
    guest.set('engine', Engine.translator)
    const translator = { compileTimeNs: 0, regionsMade: 0, unavailable: 'forbidden' }
    const { engine, unavailable, share, compileTimeNs } = readTranslation({ guest, instructions: 0, translator })
    expect({ engine, unavailable, share, compileTimeNs }).toEqual({
      engine: 'interpreter',
      unavailable: 'forbidden',
      share: 0,
      compileTimeNs: 0,
    })
  })
})
