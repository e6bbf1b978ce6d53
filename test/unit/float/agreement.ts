/** Compares the core's answers with the oracle's, with NX clear and with NX set beforehand, which take different paths. */
import type { Random } from '../../support/random'
import { OPERATIONS, type Operation } from './operations'
import type { Answer, Question } from './oracle'
import type { Subject } from './subject'
import { randomOperands, specialValues } from './values'

const NX = 1
const DYNAMIC = 7
const MODES = [0, 1, 2, 3, 4] as const

/** The modes in which an operation is worth asking: all, or any one when it does not round. */
export const modesOf = (operation: Operation): readonly number[] => (operation.isRounded ? MODES : [0])

/** Every operation on random operands in turn, each with a random mode. */
export function randomQuestions(random: Random, count: number): Question[] {
  return Array.from({ length: count }, (_, index) => {
    const operation = OPERATIONS[index % OPERATIONS.length] as Operation
    return { operation, rm: random.pick(modesOf(operation)), operands: randomOperands(random, operation.operands) }
  })
}

/** All special values of one operand, all pairs of two; `thirds` of three operands come from the list given. */
export function* specialQuestions(
  operation: Operation,
  thirds: (values: readonly bigint[]) => readonly bigint[],
): Generator<Question> {
  const [first, second, third] = operation.operands.map(specialValues)
  for (const rm of modesOf(operation)) {
    for (const a of first ?? []) {
      for (const b of second ?? [0n]) {
        for (const c of third === undefined ? [0n] : thirds(third)) {
          yield { operation, rm, operands: [a, b, c].slice(0, operation.operands.length) }
        }
      }
    }
  }
}

const hex = (value: bigint): string => `0x${value.toString(16).padStart(16, '0')}`

const show = ({ result, fflags }: Answer): string => `${hex(result)} fflags ${fflags}`

/** A line for each answer of the core that differs from the oracle's, in static or dynamic mode, with NX clear or set. */
export function disagreements(subject: Subject, questions: readonly Question[], answers: readonly Answer[]): string[] {
  return questions.flatMap((question, index) => {
    const expected = answers[index] as Answer
    return [0, NX].flatMap((fflags) => {
      const isDynamic = question.operation.isRounded && (index & 1) === 1
      const asked = isDynamic ? { ...question, rm: DYNAMIC } : question
      const actual = subject.execute(asked, { frm: isDynamic ? question.rm : DYNAMIC, fflags })
      const wanted = { result: expected.result, fflags: expected.fflags | fflags }
      if (actual.result === wanted.result && actual.fflags === wanted.fflags) return []
      const operands = question.operands.map(hex).join(', ')
      return [
        `${question.operation.name}(${operands}) rm ${question.rm}, fflags ${fflags} before: ${show(actual)}, expected ${show(wanted)}`,
      ]
    })
  })
}
