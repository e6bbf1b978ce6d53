/** Straight code of programs: random instructions that leave the registers alone which programs live by. */
import type { Row } from '../../../src/spec/isa/dsl'
import { extract, holds } from '../../../src/spec/isa/encoding'
import type { Random } from '../../support/random'
import {
  type Draft,
  instructionOf,
  isIndirect,
  isRelative,
  isReservation,
  randomDraft,
  rowsOfExtensions,
  touchesMemory,
} from '../random-instruction'
import { type Context, keptRegisters } from './context'
import { instruction, type Piece } from './piece'

const groups = {
  integer: 'i m zmmul zicond',
  bitmanip: 'zba zbb zbs zbc zbkb zbkx zkne zknd zknh',
  float: 'f d',
  half: 'zfh zfhmin',
  atomic: 'zaamo zacas',
  compressed: 'c zca zcb',
} as const
export type Group = keyof typeof groups

/** Rows that have an effect beyond registers and data, or that QEMU 10 answers otherwise when nothing uses their result. */
const excluded =
  /^(ecall|ebreak|c\.ebreak|sfence.*|sinval.*|fence\.i|c\.swsp|c\.sdsp|c\.fsdsp|c\.addi16sp|pause|froundnx\..*|fround\..*|fl[et]q\..*|f(min|max)m\..*|fcvtmod.*)$/

const isUsable = (row: Row): boolean => !excluded.test(row.name) && !isRelative(row) && !isIndirect(row) && !isReservation(row)

const rowsOf = Object.fromEntries(
  Object.entries(groups).map(([name, extensions]) => [name, rowsOfExtensions(extensions.split(' ')).filter(isUsable)]),
) as unknown as Record<Group, readonly Row[]>

const memoryRows = Object.fromEntries(
  Object.entries(rowsOf).map(([name, rows]) => [name, rows.filter(touchesMemory)]),
) as unknown as Record<Group, readonly Row[]>

/** Groups of instructions, each as often as it is in the list. */
export type Palette = readonly Group[]

export function randomPalette(random: Random): Palette {
  const others = (['bitmanip', 'float', 'float', 'half', 'atomic', 'compressed', 'compressed'] as const).filter(() =>
    random.oneIn(2),
  )
  return ['integer', 'integer', ...others]
}

const fieldOf = ({ row, bits }: Draft, name: string): number | undefined => {
  const field = row.encoding.fields.find((each) => each.name === name)
  return field && extract(field, bits)
}

function writesKept(draft: Draft, reserved: readonly number[]): boolean {
  const rd = fieldOf(draft, 'rd')
  if (rd === undefined) return false
  const written = draft.row.name === 'amocas.q' ? [rd, rd + 1] : [rd]
  return written.some((register) => keptRegisters.has(register) || reserved.includes(register))
}

function fixedFields(context: Context, row: Row): Record<string, number> {
  const { random, bases } = context
  const fixed: Record<string, number> = {}
  for (const field of row.encoding.fields) {
    if (field.name === 'rm') fixed.rm = random.pick([0, 1, 2, 3, 4, 7, 7, 7, 7])
    if (field.name === 'rs1' && touchesMemory(row)) {
      const possible = bases.filter((base) => holds(field, base))
      fixed.rs1 = random.pick(possible.length > 0 ? possible : [8])
    }
  }
  return fixed
}

/** A random encoding of a row that changes nothing which the program lives by. */
export function safeDraft(context: Context, row: Row): Draft {
  for (let attempt = 0; attempt < 1000; attempt++) {
    const draft = randomDraft(context.random, row, fixedFields(context, row))
    if (!writesKept(draft, context.reserved)) return draft
  }
  throw new Error(`${row.name}: every encoding of it writes what the program lives by`)
}

export const straight = (context: Context, count: number): Piece[] =>
  Array.from({ length: count }, () =>
    instruction(instructionOf(safeDraft(context, context.random.pick(rowsOf[context.random.pick(context.palette)])))),
  )

/** 4 bytes each, of integers only: what may be written over each other. */
export function plainWords(context: Context, count: number): number[] {
  const rows = rowsOf.integer.filter(
    ({ encoding, name }) => encoding.length === 4 && name !== 'fence' && !name.startsWith('auipc'),
  )
  const registerRows = rows.filter((row) => !touchesMemory(row))
  return Array.from({ length: count }, () => safeDraft(context, context.random.pick(registerRows)).bits)
}

const loadsAndStores = rowsOf.integer.filter(touchesMemory)

/** Loads and stores off few bases, as compilers write them. */
export function accesses(context: Context, count: number): Piece[] {
  const { random, palette } = context
  return Array.from({ length: count }, () => {
    const rows = random.oneIn(3) ? memoryRows[random.pick(palette)] : loadsAndStores
    return instruction(instructionOf(safeDraft(context, random.pick(rows.length > 0 ? rows : loadsAndStores))))
  })
}
