/** Prints what rows do on 32-bit words, for the translator: the rows that only want low halves, and those that can do with them. */
import type { Row } from '../isa/dsl'
import { type Expression, everyExpression } from '../isa/semantics'

/** An operator's opcode on i32 is so much below the one on i64. */
const COMPARE_DISTANCE = 0x0b
const ARITHMETIC_DISTANCE = 0x12

const hex = (value: number): string => `0x${value.toString(16).padStart(2, '0')}`
const isCompare = (code: number): boolean => code >= 0x51 && code <= 0x5a
const lowHalf = ['i64.add', 'i64.sub', 'i64.mul', 'i64.and', 'i64.or', 'i64.xor']
const bitwise = ['i64.and', 'i64.or', 'i64.xor']
/** Operators on 32 bits whose result is no negative number. */
const small = ['i32.clz', 'i32.ctz', 'i32.popcnt']

/** Statements for the low half of an expression; undefined when it takes more than low halves to tell. */
function printLow(expression: Expression): string[] | undefined {
  switch (expression.kind) {
    case 'x':
      return [`getW(${expression.field}Of(w))`]
    case 'imm':
      return ['i32Const(<i32>immediateOf(w))']
    case 'operator': {
      const { name, code } = expression.operator
      if (name === 'i32.wrap_i64') return printLow(expression.operands[0] as Expression)
      const operands = expression.operands.map(printLow)
      if (operands.includes(undefined)) return undefined
      const written = operands.flatMap((each) => each ?? [])
      if (lowHalf.includes(name)) return [...written, `op(${hex(code - ARITHMETIC_DISTANCE)})`]
      return expression.type === 'i32' && name.startsWith('i32.') ? [...written, `op(${hex(code)})`] : undefined
    }
    default:
      return undefined
  }
}

const wordOf = ({ kind, ...rest }: Expression): string | undefined =>
  kind === 'x' && 'field' in rest ? `${rest.field}Of(w)` : undefined

/** That both operands are words; immediates always are. */
function areWords([one, other]: readonly Expression[]): string | undefined {
  const names = [one, other].flatMap((each) => (each === undefined ? [] : [wordOf(each)])).filter((name) => name !== undefined)
  const known = [one, other].every((each) => each?.kind === 'x' || each?.kind === 'imm')
  if (!known || names.length === 0) return undefined
  return names.length === 1 ? `isWord(${names[0]})` : `areWords(${names.join(', ')})`
}

/** Comparing words is comparing their low halves, with and without sign. */
function comparison(expression: Expression): { condition: string; lines: string[] } | undefined {
  if (expression.kind !== 'operator' || !isCompare(expression.operator.code)) return undefined
  const condition = areWords(expression.operands)
  const operands = expression.operands.flatMap((each) => printLow(each) ?? [])
  return condition === undefined
    ? undefined
    : { condition, lines: [...operands, `op(${hex(expression.operator.code - COMPARE_DISTANCE)})`] }
}

const guarded = (condition: string, lines: readonly string[]): string[] => [
  `if (${condition}) {`,
  ...lines.map((line) => `  ${line}`),
  '  return',
  '}',
]

export function wordCondition(condition: Expression): string[] {
  const words = comparison(condition)
  return words === undefined ? [] : guarded(words.condition, words.lines)
}

interface WordForm {
  readonly lines: readonly string[]
  /** Whether the lines are all there is to the row. */
  readonly isWhole: boolean
}

/** How a row that sets rd is written on words; undefined when it is not. */
export function wordForm(row: Row): WordForm | undefined {
  const [statement, ...more] = row.semantics
  if (statement?.kind !== 'set' || statement.field !== 'rd' || more.length > 0) return undefined
  const { value } = statement
  if (value.kind !== 'operator') return undefined
  const [inner] = value.operands as [Expression]
  if (value.operator.name === 'i64.extend_i32_s' || value.operator.name === 'i64.extend32_s') return always(printLow(inner))
  if (value.operator.name === 'i64.extend_i32_u') return fromSmall(inner, row)
  return bitwise.includes(value.operator.name) ? fromBits(value) : undefined
}

const always = (lines: string[] | undefined, set = 'setW'): WordForm | undefined =>
  lines && { lines: [...lines, `${set}(rdOf(w))`], isWhole: true }

function fromSmall(value: Expression, row: Row): WordForm | undefined {
  if (value.kind !== 'operator') return undefined
  if (small.includes(value.operator.name)) return always(printLow(value), 'setSmall')
  const words = comparison(value)
  if (words === undefined) return undefined
  const whole = value.operands.map((each) => (each.kind === 'x' ? `getX(${each.field}Of(w))` : 'i64Const(immediateOf(w))'))
  return {
    lines: [
      ...guarded(words.condition, [...words.lines, 'setSmall(rdOf(w))']),
      ...wholeReads(row),
      ...whole,
      `op(${hex(value.operator.code)})`,
      'setSmall(rdOf(w))',
    ],
    isWhole: true,
  }
}

/** A positive mask leaves a word of anything. */
function fromBits(value: Expression & { kind: 'operator' }): WordForm | undefined {
  const condition = areWords(value.operands)
  const lines = printLow(value)
  if (condition === undefined || lines === undefined) return undefined
  const isMask = value.operator.name === 'i64.and' && value.operands.some(({ kind }) => kind === 'imm')
  return {
    lines: guarded(isMask ? `${condition} || immediateOf(w) >= 0` : condition, [...lines, 'setW(rdOf(w))']),
    isWhole: false,
  }
}

/** Statements that make the registers whole of which the row reads all. */
export function wholeReads(row: Row): string[] {
  const fields = everyExpression(row.semantics).flatMap((each) => (each.kind === 'x' ? [each.field] : []))
  const isAccess = row.semantics.some(({ kind }) => kind === 'load' || kind === 'store')
  return isAccess ? [] : [...new Set(fields)].map((field) => `wholeX(${field}Of(w))`)
}
