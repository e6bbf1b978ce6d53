/** Instruction words as assembly, as binutils' objdump writes it. */
import { type Alias, aliases } from '../spec/isa/aliases'
import type { Row } from '../spec/isa/dsl'
import { type Decoded, lookup, type Operands } from './lookup'
import { csrNames, fenceSet, fliConstants, fNames, roundingModes, xNames } from './names'

export interface DisassembleOptions {
  /** Print the instruction's own name and operands instead of the usual pseudo-instructions. */
  readonly noAliases?: boolean
  /** Appended to a target as ` <name>`. */
  readonly symbolAt?: (address: bigint) => string | undefined
}

export interface Disassembled {
  /** Mnemonic, and after a tab its operands. */
  readonly text: string
  readonly bytes: 2 | 4
}

const printedAliases = new Map<string, Alias[]>()
for (const alias of aliases) {
  if (!alias.isInputOnly) printedAliases.set(alias.of, [...(printedAliases.get(alias.of) ?? []), alias])
}

function applies(alias: Alias, operands: Operands): boolean {
  return Object.entries(alias.fixed).every(
    ([field, value]) => (operands[field] ?? 0) === (typeof value === 'number' ? value : operands[value]),
  )
}

interface Context {
  readonly operands: Operands
  readonly pc: bigint
  readonly options: DisassembleOptions
}

const hex = (value: number | bigint): string => `0x${value.toString(16)}`

function target({ operands, pc, options }: Context): string {
  const address = BigInt.asUintN(64, pc + BigInt(operands.imm ?? 0))
  const symbol = options.symbolAt?.(address)
  return symbol === undefined ? hex(address) : `${address.toString(16)} <${symbol}>`
}

/** Text of one word of a syntax. */
function operandText(word: string, context: Context): string {
  const value = context.operands[word] ?? 0
  switch (word) {
    case 'rd':
    case 'rs1':
    case 'rs2':
      return xNames[value] ?? ''
    case 'fd':
    case 'fs1':
    case 'fs2':
    case 'fs3':
      return fNames[value] ?? ''
    case 'shamt':
      return hex(value)
    case 'uimm':
      return context.operands.rs1 === undefined ? `${value}` : hex(value)
    case 'imm':
    case 'zimm':
      return `${value}`
    case 'upper':
      return hex(((context.operands.imm ?? 0) >>> 12) & 0xfffff)
    case 'target':
      return target(context)
    case 'csr':
      return csrNames.get(value) ?? hex(value)
    case 'pred':
    case 'succ':
      return fenceSet(value)
    case 'rm':
      return roundingModes[value] ?? ''
    case 'constant':
      return fliConstants[context.operands.uimm ?? 0] ?? ''
    default:
      return word
  }
}

/** Conversions that cannot round: nearest-even is their usual mode and not shown. */
const exactConversions = new Set(['fcvt.d.s', 'fcvt.d.w', 'fcvt.d.wu', 'fcvt.s.h', 'fcvt.d.h'])

function shownSyntax(row: Row, syntax: string, operands: Operands): string {
  const usual = exactConversions.has(row.name) ? 0 : 7
  return operands.rm === usual ? syntax.replace(',rm', '') : syntax
}

const ordering = ({ aq, rl }: Operands): string => (aq === 1 ? (rl === 1 ? '.aqrl' : '.aq') : rl === 1 ? '.rl' : '')

const mnemonic = (name: string, operands: Operands): string => name.replace('N', `${operands.uimm}`) + ordering(operands)

function compose(name: string, syntax: string, context: Context): string {
  const operands = syntax.replace(/[a-z]+\d?/g, (word) => operandText(word, context))
  return operands === '' ? name : `${name}\t${operands}`
}

/** Compressed hints that would print as another instruction keep their own name. */
function isCompressedHint({ row, operands }: Decoded): boolean {
  if (row.expansion === undefined) return false
  return operands.rd === 0 && ['c.li', 'c.lui', 'c.mv', 'c.add', 'c.slli'].includes(row.name)
}

/** fm, rs1, rd and the immediate of fences are reserved; only fence.tso uses fm. */
function isReservedFence({ row, own }: Decoded): boolean {
  if (row.name === 'fence.i') return own.imm !== 0 || own.rs1 !== 0 || own.rd !== 0
  const isTso = own.fm === 8 && own.pred === 3 && own.succ === 3
  return row.name === 'fence' && (own.rs1 !== 0 || own.rd !== 0 || (own.fm !== 0 && !isTso))
}

/** May-be-operations have a name but no row of their own to execute. binutils names two hints after RV128, where a shift of zero means 64; c.nop shows its immediate. */
function specialHint({ row, own }: Decoded): string | undefined {
  if (row.name.startsWith('c.mop.')) return row.name
  if (row.name === 'c.addi' && own.imm === 0) return `addi\t${xNames[own.rd ?? 0]},${xNames[own.rd ?? 0]},0`
  if (row.name === 'c.nop' && own.imm !== 0) return `c.nop\t${own.imm}`
  if (['c.slli', 'c.srli', 'c.srai'].includes(row.name) && own.shamt === 0) return `${row.name}64\t${xNames[own.rd ?? 0]}`
  return undefined
}

const namedAsIs = new Set(['c.mv'])

function textOf(decoded: Decoded, own: Operands, context: Context): string {
  const { row, base, operands } = decoded
  const hint = specialHint(decoded)
  if (hint !== undefined) return hint
  if (isCompressedHint(decoded) || (context.options.noAliases === true && row.expansion !== undefined)) {
    return compose(mnemonic(row.name, own), row.syntax, { ...context, operands: { ...operands, ...own } })
  }
  if (namedAsIs.has(row.name)) return compose(row.name.slice(2), row.syntax, context)
  const alias =
    context.options.noAliases === true ? undefined : printedAliases.get(base.name)?.find((each) => applies(each, operands))
  if (alias !== undefined) return compose(alias.name, alias.syntax, context)
  return compose(mnemonic(base.name, operands), shownSyntax(base, base.syntax, operands), context)
}

/** One instruction at `pc`: the low half of `insn` when it is a compressed one. */
export function disassemble(insn: number, pc = 0n, options: DisassembleOptions = {}): Disassembled {
  const bytes = (insn & 3) === 3 ? 4 : 2
  const word = bytes === 4 ? insn >>> 0 : insn & 0xffff
  // All zeros is defined illegal (unprivileged manual, "Expanded Instruction-Length Encoding").
  if (bytes === 2 && word === 0) return { text: 'unimp', bytes }
  const decoded = lookup(word)
  if (decoded === undefined || isReservedFence(decoded))
    return { text: `.insn\t${bytes}, 0x${word.toString(16).padStart(bytes * 2, '0')}`, bytes }
  return { text: textOf(decoded, decoded.own, { operands: decoded.operands, pc, options }), bytes }
}
