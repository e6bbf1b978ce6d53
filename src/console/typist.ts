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

/** Where a typist is in its work. */
export interface TypistState extends TypistOptions {
  /** Output in which the next patterns are looked for, and how much of it is behind the last match. */
  window: string
  typedTo: number
}

/** Output that a pattern may span; older text is forgotten. */
const windowLength = 65_536

export class Typist {
  #rules: TypingRule[]
  readonly #until: Pattern | undefined
  readonly #decoder = new TextDecoder()
  #window = ''
  #typedTo = 0

  constructor({ type = [], until, window = '', typedTo = 0 }: Partial<TypistState> = {}) {
    this.#rules = [...type]
    this.#until = until
    this.#window = window
    this.#typedTo = typedTo
  }

  /** A typist that is made from it goes on as this one does. */
  get state(): TypistState {
    const state = { type: [...this.#rules], window: this.#window, typedTo: this.#typedTo }
    return this.#until === undefined ? state : { ...state, until: this.#until }
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
