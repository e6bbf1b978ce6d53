/** Finds the row of an instruction word, and the values of its fields. */
import type { Row } from '../spec/isa/dsl'
import { extract, matches } from '../spec/isa/encoding'
import { rowNamed, rows } from '../spec/isa/index'

export type Operands = Readonly<Record<string, number>>

/** A word as a 32-bit row with its operands, whichever way it is encoded. */
export interface Decoded {
  /** The row of the encoding itself. */
  readonly row: Row
  /** The row that is executed: `row`, or what it expands to. */
  readonly base: Row
  /** Operands of `base`. */
  readonly operands: Operands
  /** Fields of the encoding itself. */
  readonly own: Operands
  readonly bytes: 2 | 4
}

const key = (insn: number): number => ((insn & 3) === 3 ? insn & 0x7f : (insn & 3) | ((insn >>> 13) << 7) | 0x1000)

/** Hints come before the rows they are encodings of. */
const ordered = [...rows.filter((row) => row.hintOf !== undefined), ...rows.filter((row) => row.hintOf === undefined)]

const byKey = new Map<number, Row[]>()
for (const row of ordered) byKey.set(key(row.encoding.match), [...(byKey.get(key(row.encoding.match)) ?? []), row])

export const fieldValues = (row: Row, insn: number): Operands =>
  Object.fromEntries(row.encoding.fields.map((field) => [field.name, extract(field, insn)]))

function expand(row: Row, own: Operands): { base: Row; operands: Operands } {
  if (row.expansion === undefined) return { base: row, operands: own }
  const base = rowNamed(row.expansion.to)
  const entries = Object.entries(row.expansion.operands).map(([name, source]): [string, number] => [
    name,
    typeof source === 'number' ? source : (own[source] ?? 0),
  ])
  const operands = Object.fromEntries(entries)
  const immediate = base.encoding.fields.find((field) => ['uimm', 'shamt', 'csr'].includes(field.name))
  return {
    base,
    operands: immediate !== undefined && 'imm' in operands ? { ...operands, [immediate.name]: operands.imm ?? 0 } : operands,
  }
}

/** The instruction in the low half or the whole of `insn`; undefined when no row has it. */
export function lookup(insn: number): Decoded | undefined {
  const bytes = (insn & 3) === 3 ? 4 : 2
  const word = bytes === 4 ? insn >>> 0 : insn & 0xffff
  const row = byKey.get(key(word))?.find((each) => matches(each.encoding, word))
  if (row === undefined) return undefined
  const own = fieldValues(row, word)
  return { row, bytes, own, ...expand(row, own) }
}
