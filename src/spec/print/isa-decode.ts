/** Prints assembly/hart/decode.gen.ts: instruction word to decoded record. */
import type { Row } from '../isa/dsl'
import type { Constraint, Field } from '../isa/encoding'
import { extensionNamed } from '../isa/extensions'
import { rowNamed, rows } from '../isa/index'
import { destinations, fieldNamed, firstSources, immediateOf, isRelativeFlow, secondSources } from '../isa/operands'
import { operationOf, specialOperations } from '../isa/operations'
import { decodedRecord } from '../layout/hart'
import { banner, constantName } from './text'

const hex = (value: number | bigint): string => `0x${value.toString(16)}`

/** AssemblyScript text of a field's value, an i32. */
function extraction(field: Field): string {
  const parts = field.pieces.map(({ at, width, to }) => {
    const bits = at === 0 ? 'insn' : `insn >>> ${at}`
    const masked = at + width === 32 ? `(${bits})` : `(${bits} & ${hex(2 ** width - 1)})`
    return to === 0 ? masked : `${masked} << ${to}`
  })
  const value = parts.length === 1 ? (parts[0] ?? '') : `(${parts.join(' | ')})`
  const shift = 32 - field.width
  const extended = field.signed && shift > 0 ? `<i32>((${value}) << ${shift}) >> ${shift}` : `<i32>(${value})`
  return field.offset === 0 ? extended : `${extended} + ${field.offset}`
}

/** Text of operand `name` of the executed row, from the encoding's own fields or the expansion. */
function operand(row: Row, field: Field, isImmediate: boolean): string {
  if (row.expansion === undefined) return extraction(field)
  const source = row.expansion.operands[isImmediate ? 'imm' : field.name]
  if (typeof source === 'number') return `${source}`
  const own = row.encoding.fields.find((each) => each.name === source)
  if (own === undefined) throw new Error(`${row.name}: no operand ${field.name}`)
  return extraction(own)
}

function slot(row: Row, target: Row, names: readonly string[]): string {
  const field = fieldNamed(target, names)
  if (field === undefined) return '0'
  const value = operand(row, field, false)
  if (field.name !== 'rd') return value
  return value === '0' ? '32' : /^\d+$/.test(value) ? value : `destination(${value})`
}

/** FMA: rs3 * 8 and rm << 12; else the rounding mode or the immediate. */
function immediate(row: Row, target: Row): string {
  const own = immediateOf(target)
  if (own !== undefined) return operand(row, own, true)
  const third = fieldNamed(target, ['fs3'])
  const rounding = fieldNamed(target, ['rm'])
  if (rounding === undefined) return '0'
  return third === undefined ? extraction(rounding) : `(${extraction(third)}) << 3 | (${extraction(rounding)}) << 12`
}

function gate(row: Row): string | undefined {
  const sets = row.extensions.filter((set) => set.join() !== 'i')
  if (sets.length < row.extensions.length) return undefined
  return sets
    .map((set) => {
      const bits = hex(set.reduce((sum, name) => sum | (1n << BigInt(extensionNamed(name)?.id ?? 0)), 0n))
      return `(extensions & ${bits}) == ${bits}`
    })
    .map((text) => (sets.length > 1 ? `(${text})` : text))
    .join(' || ')
}

function constraintText(row: Row, { field: name, notIn, atMost }: Constraint): string[] {
  const field = row.encoding.fields.find((each) => each.name === name)
  if (field === undefined) return []
  const value = `(${extraction(field)})`
  const most = atMost === undefined ? [] : [`${value} <= ${atMost}`]
  return [...notIn.map((excluded) => `${value} != ${excluded}`), ...most]
}

function condition(row: Row): string {
  const { mask, match, constraints } = row.encoding
  const available = gate(row)
  return [
    `(insn & ${hex(mask)}) == ${hex(match)}`,
    ...constraints.flatMap((constraint) => constraintText(row, constraint)),
    ...(available === undefined ? [] : [row.extensions.length > 1 ? `(${available})` : available]),
  ].join(' && ')
}

function result(row: Row): string {
  const target = row.expansion === undefined ? row : rowNamed(row.expansion.to)
  const { number } = operationOf(target)
  const slots = [destinations, firstSources, secondSources].map((names) => slot(row, target, names))
  const length = row.encoding.length === 2 ? 'HALF' : 'FULL'
  const value = immediate(row, target)
  if (target.semantics.some(({ kind }) => kind === 'jumpIndirect'))
    return `return indirect(${number} | ${length}, ${slots.join(', ')}, ${value})`
  if (!isRelativeFlow(target)) return `return record(${number} | ${length}, ${slots.join(', ')}, ${value})`
  return `return flow(${number} | ${length}, ${slots.join(', ')}, ${value}, pageOffset, extensions)`
}

const line = (row: Row): string => `if (${condition(row)}) ${result(row)} // ${row.name}`

