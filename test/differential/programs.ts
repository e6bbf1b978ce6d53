/** The long run of random programs: batches of them on QEMU and on both engines, then the timer's kind on the engines alone. */
import type { Knobs } from './knobs'
import type { Machine } from './machine'
import type { ProgramBatch } from './programs/campaign'
import { kinds, timerKind } from './programs/generate'
import { runTrial } from './programs/trial'

const PROGRAMS_PER_BATCH = 500
/** Of a batch the share that timer interrupts come into. */
const TIMER_SHARE = 1 / 8
/** And the share without U-mode. */
const USERLESS_SHARE = 3 / 8

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

/** With users and without, which QEMU runs as well, and what only our engines agree in. */
function partsOf(firstSeed: number, count: number, kind: string | undefined): ProgramBatch[] {
  const userless = Math.floor(count * USERLESS_SHARE)
  const timed = kind === undefined ? Math.floor(count * TIMER_SHARE) : 0
  const chosen = kind === undefined ? kinds : [...kinds, timerKind].filter(({ name }) => name === kind)
  const rest = count - userless - timed
  return [
    { kinds: chosen, firstSeed, count: rest },
    { kinds: chosen, firstSeed: firstSeed + rest, count: userless, hasUsers: false },
    { kinds: [timerKind], firstSeed: firstSeed + rest + userless, count: timed },
  ].filter((part) => part.count > 0)
}

/** Prints progress; the number of programs that ended differently. A run is resumed by the seed that it printed last. */
export async function fuzzPrograms({ qemu, engine, firstSeed, programs, kind, shown }: ProgramRun): Promise<number> {
  let [diverging, printed, instructions, translated] = [0, 0, 0, 0]
  for (let done = 0; done < programs; done += PROGRAMS_PER_BATCH) {
    const seed = firstSeed + done
    const size = Math.min(PROGRAMS_PER_BATCH, programs - done)
    for (const batch of partsOf(seed, size, kind)) {
      const result = await runTrial({
        batch,
        qemu: batch.kinds.includes(timerKind) ? undefined : qemu,
        engine,
        shrinkSeconds: printed < shown ? 60 : 0,
      }).catch((error: unknown) => ({ reports: [String(error)], diverging: 1, interpreter: undefined, translator: undefined }))
      diverging += result.reports.length === 0 ? 0 : Math.max(1, result.diverging)
      instructions += result.translator?.instructions ?? 0
      translated += result.translator?.translated ?? 0
      for (const report of result.reports) if (printed++ < shown) console.log(`\n${report}\n`)
    }
    console.log(
      `programs ${seed} to ${seed + size - 1}: ${diverging} diverging so far, ${percent(translated, instructions)} of instructions translated`,
    )
  }
  return diverging
}
