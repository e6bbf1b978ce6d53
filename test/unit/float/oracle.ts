/** The oracle: `oracle.c` built for riscv64 and run by QEMU's user mode. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { OPERATIONS, type Operation } from './operations'

const SOURCE = join(import.meta.dirname, 'oracle.c')
const BUILD = resolve(import.meta.dirname, '../../../build/test/float-oracle')
const COMPILER = 'riscv64-linux-gnu-gcc'
const EMULATOR = 'qemu-riscv64'
/** QEMU 7.2 has Zfh, but turns it on only when asked. */
const CPU = 'rv64,Zfh=true,Zfhmin=true'

export interface Question {
  readonly operation: Operation
  readonly rm: number
  readonly operands: readonly bigint[]
}

export interface Answer {
  readonly result: bigint
  readonly fflags: number
}

const QUESTION_BYTES = 32
const ANSWER_BYTES = 16

const runs = (program: string): boolean => spawnSync(program, ['--version']).status === 0

/** Why there is no oracle on this machine, or undefined when there is one. */
export function whyNoOracle(): string | undefined {
  const missing = [COMPILER, EMULATOR].filter((program) => !runs(program))
  return missing.length === 0 ? undefined : `${missing.join(' and ')} not found`
}

/** The instruction's text with its operands in ft0, ft1 and ft2, or in %[a] when it is an integer. */
function instructionText({ name, operands, result }: Operation): string {
  const sources = operands.map((kind, index) => (kind === 'x' ? '%[a]' : `ft${index}`))
  return `${name.replaceAll('_', '.')} ${[result === 'x' ? '%[x]' : 'ft3', ...sources].join(', ')}`
}

function declaration(operation: Operation, index: number): string {
  if (operation.isComposed) return `COMPOSED(${index}, ${operation.name})`
  return `${operation.result === 'x' ? 'OPERATION_X' : 'OPERATION'}(${index}, "${instructionText(operation)}")`
}

/** Builds the oracle and returns a function that asks it. */
export function buildOracle(): (questions: readonly Question[]) => Answer[] {
  mkdirSync(BUILD, { recursive: true })
  writeFileSync(join(BUILD, 'operations.h'), `${OPERATIONS.map(declaration).join('\n')}\n`)
  const program = join(BUILD, 'oracle')
  const options = ['-O1', '-static', '-march=rv64gc_zfh', '-I', BUILD, '-o', program, SOURCE, '-lm']
  const built = spawnSync(COMPILER, options, { encoding: 'utf8' })
  if (built.status !== 0) throw new Error(`the oracle does not compile:\n${built.stderr}`)
  return (questions) => ask(program, questions)
}

function ask(program: string, questions: readonly Question[]): Answer[] {
  const answered = spawnSync(EMULATOR, ['-cpu', CPU, program], {
    input: encode(questions),
    maxBuffer: questions.length * ANSWER_BYTES + 1,
  })
  if (answered.status !== 0 || answered.stdout.length !== questions.length * ANSWER_BYTES) {
    throw new Error(`the oracle failed with status ${answered.status}: ${answered.stderr}`)
  }
  return decode(answered.stdout)
}

function encode(questions: readonly Question[]): Buffer {
  const input = Buffer.alloc(questions.length * QUESTION_BYTES)
  questions.forEach(({ operation, rm, operands }, index) => {
    const at = index * QUESTION_BYTES
    input.writeUInt32LE(OPERATIONS.indexOf(operation), at)
    input.writeUInt32LE(rm, at + 4)
    operands.forEach((operand, position) => {
      input.writeBigUInt64LE(operand, at + 8 + 8 * position)
    })
  })
  return input
}

function decode(output: Buffer): Answer[] {
  return Array.from({ length: output.length / ANSWER_BYTES }, (_, index) => ({
    result: output.readBigUInt64LE(index * ANSWER_BYTES),
    fflags: Number(output.readBigUInt64LE(index * ANSWER_BYTES + 8)),
  }))
}
