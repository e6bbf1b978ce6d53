/** A batch of programs on QEMU, the interpreter and the translator: who differs from whom, as reports for people. */
import { Random } from '../../support/random'
import { describeKnobs, interpreterKnobs, type Knobs, randomKnobs } from '../knobs'
import type { Machine } from '../machine'
import { type OwnResult, ownMachine } from '../own'
import { generatePrograms, type ProgramBatch, runPrograms } from './campaign'
import { divergingPrograms, notComparedWithQemu } from './compare'
import { describeProgram } from './describe'
import type { Program } from './generate'
import { buildProgramImage } from './image'
import { type Comparison, shrinkProgram } from './shrink'

export interface TrialOptions {
  readonly batch: ProgramBatch
  /** Left out where only our own engines are compared. */
  readonly qemu?: Machine | undefined
  /** Undefined for the interpreter alone. */
  readonly knobs?: Knobs | undefined
  /** Seconds to make a failing program smaller. */
  readonly shrinkSeconds: number
}

export interface TrialResult {
  readonly reports: readonly string[]
  /** Programs that ended differently. */
  readonly diverging: number
  readonly interpreter: OwnResult
  readonly translator: OwnResult | undefined
}

const everything: ReadonlySet<number> = new Set()

/** Where the whole machine is told by a hash, it says what memory does not. */
function hashReport(interpreter: OwnResult, translator: OwnResult | undefined, knobs: Knobs | undefined): string[] {
  if (translator === undefined || knobs === undefined || translator.stateHash === interpreter.stateHash) return []
  return [
    `${describeKnobs(knobs)} ends in state ${translator.stateHash} after ${translator.instructions} instructions, ` +
      `the interpreter in ${interpreter.stateHash} after ${interpreter.instructions}`,
  ]
}

/** Knobs of a batch, by its first seed. */
export const knobsOf = ({ firstSeed }: ProgramBatch): Knobs => randomKnobs(new Random(firstSeed))

/** Another slicing: what an engine does must not depend on it. */
const shortSlices = (seed: number): Knobs => ({ ...interpreterKnobs, slice: [200, 5000], seed })

export async function runTrial({ batch, qemu, knobs, shrinkSeconds }: TrialOptions): Promise<TrialResult> {
  const programs: readonly Program[] = generatePrograms(batch)
  const image = buildProgramImage(programs)
  const own = ownMachine(shortSlices(batch.firstSeed))
  const interpreter = await runPrograms(own, image, programs)
  const comparisons: { comparison: Comparison; memories: [Uint8Array, Uint8Array] }[] = []
  if (qemu !== undefined) {
    const { memory } = await runPrograms(qemu, image, programs)
    comparisons.push({
      comparison: { machines: [qemu, own], ignored: notComparedWithQemu },
      memories: [memory, interpreter.memory],
    })
  }
  let translator: OwnResult | undefined
  if (knobs !== undefined) {
    const machine = ownMachine(knobs)
    translator = await runPrograms(machine, image, programs)
    comparisons.push({
      comparison: { machines: [own, machine], ignored: everything },
      memories: [interpreter.memory, translator.memory],
    })
  }
  const reports = hashReport(interpreter, translator, knobs)
  let diverging = 0
  for (const { comparison, memories } of comparisons) {
    const found = divergingPrograms(memories, programs, comparison.ignored)
    diverging += found.length
    const [first] = found
    if (first === undefined) continue
    const names = [comparison.machines[0].name, comparison.machines[1].name] as const
    const seeds = found.map(({ program }) => `${program.kind} ${program.seed}`).join(', ')
    const shrunk = await shrinkProgram(comparison, first, shrinkSeconds)
    reports.push(
      `${names.join(' and ')} disagree over ${seeds}\n${knobs === undefined ? '' : `${describeKnobs(knobs)}\n`}${describeProgram(shrunk, [...names])}`,
    )
  }
  return { reports, diverging, interpreter, translator }
}
