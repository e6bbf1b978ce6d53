/** Prints assembly/jit/lower.gen.ts (row semantics as Wasm) and effects.gen.ts (what an operation does to registers and control). */
import type { Row } from '../isa/dsl'
import type { Helper } from '../isa/helpers'
import { type Operation, operations } from '../isa/operations'
import { type Expression, everyExpression, type Statement } from '../isa/semantics'
import { inlineLowering, takesWords } from './isa-lower-inline'
import { wholeReads, wordCondition, wordForm } from './isa-lower-words'
import { banner } from './text'

const calledHelpers = (row: Row): Helper[] =>
  everyExpression(row.semantics).flatMap((expression) => (expression.kind === 'call' ? [expression.helper] : []))

/** Signatures of helpers behind the module's own types; a type is told by its letters. */
const letters = (helper: Helper): string =>
  [
    ...(helper.takesHart ? ['i'] : []),
    ...helper.parameters.map((type) => (type === 'i64' ? 'l' : 'i')),
    '>',
    ...(helper.result === undefined ? [] : [helper.result === 'i64' ? 'l' : 'i']),
  ].join('')

const isLeft = (row: Row): boolean => calledHelpers(row).some(({ module, name }) => module === 'system' || name === 'amocasQ')
const isStep = (row: Row): boolean =>
  !isLeft(row) && inlineLowering(row) === undefined && row.semantics.some(({ kind }) => kind === 'run')
const lowered = operations.filter(({ row }) => !isLeft(row) && !isStep(row))
const isFlow = ({ kind }: Statement): boolean => ['branch', 'jump', 'jumpIndirect'].includes(kind)

/** A fence is an instruction of WebAssembly. */
const needsHelper = ({ name }: Row): boolean => name !== 'fence'
const helpers = [
  ...new Map(
    lowered.flatMap(({ row }) => (needsHelper(row) ? calledHelpers(row) : [])).map((helper) => [helper.name, helper]),
  ).values(),
]
const types = [...new Set(helpers.map(letters))].sort()
const typeOf = (helper: Helper): string => `HELPER_TYPES + ${types.indexOf(letters(helper))}`

const hex = (value: number): string => `0x${value.toString(16).padStart(2, '0')}`
const slotOf = (helper: Helper): string => `load<u32>(changetype<usize>(${helper.name}))`
const usesHelper = (helper: Helper): string => `callHelper(${typeOf(helper)}, ${slotOf(helper)})`

/** Statements that write the expression's code; it leaves its value on Wasm's stack. */
function printExpression(expression: Expression, row: Row): string[] {
  switch (expression.kind) {
    case 'operator':
      return [...expression.operands.flatMap((each) => printExpression(each, row)), `op(${hex(expression.operator.code)})`]
    case 'call': {
      const { helper, operands } = expression
      return [
        ...(helper.takesHart ? ['localGet(HART)'] : []),
        ...operands.flatMap((each) => printExpression(each, row)),
        usesHelper(helper),
        ...(helper.mayLeave ? ['leaveOnAttention()'] : []),
      ]
    }
    case 'x':
      return [`getX(${expression.field}Of(w))`]
    case 'f':
      return [`getF(${expression.field}Of(w))`]
    case 'constant':
      return [expression.type === 'i64' ? `i64Const(${expression.value})` : `i32Const(${expression.value})`]
    case 'imm':
      return ['i64Const(immediateOf(w))']
    case 'pc':
      return ['getPc()']
    case 'record':
      return ['i64Const(<i64>w)']
    case 'rm':
      return [`i32Const(${row.encoding.fields.some(({ name }) => name === 'fs3') ? 'fusedRmOf(w)' : 'rmOf(w)'})`]
  }
}

function printStatement(statement: Statement, row: Row): string[] {
  switch (statement.kind) {
    case 'set':
      return [...printExpression(statement.value, row), statement.field === 'rd' ? 'setX(rdOf(w))' : 'setF(rdOf(w))']
    case 'load':
      return [`lowerLoad(w, ${statement.bytes}, ${statement.signed}, ${statement.field === 'fd'})`]
    case 'store':
      return [`lowerStore(w, ${statement.bytes}, ${statement.value.kind === 'f'})`]
    default:
      return []
  }
}

/** A row that only computes has nothing to do when nobody reads its result. */
const isPure = (row: Row): boolean =>
  row.semantics.every(({ kind }) => kind === 'set') &&
  calledHelpers(row).every((helper) => !helper.mayLeave && !helper.raisesFlags)
const writesX = (row: Row): boolean => row.semantics.some((each) => each.kind === 'set' && each.field === 'rd')

function printCase(list: readonly Operation[], body: readonly string[]): string {
  const [first] = list
  return [
    ...list.map(({ number }) => `    case ${number}:`).slice(0, -1),
    `    case ${list.at(-1)?.number}: { // ${first?.row.name}`,
  ]
    .concat(
      body.map((text) => `      ${text}`),
      '      return',
      '    }',
    )
    .join('\n')
}

