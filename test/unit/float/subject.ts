/** The core's floating-point functions, compiled alone, and one call shape for all of them. */
import { compileAssembly } from '../../support/assembly'
import type { Answer, Question } from './oracle'

const SOURCE = `
import { Hart } from './assembly/abi/layout.gen'
export * from './assembly/hart/float/index'
export function setFloatState(hart: Hart, frm: u32, fflags: u32): void {
  hart.frm = frm
  hart.fflags = fflags
}
export function fflagsOf(hart: Hart): u32 {
  return hart.fflags
}
`

/** The hart lies beyond the static data. */
const HART = 65536

type Instruction = (...values: (bigint | number)[]) => bigint | number

interface FloatExports {
  readonly setFloatState: (hart: number, frm: number, fflags: number) => void
  readonly fflagsOf: (hart: number) => number
  readonly [instruction: string]: unknown
}

const WORD = (1n << 64n) - 1n

export class Subject {
  readonly #exports: FloatExports

  constructor(exports: FloatExports) {
    this.#exports = exports
  }

  static async compile(): Promise<Subject> {
    const { exports } = await compileAssembly<FloatExports>('float-subject.ts', { source: SOURCE })
    return new Subject(exports)
  }

  /** Calls a function that takes no hart. */
  pure(name: string, ...values: (bigint | number)[]): bigint {
    return BigInt((this.#exports[name] as Instruction)(...values)) & WORD
  }

  /** Executes the instruction with these `frm` and `fflags` beforehand. */
  execute({ operation, rm, operands }: Question, state: { frm: number; fflags: number }): Answer {
    this.#exports.setFloatState(HART, state.frm, state.fflags)
    const values: (bigint | number)[] = operation.isFlagged ? [HART, ...operands] : [...operands]
    if (operation.isRounded) values.push(rm)
    const result = this.pure(operation.name, ...values)
    return { result, fflags: this.#exports.fflagsOf(HART) }
  }
}
