/** The core's floating point against real instructions: special values in every combination, then random ones. VMHOST_FLOAT_VECTORS sets how many. */
import { beforeAll, describe, expect, it } from 'vitest'
import { Random, seedFromEnvironment } from '../../support/random'
import { disagreements, randomQuestions, specialQuestions } from './agreement'
import { OPERATIONS } from './operations'
import { buildOracle, type Question, whyNoOracle } from './oracle'
import { Subject } from './subject'

const BATCH = 50_000
const vectors = Number(process.env.VMHOST_FLOAT_VECTORS ?? BATCH)
const seed = seedFromEnvironment(0x5eed)
/** A long run gets the time that it needs. */
const timeout = 60_000 + vectors / 5
const missing = whyNoOracle()

describe.skipIf(missing !== undefined)(
  `floating point agrees with QEMU${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  { timeout },
  () => {
    let subject: Subject
    let ask: ReturnType<typeof buildOracle>

    beforeAll(async () => {
      subject = await Subject.compile()
      ask = buildOracle()
    })

    const differences = (questions: readonly Question[]): string[] =>
      disagreements(subject, questions, ask(questions)).slice(0, 10)

    it('on special operands, alone and in pairs, in every rounding mode', () => {
      const questions = OPERATIONS.filter(({ operands }) => operands.length < 3).flatMap((operation) => [
        ...specialQuestions(operation, (values) => values),
      ])
      expect(differences(questions.filter((_, index) => index % thinning(questions.length) === 0))).toEqual([])
    })

    it('on triples of special operands of the fused instructions, in every rounding mode', () => {
      const questions = OPERATIONS.filter(({ operands }) => operands.length === 3).flatMap((operation) => [
        ...specialQuestions(operation, (values) => values.filter((_, index) => index % 18 === 0)),
      ])
      expect(differences(questions.filter((_, index) => index % thinning(questions.length) === 0))).toEqual([])
    })

    it(`on ${vectors} random operands from seed ${seed}`, () => {
      const random = new Random(seed)
      for (let done = 0; done < vectors; done += BATCH) {
        expect(
          differences(randomQuestions(random, Math.min(BATCH, vectors - done))),
          `seed ${seed}, vectors from ${done}`,
        ).toEqual([])
      }
    })

    /** A quick run asks a prime fraction of the combinations, so that no operand or mode is left out; a long one asks all. */
    const thinning = (count: number): number => (vectors > BATCH || count <= BATCH ? 1 : 13)
  },
)
