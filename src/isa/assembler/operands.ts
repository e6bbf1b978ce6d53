/** Reads operands of an instruction by its row's or alias's syntax. */
import { csrNumbers, fliConstants, fNumbers, roundingModes, xNumbers } from '../names'
import { evaluate, type SymbolLookup } from './expression'
import { checkHigh, lowPart, relocationPattern } from './relocation'
import { problem } from './syntax-error'

export interface Place {
  /** Address of the instruction. */
  readonly pc: bigint
  readonly lookup: SymbolLookup
  /** Target of the %pcrel_hi at an address. */
  readonly pcrelTarget: (address: bigint) => bigint | undefined
}

/** Operands bound to the words of a syntax; undefined when the shape differs. */
export function bind(syntax: string, operands: readonly string[]): Map<string, string> | undefined {
  const words = syntax === '' ? [] : syntax.split(',')
  const hasOptionalMode = words.at(-1) === 'rm' || words.at(-1) === 'rtz'
  if (operands.length !== words.length && !(hasOptionalMode && operands.length === words.length - 1)) return undefined
  const bound = new Map<string, string>()
  for (const [index, operand] of operands.entries()) {
    const word = words[index] ?? ''
    const memory = /^(\w*)\((\w+)\)$/.exec(word)
    if (memory === null) {
      bound.set(word, operand)
      continue
    }
    const parts = /^([\s\S]*?)\s*\(\s*([\w.]+)\s*\)$/.exec(operand)
    if (parts === null || !xNumbers.has(parts[2] ?? '')) return undefined
    if (memory[1] === '' && parts[1] !== '' && parts[1] !== '0') return undefined
    if (memory[1] !== '') bound.set(memory[1] ?? '', parts[1] === '' ? '0' : (parts[1] ?? ''))
    bound.set(memory[2] ?? '', parts[2] ?? '')
  }
  return bound
}

const isRegister = (text: string): boolean => xNumbers.has(text) || fNumbers.has(text)

/** True when each operand is of the kind that its word asks for. */
export function suits(bound: ReadonlyMap<string, string>): boolean {
  return [...bound].every(([word, text]) => {
    if (['rd', 'rs1', 'rs2'].includes(word)) return xNumbers.has(text)
    if (['fd', 'fs1', 'fs2', 'fs3'].includes(word)) return fNumbers.has(text)
    if (word === 'rm') return roundingModes.includes(text)
    return word === 'sp' || !isRegister(text)
  })
}

function csrNumber(text: string, place: Place): number {
  return csrNumbers.get(text.toLowerCase()) ?? Number(evaluate(text, place.lookup))
}

function fence(text: string): number {
  if (text === '0') return 0
  if (!/^i?o?r?w?$/.test(text)) throw problem(`fence set ${text}: expected letters of iorw in this order`)
  return [...'iorw'].reduce((bits, letter, index) => (text.includes(letter) ? bits | (8 >> index) : bits), 0)
}

function fliIndex(text: string): number {
  const index = fliConstants.indexOf(text)
  if (index >= 0) return index
  const value = Number(text)
  const found = fliConstants.findIndex((constant) =>
    constant.startsWith('0x') || constant.startsWith('-0x') ? hexFloat(constant) === value : false,
  )
  if (found < 0) throw problem(`${text}: expected one of the constants of fli`)
  return found
}

function hexFloat(text: string): number {
  const [, sign, whole = '', fraction = '', exponent = ''] = /^(-?)0x(\d)(?:\.([\da-f]))?p([-+]\d+)$/.exec(text) ?? []
  const value = (Number(whole) + (fraction === '' ? 0 : Number.parseInt(fraction, 16) / 16)) * 2 ** Number(exponent)
  return sign === '-' ? -value : value
}

/** Value of an immediate: an expression, or the low part that a relocation names. */
function immediate(text: string, place: Place): number {
  const relocation = relocationPattern.exec(text)
  if (relocation === null) return Number(evaluate(text, place.lookup))
  const value = evaluate(relocation[2] ?? '', place.lookup)
  if (relocation[1] === 'lo') return Number(lowPart(BigInt.asIntN(64, value)))
  if (relocation[1] !== 'pcrel_lo') throw problem(`${text}: expected %lo or %pcrel_lo here`)
  const target = place.pcrelTarget(value)
  if (target === undefined) throw problem(`${text}: no %pcrel_hi at this label`)
  return Number(lowPart(target - value))
}

function upper(text: string, place: Place): number {
  const relocation = relocationPattern.exec(text)
  if (relocation !== null) {
    const value = evaluate(relocation[2] ?? '', place.lookup)
    return checkHigh(relocation[1] === 'pcrel_hi' ? value - place.pc : value)
  }
  const value = evaluate(text, place.lookup)
  if (value < -0x80000n || value > 0xfffffn) throw problem(`upper immediate ${text}: expected 0 to 0xfffff`)
  return Number(BigInt.asIntN(32, value << 12n))
}

/** Field and value of one bound operand. */
export function operandValue(word: string, text: string, place: Place): [string, number] {
  switch (word) {
    case 'rd':
    case 'rs1':
    case 'rs2':
      return [word, xNumbers.get(text) ?? 0]
    case 'fd':
    case 'fs1':
    case 'fs2':
    case 'fs3':
      return [word, fNumbers.get(text) ?? 0]
    case 'rm':
      return [word, roundingModes.indexOf(text)]
    case 'csr':
      return [word, csrNumber(text, place)]
    case 'pred':
    case 'succ':
      return [word, fence(text)]
    case 'target':
      return ['imm', Number(evaluate(text, place.lookup) - place.pc)]
    case 'upper':
      return ['imm', upper(text, place)]
    case 'constant':
      return ['uimm', fliIndex(text)]
    default:
      return [word, immediate(text, place)]
  }
}
