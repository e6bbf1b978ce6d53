/** Encodes a row with operand values. */
import type { Row } from '../../spec/isa/dsl'
import { allows, type Field, holds, insert } from '../../spec/isa/encoding'
import { problem } from './syntax-error'

export type OperandValues = Readonly<Record<string, number>>

function describeRange(field: Field): string {
  const step = 2 ** Math.min(...field.pieces.map((piece) => piece.to))
  const low = field.signed ? -(2 ** (field.width - 1)) : field.offset
  const high = field.signed ? 2 ** (field.width - 1) - step : field.offset + 2 ** field.width - step
  return `${low} to ${high}${step > 1 ? ` in steps of ${step}` : ''}`
}

/** Fields without a value are zero. */
export function encodeRow(row: Row, values: OperandValues): number {
  let word = row.encoding.match
  for (const field of row.encoding.fields) {
    const value = values[field.name] ?? 0
    if (!holds(field, value)) throw problem(`${row.name}: ${field.name} is ${value}, expected ${describeRange(field)}`)
    word |= insert(field, value)
  }
  for (const constraint of row.encoding.constraints) {
    const value = values[constraint.field] ?? 0
    if (!allows(constraint, value)) throw problem(`${row.name}: ${constraint.field} is ${value}, which is reserved`)
  }
  return word >>> 0
}

/** True when the row can hold the values, for choosing among encodings. */
export function canEncode(row: Row, values: OperandValues): boolean {
  return (
    row.encoding.fields.every((field) => holds(field, values[field.name] ?? 0)) &&
    row.encoding.constraints.every((constraint) => allows(constraint, values[constraint.field] ?? 0))
  )
}
