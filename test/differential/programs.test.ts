/** Some thousand random programs per run of the tests, on QEMU and on both engines; `npm run fuzz -- --programs N` does the long runs. */
import { describe, expect, it } from 'vitest'
import { seedFromEnvironment } from '../support/random'
import { findBinutils, findQemu } from '../support/toolchain'
import { interpreterKnobs } from './knobs'
import { type OwnMachine, ownMachine } from './own'
import { generatePrograms } from './programs/campaign'
import { divergingPrograms } from './programs/compare'
import { kinds, timerKind } from './programs/generate'
import { buildProgramImage } from './programs/image'
import { narrow, shrinkProgram } from './programs/shrink'
import { runTrial } from './programs/trial'
import { qemuMachine } from './qemu'

const BATCHES = 20
const PROGRAMS_PER_BATCH = 300
const TIMER_PROGRAMS = 200
/** Of the instructions of all batches; those of the colder knobs have less. */
const LEAST_TRANSLATED = 0.4
const SHRINK_SECONDS = 60
const seed = seedFromEnvironment(50_000)
const qemu = findQemu()
const isPossible = qemu !== undefined && qemu.major >= 10 && findBinutils() !== undefined

const batchOf = (index: number): Parameters<typeof runTrial>[0]['batch'] => ({
  kinds,
  firstSeed: seed + index * PROGRAMS_PER_BATCH,
  count: PROGRAMS_PER_BATCH,
  hasUsers: index % 3 !== 0,
})

describe.skipIf(!isPossible)(`programs against QEMU ${qemu?.version}, from seed ${seed}`, () => {
  const share = { instructions: 0, translated: 0 }

  it.each(Array.from({ length: BATCHES }, (_, index) => batchOf(index)))(
    `end the same on QEMU, interpreter and translator: ${PROGRAMS_PER_BATCH} from seed $firstSeed, users $hasUsers`,
    async (batch) => {
      const machine = qemuMachine(qemu as NonNullable<typeof qemu>)
      const { reports, translator } = await runTrial({
        batch,
        qemu: machine,
        engine: 'translator',
        shrinkSeconds: SHRINK_SECONDS,
      })
      expect(reports).toEqual([])
      share.instructions += translator?.instructions ?? 0
      share.translated += translator?.translated ?? 0
    },
  )

  it('run as translated code for the most part', () => {
    expect(share.translated / share.instructions).toBeGreaterThan(LEAST_TRANSLATED)
  })
})

describe.skipIf(findBinutils() === undefined)(`programs between timer interrupts, from seed ${seed}`, () => {
  it('are interrupted at the same instructions by both engines', async () => {
    const batch = { kinds: [timerKind], firstSeed: seed, count: TIMER_PROGRAMS }
    const { reports, translator } = await runTrial({
      batch,
      engine: 'translator',
      shrinkSeconds: SHRINK_SECONDS,
    })
    expect(reports).toEqual([])
    expect((translator?.translated ?? 0) / (translator?.instructions ?? 1)).toBeGreaterThan(LEAST_TRANSLATED)
  })

  it('show a machine that gets one instruction wrong, in a program made small', async () => {
    const batch = { kinds, firstSeed: seed, count: 40 }
    const programs = generatePrograms(batch)
    const right = ownMachine()
    const wrong: OwnMachine = { name: 'wrong', run: (image) => ownMachine(interpreterKnobs).run(withAdditions(image)) }
    const image = buildProgramImage(programs)
    const memories: [Uint8Array, Uint8Array] = [(await right.run(image.slice())).memory, (await wrong.run(image.slice())).memory]
    const comparison = { machines: [() => right, () => wrong] as const, ignored: new Set<number>() }
    const [found] = divergingPrograms(memories, programs, comparison.ignored)
    if (found === undefined) throw new Error('no divergence found')
    const narrowed = await narrow(comparison, programs, found)
    if (narrowed === undefined) throw new Error('the divergence does not come again')
    expect(narrowed.before).toEqual([])
    const { program } = await shrinkProgram(comparison, narrowed, 20)
    expect(program.main.length).toBeLessThanOrEqual(found.program.main.length)
    expect(JSON.stringify(program.main).length).toBeLessThan(JSON.stringify(found.program.main).length / 2)
  })
})

/** Subtractions in the programs' text become additions. */
function withAdditions(image: Uint8Array): Uint8Array {
  const words = new DataView(image.buffer, image.byteOffset)
  for (let offset = 0x1_0000; offset + 4 <= image.length; offset += 2) {
    if ((words.getUint32(offset, true) & 0xfe00_707f) >>> 0 === 0x4000_0033)
      words.setUint32(offset, words.getUint32(offset, true) & ~0x4000_0000, true)
  }
  return image
}