/** Type and table slot of the row's helper, as arguments. */
function slowPath(row: Row): string {
  const [helper] = calledHelpers(row)
  return helper === undefined || !needsHelper(row) ? '' : `${typeOf(helper)}, ${slotOf(helper)}`
}

function bodyOf(row: Row): string[] {
  const inline = inlineLowering(row)
  const atomic = calledHelpers(row).some(({ module }) => module === 'atomic')
  const words = inline === undefined ? wordForm(row) : undefined
  return [
    ...(isPure(row) && writesX(row) ? ['if (rdOf(w) == SINK) return'] : []),
    ...(words?.lines ?? []),
    ...(words?.isWhole === true || takesWords(row) ? [] : wholeReads(row)),
    ...(words?.isWhole === true
      ? []
      : inline === undefined
        ? row.semantics.flatMap((each) => printStatement(each, row))
        : [inline.replace('$', slowPath(row))]),
    ...(atomic ? ['leaveOnChangedCode()'] : []),
  ]
}

const byRow = (list: readonly Operation[]): Operation[][] => [
  ...list
    .reduce(
      (groups, operation) => groups.set(operation.row, [...(groups.get(operation.row) ?? []), operation]),
      new Map<Row, Operation[]>(),
    )
    .values(),
]

const computing = lowered.filter(({ row }) => !row.semantics.some(isFlow))
const branching = operations.filter(({ row }) => row.semantics.some(({ kind }) => kind === 'branch'))

function condition(row: Row): string[] {
  const statement = row.semantics.find(({ kind }) => kind === 'branch')
  if (statement?.kind !== 'branch') return []
  return [...wordCondition(statement.condition), ...printExpression(statement.condition, row)]
}

function helperImports(text: string): string {
  const modules = new Map<string, string[]>()
  for (const { module, name } of helpers) {
    if (text.includes(`<usize>(${name})`)) modules.set(module, [...(modules.get(module) ?? []), name])
  }
  return [...modules]
    .map(([module, names]) => `import { ${names.sort().join(', ')} } from '../hart/${module}'`)
    .sort()
    .join('\n')
}

const typeBytes = (): string => {
  const codes = (text: string): string[] => [...text].map((letter) => (letter === 'l' ? '0x7e' : '0x7f'))
  return types
    .map((type) => type.split('>') as [string, string])
    .map(([parameters, result]) => ['0x60', parameters.length, ...codes(parameters), result.length, ...codes(result)].join(', '))
    .join(', ')
}

