/** Runs batches of programs on two machines; finds, shrinks and describes those that end differently. */
import { disassemble } from '../../../src/isa/disassemble'
import { Random } from '../../support/random'
import { HangError } from '../campaign'
import type { Difference } from '../compare'
import type { Machine } from '../machine'
import { generateProgram, type Kind, type Program, startRegisters } from './generate'
import { buildProgramImage, slotAddress, writeProgram } from './image'
import { costOf, type Piece, smallerLists } from './piece'
import {
  CONTROL,
  END_CSRS,
  FIRST_SLOT,
  LOG_ENTRIES,
  LOG_ENTRY_SHIFT,
  LOG_FIELDS,
  offsetOf,
  PAGE,
  PART,
  RAM_BASE,
  SLOT_BYTES,
} from './slot'
import { TextFullError } from './text'

export interface ProgramBatch {
  readonly kinds: readonly Kind[]
  readonly firstSeed: number
  readonly count: number
}

export interface ProgramDivergence {
  readonly program: Program
  readonly slot: number
  readonly differences: readonly Difference[]
}

/** Programs with their seed; what has no room for its code is drawn again from the same numbers. */
function generateFitting(seed: number, kind: Kind): Program {
  for (const random = new Random(seed); ; ) {
    const program = generateProgram(random, kind)
    try {
      writeProgram(program, FIRST_SLOT)
      return program
    } catch (error) {
      if (!(error instanceof TextFullError)) throw error
    }
  }
}

export function generatePrograms({ kinds, firstSeed, count }: ProgramBatch): Program[] {
  return Array.from({ length: count }, (_, index) => {
    const seed = firstSeed + index
    return generateFitting(seed, kinds[seed % kinds.length] as Kind)
  })
}

/** What QEMU counts otherwise. */
export const notComparedWithQemu: ReadonlySet<number> = new Set([CONTROL.instructions])

function nameOf(offset: number): string {
  const within = (start: number, words: number): number | undefined =>
    offset >= start && offset < start + 8 * words ? (offset - start) >> 3 : undefined
  const control = Object.entries(CONTROL).find(([name, at]) => at === offset && !['x', 'f', 'csrs', 'log'].includes(name))
  if (control !== undefined) return control[0]
  for (const [letter, start] of [
    ['x', CONTROL.x],
    ['f', CONTROL.f],
  ] as const) {
    const index = within(start, 32)
    if (index !== undefined) return `${letter}${index}`
  }
  const csr = within(CONTROL.csrs, END_CSRS.length)
  if (csr !== undefined) return END_CSRS[csr] ?? ''
  const log = within(CONTROL.log, LOG_ENTRIES << (LOG_ENTRY_SHIFT - 3))
  if (log !== undefined) return `trap ${log >> (LOG_ENTRY_SHIFT - 3)} ${LOG_FIELDS[log % LOG_FIELDS.length]}`
  const [part] = Object.entries(PART).find(([, { page, pages }]) => offset >= page * PAGE && offset < (page + pages) * PAGE) ?? [
    '?',
  ]
  return `${part}+${(offset - (part === '?' ? 0 : offsetOf(part as keyof typeof PART))).toString(16)}`
}

/** The log first, for it tells what came first. */
const order = (offset: number): number => (offset >= CONTROL.log && offset < PAGE ? -1 : offset < PAGE ? 0 : 1)

function differencesOf(left: Uint8Array, right: Uint8Array, ignored: ReadonlySet<number>): Difference[] {
  if (Buffer.compare(left, right) === 0) return []
  const [a, b] = [left, right].map((bytes) => new DataView(bytes.buffer, bytes.byteOffset)) as [DataView, DataView]
  const offsets: number[] = []
  for (let offset = 0; offset < SLOT_BYTES; offset += 8) {
    if (!ignored.has(offset) && a.getBigUint64(offset, true) !== b.getBigUint64(offset, true)) offsets.push(offset)
  }
  return offsets
    .sort((one, other) => order(one) - order(other) || one - other)
    .map((offset) => ({ what: nameOf(offset), left: a.getBigUint64(offset, true), right: b.getBigUint64(offset, true) }))
}

const slotOf = (memory: Uint8Array, slot: number): Uint8Array => {
  const at = slotAddress(slot) - RAM_BASE
  return memory.subarray(at, at + SLOT_BYTES)
}

/** The programs that left something else in the two memories. */
export function divergingPrograms(
  [left, right]: readonly [Uint8Array, Uint8Array],
  programs: readonly Program[],
  ignored: ReadonlySet<number>,
): ProgramDivergence[] {
  return programs.flatMap((program, slot) => {
    const differences = differencesOf(slotOf(left, slot), slotOf(right, slot), ignored)
    return differences.length === 0 ? [] : [{ program, slot, differences }]
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

const hex = (value: bigint | number, digits = 16): string => value.toString(16).padStart(digits, '0')

function listing(program: Program, slot: number): string[] {
  const { text, end } = writeProgram(program, slot)
  const view = new DataView(text.bytes.buffer)
  const starts = new Map(text.functions.map((label, index) => [text.addressOf(label), `function ${index}:`]))
  const lines: string[] = []
  for (let at = 0; at < text.length; ) {
    const low = view.getUint16(at, true)
    const bits = (low & 3) === 3 && at + 4 <= text.length ? view.getUint32(at, true) : low
    const pc = text.options.base + BigInt(at)
    const { text: shown, bytes } = disassemble(bits, pc)
    if (starts.has(pc)) lines.push(starts.get(pc) ?? '')
    if (bits !== 0) lines.push(`  ${hex(pc)}: ${hex(bits, 8)} ${shown.replace('\t', ' ')}${pc === end ? '   # end' : ''}`)
    at += bits === 0 ? 2 : bytes
  }
  return lines
}

function outline(pieces: readonly Piece[], indent = '  '): string[] {
  return pieces.flatMap(({ name, parts }) =>
    name === 'instruction' ? [] : [`${indent}${name}`, ...parts.flatMap((part) => outline(part, `${indent}  `))],
  )
}

/** A report for people, with everything that is needed to run the program again. */
export function describeProgram({ program, slot, differences }: ProgramDivergence, names: readonly [string, string]): string {
  const { setting } = program
  return [
    `${program.kind} program ${program.seed}, privilege ${setting.privilege}, paged ${setting.isPaged}, medeleg ${setting.medeleg.toString(16)}, ` +
      `window ${hex(setting.window)}, slot ${slot}, mstatus ${program.mstatus.toString(16)}, fcsr ${setting.fcsr.toString(16)}`,
    ...outline(program.main),
    ...listing(program, slotAddress(slot)),
    startRegisters(program, slotAddress(slot))
      .map((value, index) => `x${index}=${hex(value)}${index % 4 === 3 ? '\n' : ' '}`)
      .join(''),
    ...differences
      .slice(0, 24)
      .map(({ what, left, right }) => `${what.padEnd(16)} ${names[0]} ${hex(left)}  ${names[1]} ${hex(right)}`),
    ...(differences.length > 24 ? [`and ${differences.length - 24} more`] : []),
  ].join('\n')
}
