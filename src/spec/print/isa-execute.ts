/** Prints assembly/hart/execute.gen.ts (the main loop) and execute-cold.gen.ts (what is rare). */
import type { Row } from '../isa/dsl'
import type { Helper } from '../isa/helpers'
import { type Form, hasCompressed, type Operation, operations, specialOperations } from '../isa/operations'
import { everyExpression, type Statement } from '../isa/semantics'
import { decodedRecord } from '../layout/hart'
import { declareReads, printExpression } from './isa-expression'
import { banner } from './text'

const { compressedBit, operationMask } = decodedRecord

/** Where a body is printed: leaving differs, since only the main loop has the position in locals. */
interface Place {
  readonly isMain: boolean
  /** Bytes from the record to the next instruction's: known in the main loop, so that the next record need not wait for this one. */
  readonly distance: number
  /** Beside the operation's number. */
  readonly bits: number
}

const main: Place = { isMain: true, distance: 16, bits: 0 }
const mainCompressed: Place = { isMain: true, distance: 8, bits: compressedBit }
const cold: Place = { isMain: false, distance: 0, bits: 0 }

const floatOff = ({ isMain }: Place): string =>
  isMain
    ? 'if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }'
    : 'if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }'

/** After a helper that refuses a reserved dynamic rounding mode. */
const refused = ({ isMain }: Place): string =>
  isMain
    ? 'if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }'
    : 'if (hart.attention) { illegalInstruction(hart, 0); return }'

const calledHelpers = (row: Row): Helper[] =>
  everyExpression(row.semantics).flatMap((expression) => (expression.kind === 'call' ? [expression.helper] : []))

const assign = (field: 'rd' | 'fd', value: string): string => `${field === 'rd' ? 'setRd' : 'setFd'}(base, w, ${value})`

function printSet(row: Row, statement: Statement & { kind: 'set' }, place: Place): string[] {
  const value = printExpression(statement.value, row)
  const leaving = calledHelpers(row).filter((helper) => helper.mayLeave)
  if (leaving.length === 0) return [assign(statement.field, value)]
  const check = leaving.some((helper) => helper.module.startsWith('float')) ? refused(place) : 'if (hart.attention) return'
  return [`const value = ${value}`, check, assign(statement.field, 'value')]
}

const unsigned = (bytes: number): string => `u${bytes * 8}`

/** A loaded u64 as the register holds it. */
function extended(statement: Statement & { kind: 'load' }, value: string): string {
  const { bytes, signed, field } = statement
  if (field === 'fd' && bytes < 8) return `${value} | 0x${((1n << 64n) - (1n << BigInt(bytes * 8))).toString(16)}`
  return signed && bytes < 8 ? `<u64><i64><i${bytes * 8}>${value}` : value
}

const hit = (bytes: number): string => (bytes === 1 ? 'offset < <u64>4096' : `offset <= <u64>${4096 - bytes}`)

function printLoad(row: Row, statement: Statement & { kind: 'load' }): string[] {
  const { bytes, field } = statement
  const fast = `<u64>load<${unsigned(bytes)}>(<usize>load<u32>(entry, 8) + <usize>offset)`
  return [
    `const address = ${printExpression(statement.address, row)}`,
    'const entry = readTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))',
    'const offset = address - load<u64>(entry)',
    'let value: u64',
    `if (${hit(bytes)}) value = ${fast}`,
    `else { value = loadMissed(hart, p, n, address, ${bytes}); if (hart.attention) return }`,
    assign(field, extended(statement, 'value')),
  ]
}

function printStore(row: Row, statement: Statement & { kind: 'store' }): string[] {
  const { bytes } = statement
  const narrow = bytes === 8 ? 'value' : `<${unsigned(bytes)}>value`
  return [
    `const address = ${printExpression(statement.address, row)}`,
    `const value = ${printExpression(statement.value, row)}`,
    'const entry = writeTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))',
    'const offset = address - load<u64>(entry)',
    `if (${hit(bytes)}) store<${unsigned(bytes)}>(<usize>load<u32>(entry, 8) + <usize>offset, ${narrow})`,
    `else { storeMissed(hart, p, n, address, value, ${bytes}); if (hart.attention) return }`,
  ]
}

/** A misaligned target traps before the link is written; a target that cannot be fetched after. */
const farJump = (warming: string): string[] => [
  'if ((target & <u64>hart.misalignedMask) == 0) setRd(base, w, link)',
  'if (!jumped(hart, p, n, target)) return',
  'p = hart.codePtr',
  'delta = pageDelta(hart)',
  warming,
  'w = load<u64>(p)',
  'continue',
]

