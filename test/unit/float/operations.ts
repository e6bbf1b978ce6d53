/** The floating-point operations under test: how each is called, and the RISC-V instruction that the oracle executes for it. */

export type Format = 'h' | 's' | 'd'

/** What an operand or a result is: a format's value in an f register, or an integer in an x register. */
export type Kind = Format | 'x'

export interface Operation {
  readonly name: string
  readonly operands: readonly Kind[]
  readonly result: Kind
  /** Takes the instruction's rounding mode. */
  readonly isRounded: boolean
  /** Can raise flags, and so takes the hart. */
  readonly isFlagged: boolean
  /** Of Zfa, which the oracle composes from instructions of the older extensions. */
  readonly isComposed: boolean
}

const FORMATS: readonly Format[] = ['s', 'd', 'h']
const INTEGERS = ['w', 'wu', 'l', 'lu'] as const

const COMPOSED = /^(f(min|max)m|f(le|lt)q|fround|froundnx|fcvtmod)_/

function operation(
  name: string,
  operands: readonly Kind[],
  result: Kind,
  traits: { rounded?: boolean; pure?: boolean } = {},
): Operation {
  const { rounded = false, pure = false } = traits
  return { name, operands, result, isRounded: rounded, isFlagged: !pure, isComposed: COMPOSED.test(name) }
}

function operationsOf(format: Format): Operation[] {
  const rounded = { rounded: true }
  const two = [format, format] as const
  const three = [format, format, format] as const
  const named = (names: string): string[] => names.split(' ').map((name) => `${name}_${format}`)
  return [
    ...named('fadd fsub fmul fdiv').map((name) => operation(name, two, format, rounded)),
    operation(`fsqrt_${format}`, [format], format, rounded),
    ...named('fmadd fmsub fnmsub fnmadd').map((name) => operation(name, three, format, rounded)),
    ...named('fsgnj fsgnjn fsgnjx').map((name) => operation(name, two, format, { pure: true })),
    ...named('fmin fmax fminm fmaxm').map((name) => operation(name, two, format)),
    ...named('feq flt fle fltq fleq').map((name) => operation(name, two, 'x')),
    operation(`fclass_${format}`, [format], 'x', { pure: true }),
    ...named('fround froundnx').map((name) => operation(name, [format], format, rounded)),
    ...INTEGERS.map((integer) => operation(`fcvt_${integer}_${format}`, [format], 'x', rounded)),
    ...INTEGERS.map((integer) => operation(`fcvt_${format}_${integer}`, ['x'], format, rounded)),
    ...FORMATS.filter((to) => to !== format).map((to) => operation(`fcvt_${to}_${format}`, [format], to, rounded)),
  ]
}

export const OPERATIONS: readonly Operation[] = [...FORMATS.flatMap(operationsOf), operation('fcvtmod_w_d', ['d'], 'x')]
