/** One instruction of the source: chooses the row or alias by name and operands, and encodes it. */
import { aliases } from '../../spec/isa/aliases'
import type { Row } from '../../spec/isa/dsl'
import { rowNamed, rows } from '../../spec/isa/index'
import { compress } from './compress'
import { encodeRow } from './encode'
import { bind, operandValue, type Place, suits } from './operands'
import { problem } from './syntax-error'

interface Form {
  readonly row: Row
  readonly syntax: string
  readonly fixed: Readonly<Record<string, number | string>>
}

const forms = new Map<string, Form[]>()
const addForm = (name: string, form: Form): void => {
  forms.set(name, [...(forms.get(name) ?? []), form])
}

/** Operands fixed by the name itself: may-be-operations carry their number, atomics their ordering. */
function numbered(row: Row): void {
  const field = row.encoding.fields.find((each) => each.name === 'uimm')
  for (let n = 0; n < 2 ** (field?.width ?? 0); n++)
    addForm(row.name.replace('N', `${n}`), { row, syntax: row.syntax, fixed: { uimm: n } })
}

function ordered(row: Row): void {
  for (const [suffix, aq, rl] of [
    ['', 0, 0],
    ['.aq', 1, 0],
    ['.rl', 0, 1],
    ['.aqrl', 1, 1],
  ] as const) {
    addForm(row.name + suffix, { row, syntax: row.syntax, fixed: { aq, rl } })
  }
}

for (const row of rows) {
  if (row.name.includes('N')) numbered(row)
  else if (row.encoding.fields.some((field) => field.name === 'aq')) ordered(row)
  else addForm(row.name, { row, syntax: row.syntax, fixed: {} })
}
for (const alias of aliases) addForm(alias.name, { row: rowNamed(alias.of), syntax: alias.syntax, fixed: alias.fixed })

export interface Instruction {
  readonly form: Form
  readonly bound: ReadonlyMap<string, string>
}

export function parseInstruction(name: string, operands: readonly string[]): Instruction {
  const known = forms.get(name)
  if (known === undefined) throw problem(`no instruction ${name}`)
  for (const form of known) {
    const bound = bind(form.syntax, operands)
    if (bound !== undefined && suits(bound)) return { form, bound }
  }
  const expected = known.map((form) => `${name} ${form.syntax}`.trim()).join(' or ')
  throw problem(`${name} ${operands.join(', ')}: expected ${expected}`)
}

/** Rounding dynamic unless named; exact conversions are nearest-even, as GNU as writes them. */
const exact = new Set(['fcvt.d.s', 'fcvt.d.w', 'fcvt.d.wu', 'fcvt.s.h', 'fcvt.d.h'])

function values({ form, bound }: Instruction, place: Place): Record<string, number> {
  const result: Record<string, number> = {}
  if (form.row.encoding.fields.some((field) => field.name === 'rm')) result.rm = exact.has(form.row.name) ? 0 : 7
  for (const [word, text] of bound) {
    if (word === 'sp' || word === 'rtz') continue
    const [field, value] = operandValue(word, text, place)
    result[field] = value
  }
  for (const [field, value] of Object.entries(form.fixed))
    result[field] = typeof value === 'number' ? value : (result[value] ?? 0)
  return result
}

/** A relocation or the current address: the value is known only at the end. */
const symbolic = /%|(?<![\w.])\.(?![\w.])/

export interface Encoded {
  readonly word: number
  readonly bytes: 2 | 4
}

export function encodeInstruction(instruction: Instruction, place: Place): Encoded {
  const word = encodeRow(instruction.form.row, values(instruction, place))
  return { word, bytes: instruction.form.row.encoding.length }
}

/** The compressed form when all operands are constants already; undefined otherwise. */
export function encodeCompressed(instruction: Instruction, place: Place): Encoded | undefined {
  const { form, bound } = instruction
  if (form.row.encoding.length === 2 || bound.has('target') || [...bound.values()].some((text) => symbolic.test(text)))
    return undefined
  const word = compress(form.row, values(instruction, place))
  return word === undefined ? undefined : { word, bytes: 2 }
}
