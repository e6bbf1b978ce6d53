/** Which operands of a row the decoded record carries, and where. */
import type { Row } from './dsl'
import type { Field } from './encoding'

export const destinations: readonly string[] = ['rd', 'fd']
export const firstSources: readonly string[] = ['rs1', 'fs1', 'zimm']
export const secondSources: readonly string[] = ['rs2', 'fs2']
export const immediates: readonly string[] = ['imm', 'uimm', 'shamt', 'csr']
const recorded = new Set([...destinations, ...firstSources, ...secondSources, ...immediates, 'fs3', 'rm'])

/** Operands that matter to execution; ordering bits and fence sets are not recorded. */
export function operandNames(row: Row): string[] {
  return row.encoding.fields.map((field) => field.name).filter((name) => recorded.has(name))
}

export function fieldNamed(row: Row, names: readonly string[]): Field | undefined {
  return row.encoding.fields.find((field) => names.includes(field.name))
}

export const immediateOf = (row: Row): Field | undefined => fieldNamed(row, immediates)

/** True for rows that exist twice: with the target inside the page of the instruction, and anywhere. */
export const isRelativeFlow = (row: Row): boolean =>
  row.semantics.some((statement) => statement.kind === 'branch' || statement.kind === 'jump')
