/** Writes the privileged parts of sequences: instructions by name, and 64-bit literals that lie beside what the sequence starts with. */
import { rowNamed } from '../../src/spec/isa'
import type { Random } from '../support/random'
import { encode, instructionOf, randomDraft } from './random-instruction'
import type { Instruction } from './sequence'

/** Holds a literal from its load to its use; no random instruction of these modes writes it. */
export const TEMPORARY = 31
/** Points at the literals. */
export const LITERAL_BASE = 9

const instructionBytes = (list: readonly Instruction[]): number => list.reduce((sum, { length }) => sum + length, 0)

export class CodeWriter {
  readonly instructions: Instruction[] = []
  readonly literals: bigint[] = []

  emit(name: string, fields: Readonly<Record<string, number>> = {}): this {
    this.instructions.push(encode(name, fields))
    return this
  }

  append(...instructions: readonly Instruction[]): this {
    this.instructions.push(...instructions)
    return this
  }

  random(random: Random, name: string, fixed: Readonly<Record<string, number>> = {}): this {
    return this.append(instructionOf(randomDraft(random, rowNamed(name), fixed)))
  }

  /** Loads a literal into a register; not for code whose loads are translated. */
  literal(value: bigint, rd = TEMPORARY): this {
    const offset = 8 * this.literals.length
    this.literals.push(BigInt.asUintN(64, value))
    return this.emit('ld', { rd, rs1: LITERAL_BASE, imm: offset })
  }

  writeCsr(csr: number, value: bigint): this {
    return this.literal(value).emit('csrrw', { rd: 0, rs1: TEMPORARY, csr })
  }

  /** Puts the address behind `body` into a register, then writes the body. */
  withAddressBehind(register: number, body: (writer: CodeWriter) => void): this {
    const inner = new CodeWriter()
    body(inner)
    if (inner.literals.length > 0) throw new RangeError('withAddressBehind: the body has literals, expected none')
    this.emit('auipc', { rd: register, imm: 0 })
    this.emit('addi', { rd: register, rs1: register, imm: 12 + instructionBytes(inner.instructions) })
    this.append(...inner.instructions)
    // Two jumps, the second of them backwards to the first: what follows becomes hot.
    return this.emit('jal', { rd: 0, imm: 8 }).emit('jal', { rd: 0, imm: -4 })
  }

  /** Goes on behind the return instruction, in the mode that mstatus holds for it. */
  returnHere(name: 'mret' | 'sret', exceptionPc: number): this {
    return this.withAddressBehind(TEMPORARY, (body) => body.emit('csrrw', { rd: 0, rs1: TEMPORARY, csr: exceptionPc }).emit(name))
  }
}