const turning = 'warm(hart, heat, heatLimit, p, TURN_HEAT)'
const calling = 'warm(hart, heat, heatLimit, p, CALL_HEAT)'
const taken = (form: Form): string[] => [
  'p += <usize>immediate(w)',
  ...(form === 'back' ? [turning] : []),
  'w = load<u64>(p)',
  'continue',
]
const pc = 'delta + <u64>(p >> 2)'
const link = ({ distance }: Place): string => `const link = ${pc} + ${distance >> 2}`

function printBranch(row: Row, statement: Statement & { kind: 'branch' }, form: Form): string[] {
  const body = form === 'far' ? [`const target = ${pc} + immediate(w)`, ...farJump(turning).slice(1)] : taken(form)
  return [`if (${printExpression(statement.condition, row)}) {`, ...body.map((text) => `  ${text}`), '}']
}

const printJump = (form: Form, place: Place): string[] =>
  form === 'far'
    ? [`const target = ${pc} + immediate(w)`, link(place), ...farJump(calling)]
    : [
        link(place),
        'setRd(base, w, link)',
        'p += <usize>immediate(w)',
        // A forward jump that links nothing begins nothing.
        ...(form === 'back' ? [turning] : [`if (isLinking(w)) ${calling}`]),
        'w = load<u64>(p)',
        'continue',
      ]

/** Where a return goes is no beginning; where a switch goes is remembered. */
function printIndirect(row: Row, statement: Statement & { kind: 'jumpIndirect' }, form: Form, place: Place): string[] {
  const far = farJump(calling).filter((text) => form !== 'return' || text !== calling)
  return [
    `const target = ${printExpression(statement.target, row)}`,
    ...(form === 'call' ? [link(place)] : []),
    'const offset = target - hart.pageVa',
    'if (offset < <u64>4096 && (<u32>offset & hart.misalignedMask) == 0) {',
    ...(form === 'call' ? ['  setRd(base, w, link)'] : []),
    ...(form === 'switch' ? ['  learnTarget(p, <u32>offset)'] : []),
    '  p = <usize>hart.codePage + (<usize>offset << 2)',
    ...(form === 'return' ? [] : [`  ${calling}`]),
    '  w = load<u64>(p)',
    '  continue',
    '}',
    ...(form === 'call' ? far : far.slice(1)),
  ]
}

function printStatement(operation: Operation, statement: Statement, place: Place): string[] {
  const { row } = operation
  switch (statement.kind) {
    case 'set':
      return printSet(row, statement, place)
    case 'load':
      return printLoad(row, statement)
    case 'store':
      return printStore(row, statement)
    case 'branch':
      return printBranch(row, statement, operation.form)
    case 'jump':
      return printJump(operation.form, place)
    case 'jumpIndirect':
      return printIndirect(row, statement, operation.form, place)
    case 'run':
      return [printExpression(statement.call, row)]
  }
}

function isContinued(operation: Operation): boolean {
  const last = operation.row.semantics.at(-1)
  return last?.kind === 'jump' || last?.kind === 'jumpIndirect'
}

function printCase(operation: Operation, place: Place): string {
  const { row, number, name } = operation
  const end = place.isMain ? [`p += ${place.distance}`, 'w = load<u64>(p)', 'continue'] : ['return']
  const body = [
    ...(row.flags.usesFloat ? [floatOff(place)] : []),
    ...declareReads(row),
    ...row.semantics.flatMap((statement) => printStatement(operation, statement, place)),
    ...(row.flags.writesFloatState ? ['hart.mstatus |= MSTATUS_FS'] : []),
    ...(isContinued(operation) ? [] : end),
  ]
  const indent = place.isMain ? '      ' : '    '
  return [`${indent}case ${number | place.bits}: { // ${name}`, ...body.map((text) => `${indent}  ${text}`), `${indent}}`].join(
    '\n',
  )
}

const printMainCases = (operation: Operation): string[] =>
  [main, ...(hasCompressed(operation) ? [mainCompressed] : [])].map((place) => printCase(operation, place))

/** Import lines for the helpers that the rows call. */
function imports(list: readonly Operation[], more: Readonly<Record<string, readonly string[]>>): string {
  const modules = new Map<string, Set<string>>()
  const need = (module: string, name: string): void => {
    modules.set(module, (modules.get(module) ?? new Set()).add(name))
  }
  for (const helper of list.flatMap((operation) => calledHelpers(operation.row))) need(helper.module, helper.name)
  for (const [module, names] of Object.entries(more)) for (const name of names) need(module, name)
  return [...modules]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([module, names]) => `import { ${[...names].sort().join(', ')} } from './${module}'`)
    .join('\n')
}

