/** A batch of programs on QEMU, the interpreter and the translator: who differs from whom, as reports for people. */
import { describeKnobs, type Knobs, knobsOfSeed, shortSlices } from '../knobs'
import type { Machine } from '../machine'
import { type OwnMachine, type OwnResult, ownMachine } from '../own'
import { generatePrograms, type ProgramBatch, runPrograms } from './campaign'
import { divergingPrograms, notComparedWithQemu, type ProgramDivergence } from './compare'
import { describeProgram } from './describe'
import type { Program } from './generate'
import { buildProgramImage, slotAt } from './image'
import { type Comparison, narrow, shrinkProgram } from './shrink'

export interface TrialOptions {
  readonly batch: ProgramBatch
  /** Left out where only our own engines are compared. */
  readonly qemu?: Machine | undefined
  /** The interpreter alone, or the translator as well. */
  readonly engine: Knobs['engine']
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

/** Every program has knobs of its own, by its seed. */
const machineOf =
  (knobs: (seed: number) => Knobs) =>
  (programs: readonly Program[]): OwnMachine =>
    ownMachine((progress) => knobs(programs[slotAt(progress)]?.seed ?? 0))

const interpreterFor = machineOf(shortSlices)
const translatorFor = machineOf(knobsOfSeed)

/** Where the whole machine is told by a hash, it says what memory does not. */
function hashReport(interpreter: OwnResult, translator: OwnResult | undefined): string[] {
  if (translator === undefined || translator.stateHash === interpreter.stateHash) return []
  return [
    `the translator ends in state ${translator.stateHash} after ${translator.instructions} instructions, ` +
      `the interpreter in ${interpreter.stateHash} after ${interpreter.instructions}`,
  ]
}

const describeProgramKind = ({ kind, seed }: Program): string => `${kind} ${seed}`

/** The first of the divergences, as small as it gets. */
async function report(
  comparison: Comparison,
  programs: readonly Program[],
  found: readonly [ProgramDivergence, ...ProgramDivergence[]],
  shrinkSeconds: number,
): Promise<string> {
  const names = comparison.machines.map((machine) => machine([]).name) as [string, string]
  const narrowed = shrinkSeconds === 0 ? undefined : await narrow(comparison, programs, found[0])
  const shown = narrowed === undefined ? found[0] : await shrinkProgram(comparison, narrowed, shrinkSeconds)
  const where =
    narrowed === undefined
      ? `only in its batch, from seed ${programs[0]?.seed}`
      : narrowed.before.length === 0
        ? 'alone, too'
        : `behind ${narrowed.before.map(describeProgramKind).join(', ')}`
  return [
    `${names.join(' and ')} disagree over ${found.map(({ program }) => describeProgramKind(program)).join(', ')}`,
    `${describeProgramKind(found[0].program)} ${where}, with ${describeKnobs(knobsOfSeed(found[0].program.seed))}:`,
    describeProgram(shown, names),
  ].join('\n')
}

export async function runTrial({ batch, qemu, engine, shrinkSeconds }: TrialOptions): Promise<TrialResult> {
  const programs: readonly Program[] = generatePrograms(batch)
  const image = buildProgramImage(programs)
  const onQemu = qemu && runPrograms(qemu, image, programs)
  // It may fail long before anybody waits for it.
  onQemu?.catch(() => {})
  const interpreter = await runPrograms(interpreterFor(programs), image, programs)
  const translator = engine === 'translator' ? await runPrograms(translatorFor(programs), image, programs) : undefined
  const comparisons: { comparison: Comparison; memories: [Uint8Array, Uint8Array] }[] = []
  if (qemu !== undefined && onQemu !== undefined) {
    const { memory } = await onQemu
    comparisons.push({
      comparison: { machines: [() => qemu, interpreterFor], ignored: notComparedWithQemu },
      memories: [memory, interpreter.memory],
    })
  }
  if (translator !== undefined) {
    comparisons.push({
      comparison: { machines: [interpreterFor, translatorFor], ignored: everything },
      memories: [interpreter.memory, translator.memory],
    })
  }
  const reports = hashReport(interpreter, translator)
  let diverging = 0
  for (const { comparison, memories } of comparisons) {
    const [first, ...others] = divergingPrograms(memories, programs, comparison.ignored)
    if (first === undefined) continue
    diverging += 1 + others.length
    reports.push(await report(comparison, programs, [first, ...others], shrinkSeconds))
  }
  return { reports, diverging, interpreter, translator }
}