export function printLower(): string {
  const cases = byRow(computing).map((list) => printCase(list, bodyOf((list[0] as Operation).row)))
  const conditions = byRow(branching).map((list) => printCase(list, condition((list[0] as Operation).row)))
  const text = [...cases, ...conditions].join('\n')
  const named = (names: readonly string[]): string => names.filter((name) => new RegExp(`\\b${name}\\b`).test(text)).join(', ')
  const lowerings = [...new Set([...text.matchAll(/\b(lower[A-Z]\w*)\(/g)].map(([, name]) => name ?? ''))].sort()
  const floats = lowerings.filter((name) => /Double|Single/.test(name))
  const integers = lowerings.filter((name) => /Add|Constant|Shift/.test(name))
  const divides = lowerings.filter((name) => /Divide/.test(name))
  return [
    banner('src/spec/isa'),
    helperImports(text),
    `import { RECORD_OPERATION } from '../abi/layout.gen'`,
    `import { ${named(['i32Const', 'i64Const', 'localGet', 'Op', 'op'])} } from './code'`,
    ...(divides.length > 0 ? [`import { ${divides.join(', ')} } from './divide'`] : []),
    `import { callHelper, HELPER_TYPES } from './types'`,
    ...(floats.length > 0 ? [`import { ${floats.join(', ')}, Sign } from './float'`] : []),
    `import { lowerFence } from './fence'`,
    ...(integers.length > 0 ? [`import { ${integers.join(', ')} } from './integer'`] : []),
    `import { leaveOnAttention, leaveOnChangedCode } from './leave'`,
    `import { lowerLoad, lowerStore } from './memory'`,
    `import { ${named(['fs1Of', 'fs2Of', 'fs3Of', 'fusedRmOf', 'immediateOf', 'rdOf', 'rmOf', 'rs1Of', 'rs2Of'])}, SINK } from './record'`,
    `import { getF, getPc, HART, setF } from './registers'`,
    `import { ${named(['areWords', 'getW', 'getX', 'isWord', 'setSmall', 'setW', 'setX', 'wholeX'])} } from './words'`,
    '',
    `/** Function types of the helpers, in the binary format. */`,
    `export const HELPER_TYPE_COUNT: u32 = ${types.length}`,
    `export const HELPER_TYPE_BYTES: usize = memory.data<u8>([${typeBytes()}])`,
    `export const HELPER_TYPE_SIZE: u32 = ${types.reduce((sum, type) => sum + 2 + type.length, 0)}`,
    '',
    '/** Writes the code of an instruction that goes on behind itself. */',
    'export function lower(w: u64): void {',
    '  switch (<u32>w & RECORD_OPERATION) {',
    ...cases,
    '    default:',
    '      unreachable()',
    '  }',
    '}',
    '',
    "/** Writes the code of a branch's condition. */",
    'export function lowerCondition(w: u64): void {',
    '  switch (<u32>w & RECORD_OPERATION) {',
    ...conditions,
    '    default:',
    '      unreachable()',
    '  }',
    '}',
    '',
  ].join('\n')
}

/** Bits of an operation's effects. */
const effect = {
  readsRs1: 1,
  readsRs2: 2,
  readsRd: 4,
  writesRd: 8,
  readsFs1: 16,
  readsFs2: 32,
  readsFs3: 64,
  writesFd: 128,
  usesFloat: 256,
  changesFloat: 512,
  branch: 1024,
  jump: 2048,
  indirect: 4096,
  step: 8192,
  leave: 16384,
  /** The immediate counts bytes, not records. */
  far: 32768,
  loads: 65536,
  stores: 131072,
  /** Adds an immediate. */
  increment: 262144,
  /** Adds two registers, or copies one. */
  sum: 524288,
  /** Sets, or clears, bits of a CSR. */
  setsBits: 1048576,
  clearsBits: 2097152,
  /** What it writes is 32 bits, sign-extended, whatever it reads. */
  word: 4194304,
} as const

const bitEffects: Readonly<Record<string, number>> = {
  csrrs: effect.setsBits,
  csrrsi: effect.setsBits,
  csrrc: effect.clearsBits,
  csrrci: effect.clearsBits,
}

function effectsOf(row: Row): number {
  const has = (kind: Statement['kind']): boolean => row.semantics.some((statement) => statement.kind === kind)
  if (isLeft(row)) return effect.leave
  const fields = row.encoding.fields.map(({ name }) => name)
  if (isStep(row)) {
    // What else a step reads, it reads from the hart.
    const bits = bitEffects[row.name] ?? 0
    const reads = bits !== 0 && fields.includes('rs1') ? effect.readsRs1 : 0
    return effect.step | (fields.includes('rd') ? effect.writesRd : 0) | reads | bits
  }
  const reads = everyExpression(row.semantics)
  const readsX = (field: string): boolean => reads.some((each) => each.kind === 'x' && each.field === field)
  const readsF = (field: string): boolean => reads.some((each) => each.kind === 'f' && each.field === field)
  const writes = (field: string): boolean =>
    row.semantics.some((each) => (each.kind === 'set' || each.kind === 'load') && each.field === field)
  const bits: [keyof typeof effect, boolean][] = [
    ['readsRs1', readsX('rs1')],
    ['readsRs2', readsX('rs2')],
    ['readsRd', readsX('rd')],
    ['writesRd', writes('rd') || has('jump') || has('jumpIndirect')],
    ['readsFs1', readsF('fs1')],
    ['readsFs2', readsF('fs2')],
    ['readsFs3', readsF('fs3')],
    ['writesFd', writes('fd')],
    ['usesFloat', row.flags.usesFloat],
    ['changesFloat', row.flags.writesFloatState],
    ['branch', has('branch')],
    ['jump', has('jump')],
    ['indirect', has('jumpIndirect')],
    ['loads', has('load')],
    ['stores', has('store')],
    ['increment', row.name === 'addi'],
    ['sum', row.name === 'add'],
    ['word', wordForm(row)?.isWhole === true],
  ]
  return bits.reduce((sum, [name, isSet]) => sum | (isSet ? effect[name] : 0), 0)
}

export function printEffects(): string {
  const table = new Array<number>(operations.reduce((most, { number }) => Math.max(most, number), 0) + 1).fill(effect.leave)
  for (const { number, row, form } of operations) table[number] = effectsOf(row) | (form === 'far' ? effect.far : 0)
  return [
    banner('src/spec/isa'),
    `import { RECORD_OPERATION } from '../abi/layout.gen'`,
    '',
    '/** What an operation does to registers and control. */',
    'export const enum Effect {',
    ...Object.entries(effect).map(([name, bit]) => `  ${name} = ${bit},`),
    '}',
    '',
    `const TABLE: usize = memory.data<u32>([${table.join(', ')}])`,
    '',
    'export function effectsOf(w: u64): u32 {',
    '  return load<u32>(TABLE + ((<usize>w & RECORD_OPERATION) << 2))',
    '}',
    '',
  ].join('\n')
}
