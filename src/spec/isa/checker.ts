/** Proves the table sound: every bit accounted for, no two rows overlap, every expansion complete. */
import type { Row } from './dsl'
import { allows, type Constraint, extract, type Field } from './encoding'
import { immediateOf, operandNames } from './operands'

function fieldOf(row: Row, name: string): Field | undefined {
  return row.encoding.fields.find((field) => field.name === name)
}

/** True when `row`'s constraint refuses every encoding of `other`: the field's bits are fixed there. */
function refuses(row: Row, constraint: Constraint, other: Row): boolean {
  const field = fieldOf(row, constraint.field)
  if (field === undefined) return false
  const isFixed = field.pieces.every(({ at, width }) => ((other.encoding.mask >>> at) & (2 ** width - 1)) === 2 ** width - 1)
  return isFixed && !allows(constraint, extract(field, other.encoding.match))
}

export function overlap(one: Row, other: Row): boolean {
  const a = one.encoding
  const b = other.encoding
  if (a.length !== b.length || (a.mask & b.mask & (a.match ^ b.match)) !== 0) return false
  if (a.constraints.some((constraint) => refuses(one, constraint, other))) return false
  return !b.constraints.some((constraint) => refuses(other, constraint, one))
}

function isInside(hint: Row, parent: Row): boolean {
  const a = hint.encoding
  const b = parent.encoding
  return a.length === b.length && (a.mask & b.mask) >>> 0 === b.mask && (a.match & b.mask) >>> 0 === b.match
}

function checkBits(row: Row): void {
  const { length, mask, fields } = row.encoding
  let seen = mask
  for (const { name, pieces } of fields) {
    for (const { at, width } of pieces) {
      const bits = ((2 ** width - 1) << at) >>> 0
      if ((seen & bits) !== 0) throw new Error(`${row.name}: field ${name} lies over other bits`)
      seen = (seen | bits) >>> 0
    }
  }
  if (seen !== (length === 2 ? 0xffff : 0xffffffff))
    throw new Error(`${row.name}: bits ${seen.toString(16)} are accounted for, expected all`)
  // The two lowest bits tell the length (unprivileged manual, "Base Instruction-Length Encoding").
  const isFull = (row.encoding.match & 3) === 3
  if (isFull !== (length === 4)) throw new Error(`${row.name}: lowest bits say another length than ${length}`)
}

function checkExpansion(row: Row, byName: ReadonlyMap<string, Row>): void {
  if (row.expansion === undefined) return
  const target = byName.get(row.expansion.to)
  if (target === undefined || target.expansion !== undefined)
    throw new Error(`${row.name}: expands to ${row.expansion.to}, expected a 32-bit row`)
  const wanted = operandNames(target).map((name) => (name === immediateOf(target)?.name ? 'imm' : name))
  const given = Object.keys(row.expansion.operands)
  if ([...wanted].sort().join() !== [...given].sort().join())
    throw new Error(`${row.name}: operands ${given.join()}, expected ${wanted.join()}`)
  for (const source of Object.values(row.expansion.operands)) {
    if (typeof source === 'string' && fieldOf(row, source) === undefined) throw new Error(`${row.name}: no field ${source}`)
  }
}

/** Operands that the syntax shows must be fields, the rest of the words being registers and derived forms. */
const derivedWords = new Set(['sp', 'upper', 'target', 'constant', 'rtz'])

function checkSyntax(row: Row): void {
  for (const word of row.syntax.match(/[a-z]+\d?/g) ?? []) {
    if (!derivedWords.has(word) && fieldOf(row, word) === undefined)
      throw new Error(`${row.name}: syntax names ${word}, which is no field`)
  }
}

export function checkRows(rows: readonly Row[]): readonly Row[] {
  const byName = new Map<string, Row>()
  for (const row of rows) {
    if (byName.has(row.name)) throw new Error(`two rows are called ${row.name}`)
    byName.set(row.name, row)
    checkBits(row)
    checkSyntax(row)
  }
  const decoded = rows.filter((row) => row.hintOf === undefined)
  for (const [index, row] of decoded.entries()) {
    checkExpansion(row, byName)
    for (const other of decoded.slice(0, index)) {
      if (overlap(row, other)) throw new Error(`${row.name} overlaps ${other.name}`)
    }
  }
  for (const row of rows) {
    const parent = row.hintOf === undefined ? undefined : byName.get(row.hintOf)
    if (row.hintOf !== undefined && (parent === undefined || !isInside(row, parent)))
      throw new Error(`${row.name} is no encoding of ${row.hintOf}`)
  }
  return rows
}