function group<Key>(list: readonly Row[], key: (row: Row) => Key): Map<Key, Row[]> {
  const groups = new Map<Key, Row[]>()
  for (const row of list) groups.set(key(row), [...(groups.get(key(row)) ?? []), row])
  return groups
}

const FUNCT3 = 0x7000

/** One major opcode: a switch on funct3 where each row fixes it. */
function opcodeBody(list: readonly Row[]): string[] {
  const isFixed = list.length > 2 && list.every((row) => (row.encoding.mask & FUNCT3) === FUNCT3)
  if (!isFixed) return list.map(line)
  return [
    'switch ((insn >>> 12) & 7) {',
    ...switchCases(
      group(list, (row) => (row.encoding.match & FUNCT3) >>> 12),
      (rowsOfCase) => rowsOfCase.map(line),
    ),
    '}',
  ]
}

function switchCases(groups: Map<number, Row[]>, body: (list: readonly Row[]) => string[]): string[] {
  return [...groups]
    .sort(([one], [other]) => one - other)
    .flatMap(([value, list]) => [`  case ${value}:`, ...body(list).map((text) => `    ${text}`), '    break'])
}

const decoded = rows.filter((row) => row.hintOf === undefined)
const full = decoded.filter((row) => row.encoding.length === 4)
const half = decoded.filter((row) => row.encoding.length === 2)

const signature = '(insn: u32, pageOffset: u32, extensions: u64): u64'

function switchFunction(name: string, selector: string, cases: string[]): string {
  return [
    `function ${name}${signature} {`,
    `  switch (${selector}) {`,
    ...cases.map((text) => `  ${text}`),
    '  }',
    `  return illegal(insn)`,
    '}',
    '',
  ].join('\n')
}

const prologue = `import { Extension } from '../abi/layout.gen'

${Object.entries(specialOperations)
  .map(([name, number]) => `// @ts-ignore: decorator\n@inline export const OP_${constantName(name)}: u32 = ${number}`)
  .join('\n')}

// Length of the instruction, at bit 12: (record >>> 9) & 0x18 is the distance to the next record. Bit 9 tells a compressed one.
// @ts-ignore: decorator
@inline const HALF: u32 = ${hex(0x1000 | decodedRecord.compressedBit)}
// @ts-ignore: decorator
@inline const FULL: u32 = 0x2000

// @ts-ignore: decorator
@inline function record(op: u32, rd: u32, rs1: u32, rs2: u32, imm: i32): u64 {
  return <u64>(op | (rd << 14) | (rs1 << 20) | (rs2 << 26)) | (<u64><u32>imm << 32)
}

/** Writes to x0 go to a slot that nothing reads. */
// @ts-ignore: decorator
@inline function destination(rd: u32): u32 {
  return rd == 0 ? 32 : rd
}

/** The near forms hold the distance between records, the second one when it is backward; the far form holds the one between instructions. */
function flow(op: u32, rd: u32, rs1: u32, rs2: u32, offset: i32, pageOffset: u32, extensions: u64): u64 {
  const isAligned = (offset & 2) == 0 || (extensions & (<u64>1 << Extension.zca)) != 0
  if (pageOffset + <u32>offset < 4096 && isAligned) return record(op + (<u32>offset >>> 31), rd, rs1, rs2, offset << 2)
  return record(op + 2, rd, rs1, rs2, offset)
}

/** Calls, returns (through ra or t0, linking nothing) and other jumps have a number each. */
function indirect(op: u32, rd: u32, rs1: u32, rs2: u32, offset: i32): u64 {
  if (rd != 32) return record(op, rd, rs1, rs2, offset)
  return record(op + (rs1 == 1 || rs1 == 5 ? 1 : 2), rd, rs1, rs2, offset)
}

function illegal(insn: u32): u64 {
  return record(OP_ILLEGAL | ((insn & 3) == 3 ? FULL : HALF), 32, 0, 0, <i32>insn)
}
`

const epilogue = `/** The record of the instruction at \`pageOffset\`; a compressed one is the low half of \`insn\`. */
export function decode${signature} {
  if ((insn & 3) == 3) return decodeFull(insn, pageOffset, extensions)
  return decodeHalf(insn & 0xffff, pageOffset, extensions)
}
`

export function printDecode(): string {
  const byOpcode = group(full, (row) => (row.encoding.match & 0x7f) >>> 2)
  const byQuadrant = group(half, (row) => ((row.encoding.match & 3) << 3) | (row.encoding.match >>> 13))
  return [
    banner('src/spec/isa'),
    prologue,
    '',
    switchFunction('decodeFull', '(insn >>> 2) & 31', switchCases(byOpcode, opcodeBody)),
    switchFunction(
      'decodeHalf',
      '(insn & 3) << 3 | insn >>> 13',
      switchCases(byQuadrant, (list) => list.map(line)),
    ),
    epilogue,
  ].join('\n')
}
