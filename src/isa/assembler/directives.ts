/** Directives that put data or padding into the current section. */
import { unescapeString } from './expression'
import { problem } from './syntax-error'

/** What a directive may ask of and do to the assembly. */
export interface DirectiveContext {
  /** A value that must be known at once. */
  constant(text: string): bigint
  /** Appends a value of this many bytes, known at the latest at the end. */
  value(text: string, size: number): void
  bytes(bytes: Uint8Array): void
  zeroes(count: number): void
  align(alignment: number, fill: number | undefined): void
  offset(): number
}

type Directive = (context: DirectiveContext, operands: readonly string[]) => void

const values =
  (size: number): Directive =>
  (context, operands) => {
    for (const text of operands) context.value(text, size)
  }

const strings =
  (terminator: readonly number[]): Directive =>
  (context, operands) => {
    for (const text of operands) context.bytes(Uint8Array.from([...unescapeString(text), ...terminator]))
  }

const count = (value: bigint, what: string): number => {
  if (value < 0n || value > 0x10000000n) throw problem(`${what} is ${value}, expected 0 to 256 MiB`)
  return Number(value)
}

const space: Directive = (context, [size = '0', fill = '0']) => {
  const bytes = count(context.constant(size), 'size')
  const value = Number(BigInt.asUintN(8, context.constant(fill)))
  if (value === 0) context.zeroes(bytes)
  else context.bytes(new Uint8Array(bytes).fill(value))
}

const fill: Directive = (context, [repeat = '0', size = '1', value = '0']) => {
  const bytes = count(context.constant(size), 'size')
  for (let left = count(context.constant(repeat), 'repeat'); left > 0; left--) context.value(value, Math.min(bytes, 8))
}

function alignTo(context: DirectiveContext, alignment: bigint, padding: string | undefined): void {
  const bytes = count(alignment, 'alignment')
  if (bytes === 0 || (bytes & (bytes - 1)) !== 0) throw problem(`alignment is ${bytes}, expected a power of two`)
  context.align(bytes, padding === undefined || padding === '' ? undefined : Number(BigInt.asUintN(8, context.constant(padding))))
}

const alignPower: Directive = (context, [power = '0', padding]) =>
  alignTo(context, 1n << BigInt(count(context.constant(power), 'alignment')), padding)
const alignBytes: Directive = (context, [bytes = '1', padding]) => alignTo(context, context.constant(bytes), padding)

const origin: Directive = (context, [offset = '0']) => {
  const target = count(context.constant(offset), 'offset')
  if (target < context.offset()) throw problem(`.org ${target} lies before the current offset ${context.offset()}`)
  context.zeroes(target - context.offset())
}

export const directives: ReadonlyMap<string, Directive> = new Map<string, Directive>([
  ['.byte', values(1)],
  ['.half', values(2)],
  ['.short', values(2)],
  ['.2byte', values(2)],
  ['.word', values(4)],
  ['.long', values(4)],
  ['.4byte', values(4)],
  ['.dword', values(8)],
  ['.quad', values(8)],
  ['.8byte', values(8)],
  ['.ascii', strings([])],
  ['.asciz', strings([0])],
  ['.string', strings([0])],
  ['.zero', space],
  ['.space', space],
  ['.skip', space],
  ['.fill', fill],
  ['.align', alignPower],
  ['.p2align', alignPower],
  ['.balign', alignBytes],
  ['.org', origin],
])

/** Directives that say nothing about the bytes. */
export const ignoredDirectives: ReadonlySet<string> = new Set([
  '.globl',
  '.global',
  '.local',
  '.weak',
  '.hidden',
  '.type',
  '.size',
  '.file',
  '.ident',
  '.attribute',
  '.loc',
  '.cfi_startproc',
  '.cfi_endproc',
])
