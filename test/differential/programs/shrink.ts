/** Makes a program that ends differently smaller, as long as it still does. */
import type { Machine } from '../machine'
import { divergingPrograms, type ProgramDivergence } from './compare'
import type { Program } from './generate'
import { buildProgramImage } from './image'
import { costOf, type Piece, smallerLists } from './piece'
import { TextFullError } from './text'

/** A machine for an image of the programs: how it runs each of them may depend on which it is. */
export type MachineFor = (programs: readonly Program[]) => Machine

export interface Comparison {
  readonly machines: readonly [MachineFor, MachineFor]
  readonly ignored: ReadonlySet<number>
}

/** What runs before a program in an image, and that it ends differently then. */
export interface Narrowed {
  readonly before: readonly Program[]
  readonly found: ProgramDivergence
}

/** The first of the candidates that ends differently, each behind the same programs. */
async function firstDiverging(
  { machines, ignored }: Comparison,
  before: readonly Program[],
  candidates: readonly Program[],
): Promise<ProgramDivergence | undefined> {
  const programs = candidates.flatMap((candidate) => [...before, candidate])
  try {
    const image = buildProgramImage(programs)
    const memories: Uint8Array[] = []
    for (const machine of machines) memories.push((await machine(programs).run(image.slice())).memory)
    const sought = new Set(candidates)
    return divergingPrograms(memories as [Uint8Array, Uint8Array], programs, ignored).find(({ program }) => sought.has(program))
  } catch (error) {
    if (error instanceof RangeError || error instanceof TextFullError) return undefined
    throw error
  }
}

/** The fewest programs before it with which it ends differently: none, one, two, four and so on; undefined when it never does again. */
export async function narrow(
  comparison: Comparison,
  programs: readonly Program[],
  { program, slot }: ProgramDivergence,
): Promise<Narrowed | undefined> {
  for (let count = 0; ; count = Math.min(Math.max(1, 2 * count), slot)) {
    const before = programs.slice(slot - count, slot)
    const found = await firstDiverging(comparison, before, [program])
    if (found !== undefined) return { before, found }
    if (count === slot) return undefined
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
export async function shrinkProgram(
  comparison: Comparison,
  { before, found }: Narrowed,
  seconds = 60,
): Promise<ProgramDivergence> {
  const deadline = performance.now() + seconds * 1000
  const atOnce = Math.max(1, Math.floor(CANDIDATES_AT_ONCE / (before.length + 1)))
  let best = found
  for (let improved = true; improved && performance.now() < deadline; ) {
    improved = false
    const source = smallerPrograms(best.program)
    for (let isDone = false; !isDone && !improved && performance.now() < deadline; ) {
      const candidates: Program[] = []
      while (candidates.length < atOnce && !isDone) {
        const { value, done } = source.next()
        isDone = done === true
        if (value !== undefined && (sizeOf(value) < sizeOf(best.program) || count(value) < count(best.program)))
          candidates.push(value)
      }
      const diverging = candidates.length === 0 ? undefined : await firstDiverging(comparison, before, candidates)
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
