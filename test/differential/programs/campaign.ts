/** Makes batches of programs, and runs them to their end. */
import { Random } from '../../support/random'
import { HangError } from '../campaign'
import type { Machine } from '../machine'
import { generateProgram, type Kind, type Program } from './generate'
import { slotAddress, writeProgram } from './image'
import { TextFullError } from './text'

export interface ProgramBatch {
  readonly kinds: readonly Kind[]
  readonly firstSeed: number
  readonly count: number
  /** Whether any of them may run in U-mode. Default true. */
  readonly hasUsers?: boolean
}

/** A program for a slot; what has no room for its code is drawn again from the same numbers. */
function generateFitting(seed: number, kind: Kind, slot: number, hasUsers: boolean): Program {
  for (const random = new Random(seed); ; ) {
    const program = generateProgram(random, kind, hasUsers)
    try {
      writeProgram(program, slot)
      return program
    } catch (error) {
      if (!(error instanceof TextFullError)) throw error
    }
  }
}

export function generatePrograms({ kinds, firstSeed, count, hasUsers = true }: ProgramBatch): Program[] {
  return Array.from({ length: count }, (_, index) => {
    const seed = firstSeed + index
    return generateFitting(seed, kinds[seed % kinds.length] as Kind, slotAddress(index), hasUsers)
  })
}

/** Runs the image to its end, or says which program hangs. */
export async function runPrograms<Result extends Awaited<ReturnType<Machine['run']>>>(
  machine: { readonly name: string; run(image: Uint8Array): Promise<Result> },
  image: Uint8Array,
  programs: readonly Program[],
): Promise<Result> {
  const result = await machine.run(image.slice())
  if (result.isFinished && result.progress === slotAddress(programs.length)) return result
  const hung = programs.find((_, slot) => slotAddress(slot) === result.progress)
  throw new HangError(
    `${machine.name} does not end ${hung?.kind} program ${hung?.seed} (slot at ${result.progress.toString(16)})`,
  )
}
