/** An instruction row: encoding, assembly syntax, extensions and semantics (or expansion) in one place. */
import { type Encoding, parseEncoding } from './encoding'
import { extensionNamed } from './extensions'
import { everyExpression, type Statement } from './semantics'

/** A compressed instruction is another one with operands filled in: a field's name, or its value. */
export interface Expansion {
  readonly to: string
  readonly operands: Readonly<Record<string, string | number>>
}

export interface Row {
  /** Mnemonic; an `N` in it stands for the immediate. */
  readonly name: string
  readonly pattern: string
  readonly encoding: Encoding
  /** Operands in binutils' order: field names and punctuation. */
  readonly syntax: string
  /** Any of these sets of extensions makes the row available. */
  readonly extensions: readonly (readonly string[])[]
  readonly semantics: readonly Statement[]
  readonly expansion: Expansion | undefined
  /** Name of the row whose encodings this one only gives a meaning to; it changes nothing in decoding. */
  readonly hintOf: string | undefined
  readonly flags: Flags
}

/** What can be said of an instruction from its semantics. */
export interface Flags {
  readonly endsBlock: boolean
  readonly mayTrap: boolean
  readonly readsPc: boolean
  readonly readsMemory: boolean
  readonly writesMemory: boolean
  readonly usesFloat: boolean
  readonly writesFloatState: boolean
  /** Printed into the main loop, not into the out-of-line switch. */
  readonly isHot: boolean
}

const isFlow = (statement: Statement): boolean => ['branch', 'jump', 'jumpIndirect'].includes(statement.kind)

function flagsOf(semantics: readonly Statement[]): Flags {
  const expressions = everyExpression(semantics)
  const calls = expressions.flatMap((expression) => (expression.kind === 'call' ? [expression.helper] : []))
  const has = (kind: Statement['kind']): boolean => semantics.some((statement) => statement.kind === kind)
  const writesF = semantics.some(
    (statement) => (statement.kind === 'set' || statement.kind === 'load') && statement.field === 'fd',
  )
  const raises = calls.some((helper) => helper.raisesFlags)
  const atomic = calls.some((helper) => helper.module === 'atomic')
  return {
    endsBlock: semantics.some(isFlow) || calls.some((helper) => helper.module === 'system' || helper.module === 'csr'),
    mayTrap: has('load') || has('store') || calls.some((helper) => helper.mayLeave),
    readsPc: expressions.some((expression) => expression.kind === 'pc') || semantics.some(isFlow),
    readsMemory: has('load') || atomic,
    writesMemory: has('store') || atomic,
    usesFloat:
      writesF ||
      raises ||
      expressions.some((expression) => expression.kind === 'f') ||
      calls.some((helper) => helper.module.startsWith('float')),
    writesFloatState: writesF || raises,
    isHot: calls.every((helper) => helper.isHot),
  }
}

/** `c+d|zcd`: alternatives of sets. */
function parseExtensions(name: string, text: string): string[][] {
  const sets = text.split('|').map((set) => set.split('+'))
  for (const extension of sets.flat()) {
    if (extensionNamed(extension) === undefined) throw new Error(`${name}: no extension ${extension}`)
  }
  return sets
}

export type Define = (name: string, pattern: string, syntax: string, ...semantics: Statement[]) => Row

/** A definer of rows that all need the same extensions. */
export function rowsOf(extensions: string): Define {
  return (name, pattern, syntax, ...semantics) => ({
    name,
    pattern,
    encoding: parseEncoding(name, pattern),
    syntax,
    extensions: parseExtensions(name, extensions),
    semantics,
    expansion: undefined,
    hintOf: undefined,
    flags: flagsOf(semantics),
  })
}

export type DefineCompressed = (name: string, pattern: string, syntax: string, expansion: string) => Row

/** `addi rd=rd rs1=rd imm=imm`, or shorter `addi rd rs1=rd imm`; a number is a fixed operand. */
function parseExpansion(text: string): Expansion {
  const [to = '', ...parts] = text.split(/\s+/)
  const operands = parts.map((part): [string, string | number] => {
    const [field = '', source = field] = part.split('=')
    return [field, /^-?\d+$/.test(source) ? Number(source) : source]
  })
  return { to, operands: Object.fromEntries(operands) }
}

/** A definer of rows that are encodings of other rows. */
export function compressedOf(extensions: string): DefineCompressed {
  const define = rowsOf(extensions)
  return (name, pattern, syntax, expansion) => ({ ...define(name, pattern, syntax), expansion: parseExpansion(expansion) })
}

/** A definer of hints: encodings of `parent` that have a name of their own and no effect. */
export function hintsOf(extensions: string): (name: string, pattern: string, syntax: string, parent: string) => Row {
  const define = rowsOf(extensions)
  return (name, pattern, syntax, parent) => ({ ...define(name, pattern, syntax), hintOf: parent })
}
