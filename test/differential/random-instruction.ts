/** Random encodings of an instruction row that keep a sequence going: bases stay bases, branches go forward. */
import { rowNamed, rows } from '../../src/spec/isa'
import type { Row } from '../../src/spec/isa/dsl'
import { allows, extract, type Field, holds, insert, matches } from '../../src/spec/isa/encoding'
import { everyExpression } from '../../src/spec/isa/semantics'
import type { Random } from '../support/random'
import type { Instruction } from './sequence'

/** Registers that point into the scratch memory and are never written. */
export const baseRegisters: readonly number[] = [2, 8, 9, 14]

export interface Draft {
  readonly row: Row
  readonly bits: number
}

/** What a row does is said by the row that it expands to. */
export const meaning = (row: Row): Row => (row.expansion === undefined ? row : rowNamed(row.expansion.to))

const helperModules = (row: Row): string[] =>
  everyExpression(meaning(row).semantics).flatMap((expression) => (expression.kind === 'call' ? [expression.helper.module] : []))

const callsHelper = (row: Row, name: RegExp): boolean =>
  everyExpression(meaning(row).semantics).some((expression) => expression.kind === 'call' && name.test(expression.helper.name))

const isCacheBlock = (row: Row): boolean => callsHelper(row, /^cbo/)

const touching = new Map<Row, boolean>()

export function touchesMemory(row: Row): boolean {
  const known = touching.get(row)
  if (known !== undefined) return known
  const { flags } = meaning(row)
  const touches = flags.readsMemory || flags.writesMemory || isCacheBlock(row)
  touching.set(row, touches)
  return touches
}

export const isRelative = (row: Row): boolean => meaning(row).semantics.some(({ kind }) => kind === 'branch' || kind === 'jump')
export const isIndirect = (row: Row): boolean => meaning(row).semantics.some(({ kind }) => kind === 'jumpIndirect')
export const isReservation = (row: Row): boolean => callsHelper(row, /^(lr|sc)[WD]$/)
export const isCsr = (row: Row): boolean => helperModules(row).includes('csr')
/** Leaves the mode, waits, or needs a machine state of its own. */
export const isControl = (row: Row): boolean => /^([ms]ret|wfi|wrs\..*)$/.test(row.name)

function fits(row: Row, field: Field, value: number): boolean {
  return (
    holds(field, value) &&
    row.encoding.constraints.every((constraint) => constraint.field !== field.name || allows(constraint, value))
  )
}

function randomOf(random: Random, field: Field): number {
  const low = field.pieces.reduce((least, piece) => Math.min(least, piece.to), 31)
  if (field.name === 'rm') return random.oneIn(16) ? random.between(5, 6) : random.pick([0, 1, 2, 3, 4, 7, 7, 7])
  if (field.signed && random.oneIn(4))
    return random.pick([0, 1, -1, 2, -2, 4, 8, -(2 ** (field.width - 1))].map((value) => value * 2 ** low))
  return extract(field, random.u32() >>> 0)
}

const isPair = (row: Row): boolean => row.name === 'amocas.q'

/** True when writing the register would lose a base, or QEMU its way. */
function losesBase(row: Row, field: Field, value: number): boolean {
  if (field.name !== 'rd') return false
  if (value === 0 && row.name.startsWith('amocas')) return true // QEMU 10 then reads x0 as what memory held
  return baseRegisters.includes(value) || (isPair(row) && baseRegisters.includes(value + 1))
}

function isWanted(row: Row, field: Field, value: number): boolean {
  if (!fits(row, field, value) || losesBase(row, field, value)) return false
  return field.name !== 'rs1' || !touchesMemory(row) || baseRegisters.includes(value)
}

function randomField(random: Random, row: Row, field: Field): number {
  for (let attempt = 0; attempt < 1000; attempt++) {
    const value = randomOf(random, field)
    if (isWanted(row, field, value)) return insert(field, value)
  }
  throw new Error(`${row.name}: no value found for its field ${field.name}`)
}

/** A random encoding of the row; `fixed` gives some fields their value. */
export function randomDraft(random: Random, row: Row, fixed: Readonly<Record<string, number>> = {}): Draft {
  for (let attempt = 0; attempt < 1000; attempt++) {
    let bits = row.encoding.match
    for (const field of row.encoding.fields) {
      const value = fixed[field.name]
      bits |= value === undefined ? randomField(random, row, field) : insert(field, value)
    }
    bits >>>= 0
    if (matches(row.encoding, bits)) return { row, bits }
  }
  throw new Error(`${row.name}: no encoding found with ${JSON.stringify(fixed)}`)
}

/** The same instruction with another immediate. */
export function withImmediate({ row, bits }: Draft, value: number): Draft {
  const field = row.encoding.fields.find(({ name }) => name === 'imm')
  if (field === undefined || !holds(field, value)) throw new RangeError(`${row.name}: no place for the immediate ${value}`)
  const everywhere = field.pieces.reduce((mask, { at, width }) => mask | ((2 ** width - 1) << at), 0)
  return { row, bits: ((bits & ~everywhere) | insert(field, value)) >>> 0 }
}

/** An encoding given by its fields. */
export const encode = (name: string, fields: Readonly<Record<string, number>>): Instruction => {
  const row = rowNamed(name)
  const bits = row.encoding.fields.reduce((sum, field) => sum | insert(field, fields[field.name] ?? 0), row.encoding.match)
  return { bits: bits >>> 0, length: row.encoding.length }
}

export const instructionOf = ({ row, bits }: Draft): Instruction => ({ bits, length: row.encoding.length })

/** The rows that need at least one of the extensions, and may be used without a context of their own. */
export function rowsOfExtensions(names: readonly string[]): readonly Row[] {
  return rows.filter(
    (row) =>
      row.extensions.some((set) => set.some((name) => names.includes(name))) &&
      !isCsr(row) &&
      !isControl(row) &&
      row.name !== 'c.addi16sp',
  )
}

/** A word that is no instruction of any row. */
export function randomIllegal(random: Random): Instruction {
  for (;;) {
    const length = random.oneIn(2) ? 2 : 4
    const bits = length === 4 ? (random.u32() | 3) >>> 0 : random.u32() & 0xffff
    if (length === 2 && (bits & 3) === 3) continue
    if (length === 4 && (bits & 0x1c) === 0x1c) continue
    if (!rows.some((row) => row.encoding.length === length && matches(row.encoding, bits))) return { bits, length }
  }
}
