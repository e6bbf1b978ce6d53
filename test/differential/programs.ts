/** The long run of random programs: batches of them on QEMU and on both engines, then the timer's kind on the engines alone. */
import type { Knobs } from './knobs'
import type { Machine } from './machine'
import { kinds, timerKind } from './programs/generate'
import { runTrial } from './programs/trial'

const PROGRAMS_PER_BATCH = 500
/** Every so many batches one of programs that timer interrupts come into. */
const TIMER_BATCH = 8

export interface ProgramRun {
  readonly qemu: Machine
  readonly engine: Knobs['engine']
  readonly firstSeed: number
  readonly programs: number
  readonly kind: string | undefined
  /** Reports that are printed before the others are only counted. */
  readonly shown: number
}

const percent = (part: number, whole: number): string => `${whole === 0 ? 0 : Math.round((100 * part) / whole)} %`

/** Prints progress; the number of programs that ended differently. A run is resumed by the seed that it printed last. */
export async function fuzzPrograms({ qemu, engine, firstSeed, programs, kind, shown }: ProgramRun): Promise<number> {
  const chosen = kind === undefined ? kinds : [...kinds, timerKind].filter(({ name }) => name === kind)
  let [diverging, printed, instructions, translated] = [0, 0, 0, 0]
  for (let done = 0; done < programs; done += PROGRAMS_PER_BATCH) {
    const isTimer =
      chosen.includes(timerKind) || (kind === undefined && (done / PROGRAMS_PER_BATCH) % TIMER_BATCH === TIMER_BATCH - 1)
    const seed = firstSeed + done
    const count = Math.min(PROGRAMS_PER_BATCH, programs - done)
    const batch = { kinds: isTimer ? [timerKind] : chosen, firstSeed: seed, count }
    const result = await runTrial({
      batch,
      qemu: isTimer ? undefined : qemu,
      engine,
      shrinkSeconds: printed < shown ? 60 : 0,
    }).catch((error: unknown) => ({ reports: [String(error)], diverging: 1, interpreter: undefined, translator: undefined }))
    diverging += result.reports.length === 0 ? 0 : Math.max(1, result.diverging)
    instructions += result.translator?.instructions ?? 0
    translated += result.translator?.translated ?? 0
    for (const report of result.reports) if (printed++ < shown) console.log(`\n${report}\n`)
    console.log(
      `programs ${seed} to ${seed + count - 1}: ${diverging} diverging so far, ${percent(translated, instructions)} of instructions translated`,
    )
  }
  return diverging
}
