/**
 * Types prepared answers when the console shows their prompts. It works where the guest runs, between slices that are counted in
 * instructions, so that under the virtual clock the same input arrives at the same instruction in every run.
 */
import { endOfMatch, type Pattern } from './pattern'

/** Types `text` once the console shows `after`; rules are taken in order, each looks behind the match of the one before. */
export interface TypingRule {
  text: string
  after: Pattern
}

export interface TypistOptions {
  type?: readonly TypingRule[]
  /** The guest is stopped when the console shows this. */
  until?: Pattern
}

/** Output that a pattern may span; older text is forgotten. */
const windowLength = 65_536

export class Typist {
  #rules: TypingRule[]
  readonly #until: Pattern | undefined
  readonly #decoder = new TextDecoder()
  #window = ''
  #typedTo = 0

  constructor({ type = [], until }: TypistOptions = {}) {
    this.#rules = [...type]
    this.#until = until
  }

  add(rule: TypingRule): void {
    this.#rules.push(rule)
  }

  /** Takes new output; returns what to type now, and whether the text to stop at was seen. */
  observe(output: Uint8Array): { input: string; isDone: boolean } {
    this.#window += this.#decoder.decode(output, { stream: true })
    const input = this.#answers()
    const isDone = this.#until !== undefined && endOfMatch(this.#until, this.#window, 0) >= 0
    this.#forget()
    return { input, isDone }
  }

  #answers(): string {
    let input = ''
    for (let rule = this.#rules[0]; rule !== undefined; rule = this.#rules[0]) {
      const end = endOfMatch(rule.after, this.#window, this.#typedTo)
      if (end < 0) break
      this.#typedTo = end
      input += rule.text
      this.#rules.shift()
    }
    return input
  }

  #forget(): void {
    const excess = this.#window.length - windowLength
    if (excess <= 0) return
    this.#window = this.#window.slice(excess)
    this.#typedTo = Math.max(0, this.#typedTo - excess)
  }
}
