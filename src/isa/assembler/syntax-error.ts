/** What is wrong with a line of assembly. */
import { VmHostError } from '../../error'

/** Thrown by the parts that do not know the line; the assembler adds it. */
export class SyntaxProblem extends Error {}

export const problem = (message: string): SyntaxProblem => new SyntaxProblem(message)

export function atLine<Result>(line: number, action: () => Result): Result {
  try {
    return action()
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error
    throw new VmHostError('ERR_SYNTAX', `line ${line}: ${error.message}`, { details: { line }, cause: error })
  }
}
