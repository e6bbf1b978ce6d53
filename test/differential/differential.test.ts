/** A few thousand random sequences per run of the tests, compared with QEMU; `npm run fuzz` does the long runs. */
import { describe, expect, it } from 'vitest'
import { seedFromEnvironment } from '../support/random'
import { findBinutils, findQemu } from '../support/toolchain'
import { runBatch, shrink } from './campaign'
import { describeDivergence } from './describe'
import type { Machine } from './machine'
import { modes } from './modes/index'
import { ownMachine } from './own'
import { qemuMachine } from './qemu'

const SEQUENCES_PER_MODE = 500
const seed = seedFromEnvironment(20_000)
const qemu = findQemu()
const isPossible = qemu !== undefined && qemu.major >= 10 && findBinutils() !== undefined

describe.skipIf(!isPossible)(`against QEMU ${qemu?.version}, from seed ${seed}`, () => {
  const machines: readonly [Machine, Machine] | undefined = qemu && [qemuMachine(qemu), ownMachine()]

  it.each(modes)(`ends ${SEQUENCES_PER_MODE} sequences of mode $name in the same state`, async (mode) => {
    if (machines === undefined) throw new Error('no QEMU')
    const [first] = await runBatch(machines, { mode, firstSeed: seed, count: SEQUENCES_PER_MODE })
    const report = first && describeDivergence(await shrink(machines, first), [machines[0].name, machines[1].name])
    expect(report).toBeUndefined()
  })
})
