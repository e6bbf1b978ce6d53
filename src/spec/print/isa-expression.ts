/** Prints row semantics as AssemblyScript expressions. */
import type { Row } from '../isa/dsl'
import { type Expression, everyExpression } from '../isa/semantics'

/** Registers that the semantics read more than once are read into a local first. */
export function repeatedReads(row: Row): string[] {
  const names = everyExpression(row.semantics).flatMap((each) => (each.kind === 'x' || each.kind === 'f' ? [each.field] : []))
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))]
}

const readers: Readonly<Record<string, string>> = {
  rd: 'readRd(base, w)',
  rs1: 'rs1(base, w)',
  rs2: 'rs2(base, w)',
  fs1: 'fs1(base, w)',
  fs2: 'fs2(base, w)',
  fs3: 'fs3(base, w)',
}

export const localName = (field: string): string => `${field}Value`

export const declareReads = (row: Row): string[] =>
  repeatedReads(row).map((name) => `const ${localName(name)} = ${readers[name]}`)

const literal = (value: bigint): string => (value < 0n ? `<u64>${value}` : value > 9n ? `0x${value.toString(16)}` : `${value}`)

/** The expression as a u64 (i64) or u32 (i32). */
export function printExpression(expression: Expression, row: Row): string {
  const locals = repeatedReads(row)
  const print = (each: Expression): string => {
    switch (each.kind) {
      case 'operator':
        return each.operator.text.replace(/\$(\d)/g, (_, index: string) => print(operandAt(each.operands, Number(index))))
      case 'call':
        return `${each.helper.name}(${[...(each.helper.takesHart ? ['hart'] : []), ...each.operands.map(print)].join(', ')})`
      case 'x':
      case 'f':
        return locals.includes(each.field) ? localName(each.field) : (readers[each.field] ?? '')
      case 'constant':
        return literal(each.value)
      case 'imm':
        return 'immediate(w)'
      case 'pc':
        return '(delta + <u64>(p >> 2))'
      case 'record':
        return 'w'
      case 'rm':
        return row.encoding.fields.some((field) => field.name === 'fs3') ? 'fusedRm(w)' : 'rm(w)'
    }
  }
  return print(expression)
}

function operandAt(operands: readonly Expression[], index: number): Expression {
  const operand = operands[index]
  if (operand === undefined) throw new Error(`operand ${index} is missing`)
  return operand
}
