/** A few thousand random sequences per run of the tests, on both engines and on QEMU; `npm run fuzz` does the long runs. */
import { describe, expect, it } from 'vitest'
import { seedFromEnvironment } from '../support/random'
import { findBinutils, findQemu } from '../support/toolchain'
import { runBatch, shrink } from './campaign'
import { describeDivergence } from './describe'
import { interpreterKnobs, sequenceKnobs } from './knobs'
import type { Machine } from './machine'
import { modes } from './modes/index'
import { type OwnResult, ownMachine } from './own'
import { qemuMachine } from './qemu'

const SEQUENCES_PER_MODE = 300
/** The harness around the sequences is hot too; it and they are translated but for what comes before they are, and ends of slices. */
const LEAST_TRANSLATED = 0.6
const seed = seedFromEnvironment(20_000)
const qemu = findQemu()
const isPossible = qemu !== undefined && qemu.major >= 10 && findBinutils() !== undefined

describe.skipIf(!isPossible)(`against QEMU ${qemu?.version}, from seed ${seed}`, () => {
  describe.each([interpreterKnobs, sequenceKnobs(seed)])('the $engine', (knobs) => {
    it.each(modes)(`ends ${SEQUENCES_PER_MODE} sequences of mode $name in the same state`, async (mode) => {
      if (qemu === undefined) throw new Error('no QEMU')
      const results: OwnResult[] = []
      const own = ownMachine(knobs)
      const watched: Machine = {
        name: own.name,
        run: async (image) => {
          const result = await own.run(image)
          results.push(result)
          return result
        },
      }
      const machines: readonly [Machine, Machine] = [qemuMachine(qemu), watched]
      const [first] = await runBatch(machines, { mode, firstSeed: seed, count: SEQUENCES_PER_MODE })
      const { instructions = 0, translated = 0, regions = 0 } = results[0] ?? {}
      const report = first && describeDivergence(await shrink(machines, first), [machines[0].name, machines[1].name])
      expect(report).toBeUndefined()
      if (knobs.engine === 'interpreter') expect(regions).toBe(0)
      else {
        expect(translated / instructions).toBeGreaterThan(LEAST_TRANSLATED)
        expect(regions).toBeGreaterThan(SEQUENCES_PER_MODE)
      }
    })
  })
})
