/** Makes a program that ends differently smaller, as long as it still does. */
import type { Machine } from '../machine'
import { divergingPrograms, type ProgramDivergence } from './compare'
import type { Program } from './generate'
import { buildProgramImage } from './image'
import { costOf, type Piece, smallerLists } from './piece'
import { TextFullError } from './text'

export interface Comparison {
  readonly machines: readonly [Machine, Machine]
  readonly ignored: ReadonlySet<number>
}

/** In a slot of a batch, because what came before may matter; the first one that still differs. */
async function firstDiverging(
  { machines, ignored }: Comparison,
  candidates: readonly Program[],
): Promise<ProgramDivergence | undefined> {
  try {
    const image = buildProgramImage(candidates)
    const memories: Uint8Array[] = []
    for (const machine of machines) memories.push((await machine.run(image.slice())).memory)
    return divergingPrograms(memories as [Uint8Array, Uint8Array], candidates, ignored)[0]
  } catch (error) {
    if (error instanceof RangeError || error instanceof TextFullError) return undefined
    throw error
  }
}

const CANDIDATES_AT_ONCE = 24

function* smallerPrograms(program: Program): Generator<Program> {
  for (const main of smallerLists(program.main)) yield { ...program, main }
  for (const [index, each] of program.functions.entries()) {
    const replaced = (by: Partial<typeof each>): Program => ({
      ...program,
      functions: program.functions.map((old, place) => (place === index ? { ...old, ...by } : old)),
    })
    for (const body of smallerLists(each.body)) yield replaced({ body })
  }
}

const sizeOf = ({ main, functions }: Program): number => costOf(main) + functions.reduce((sum, { body }) => sum + costOf(body), 0)

/** Smaller and smaller, as long as it still ends differently and there is time. */
export async function shrinkProgram(comparison: Comparison, found: ProgramDivergence, seconds = 60): Promise<ProgramDivergence> {
  const deadline = performance.now() + seconds * 1000
  let best = found
  for (let improved = true; improved && performance.now() < deadline; ) {
    improved = false
    const source = smallerPrograms(best.program)
    for (let isDone = false; !isDone && !improved && performance.now() < deadline; ) {
      const candidates: Program[] = []
      while (candidates.length < CANDIDATES_AT_ONCE && !isDone) {
        const { value, done } = source.next()
        isDone = done === true
        if (value !== undefined && (sizeOf(value) < sizeOf(best.program) || count(value) < count(best.program)))
          candidates.push(value)
      }
      const diverging = candidates.length === 0 ? undefined : await firstDiverging(comparison, candidates)
      if (diverging !== undefined) {
        best = diverging
        improved = true
      }
    }
  }
  return best
}

const countPieces = (pieces: readonly Piece[]): number =>
  pieces.reduce((sum, { parts }) => sum + 1 + countPieces(parts.flat()), 0)
const count = ({ main, functions }: Program): number =>
  countPieces(main) + functions.reduce((sum, { body }) => sum + countPieces(body), 0)