const mainLoop = (cases: string): string => `
/** mstatus.FS: 0 is off, 3 is dirty. */
// @ts-ignore: decorator
@inline const MSTATUS_FS: u64 = 0x6000

/** Writes the position back, the current instruction being not retired. */
function sync(hart: Hart, p: usize, n: i64): void {
  hart.codePtr = <u32>p
  hart.retired = hart.limit - <u64>n - 1
}

function loadMissed(hart: Hart, p: usize, n: i64, address: u64, bytes: u32): u64 {
  sync(hart, p, n)
  return loadSlow(hart, address, bytes)
}

function storeMissed(hart: Hart, p: usize, n: i64, address: u64, value: u64, bytes: u32): void {
  sync(hart, p, n)
  storeSlow(hart, address, value, bytes)
}

function jumped(hart: Hart, p: usize, n: i64, target: u64): bool {
  sync(hart, p, n)
  return jump(hart, target)
}

/** pc - record pointer / 4, the same for all records of the current page. */
function pageDelta(hart: Hart): u64 {
  return hart.pageVa - <u64>(hart.codePage >> 2)
}

/** Executes until \`retired\` reaches \`limit\` or something needs attention; exact, an instruction at a time. */
export function execute(hart: Hart): void {
  const base = changetype<usize>(hart)
  const readTlb = <usize>hart.readTlb
  const writeTlb = <usize>hart.writeTlb
  const heat = heatCounters()
  const heatLimit = hart.heatLimit
  let p = <usize>hart.codePtr
  let delta = pageDelta(hart)
  let n = <i64>(hart.limit - hart.retired)
  let w = load<u64>(p)
  while (true) {
    if (n <= 0) break
    n--
    switch (<u32>w & ${operationMask | compressedBit}) {
      case ${specialOperations.undecoded}: {
        sync(hart, p, n)
        w = decodeAt(hart, p)
        if (hart.attention) return
        n++
        continue
      }
      case ${specialOperations.pageEnd}: {
        sync(hart, p, n)
        if (!nextPage(hart)) return
        p = hart.codePtr
        delta = pageDelta(hart)
        n++
        w = load<u64>(p)
        continue
      }
      case ${specialOperations.straddle}: {
        sync(hart, p, n)
        w = fetchStraddle(hart, p)
        if (w == 0) return
        n++
        continue
      }
      case ${specialOperations.illegal}:
      case ${specialOperations.illegal | compressedBit}: {
        sync(hart, p, n)
        illegalInstruction(hart, <u32>(w >>> 32))
        return
      }
      case ${specialOperations.enter}:
      case ${specialOperations.enter | compressedBit}: {
        sync(hart, p, n)
        if (n >= hart.entryReserve) return
        w = decodeUnder(hart, p)
        if (w == 0) return
        n++
        continue
      }
${cases}
      default: {
        sync(hart, p, n)
        executeCold(hart, w)
        if (hart.attention) return
        // The helper may have moved the limit.
        n = <i64>(hart.limit - hart.retired) - 1
      }
    }
    p += distance(w)
    w = load<u64>(p)
  }
  hart.codePtr = <u32>p
  hart.retired = hart.limit - <u64>n
}
`

const coldSwitch = (cases: string): string => `
// @ts-ignore: decorator
@inline const MSTATUS_FS: u64 = 0x6000

/** Executes an instruction that the main loop has no case for; the position is written back, the caller advances it. */
export function executeCold(hart: Hart, w: u64): void {
  const base = changetype<usize>(hart)
  switch (<u32>w & RECORD_OPERATION) {
${cases}
  }
}
`

const accessors = [
  'isLinking',
  'distance',
  'fs1',
  'fs2',
  'fs3',
  'fusedRm',
  'immediate',
  'readRd',
  'rm',
  'rs1',
  'rs2',
  'setFd',
  'setRd',
]

export function printExecute(): string {
  const list = operations.filter((operation) => operation.row.flags.isHot)
  const text = imports(list, {
    '../abi/layout.gen': ['Hart', 'TLB_MASK'],
    'execute-cold.gen': ['executeCold'],
    heat: ['CALL_HEAT', 'heatCounters', 'TURN_HEAT', 'warm'],
    targets: ['learnTarget'],
    fetch: ['decodeAt', 'decodeUnder', 'fetchStraddle', 'jump', 'nextPage'],
    memory: ['loadSlow', 'storeSlow'],
    record: accessors,
    system: ['illegalInstruction'],
  })
  return `${banner('src/spec/isa')}${text.replaceAll('./../', '../')}\n${mainLoop(list.flatMap(printMainCases).join('\n'))}`
}

export function printExecuteCold(): string {
  const list = operations.filter((operation) => !operation.row.flags.isHot)
  const text = imports(list, {
    '../abi/layout.gen': ['Hart', 'RECORD_OPERATION'],
    record: accessors,
    system: ['illegalInstruction'],
  })
  return (
    banner('src/spec/isa') +
    text.replaceAll('./../', '../') +
    '\n' +
    coldSwitch(list.map((operation) => printCase(operation, cold)).join('\n'))
  )
}
