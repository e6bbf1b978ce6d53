/** A guest's serial line: between its rings in the core on one side, and the typist and the listeners on the other. */
import { type TypingRule, Typist, type TypistOptions, type TypistState } from '../console/typist'
import type { Core } from '../core/core'
import { GUEST_CONSOLE_IN, GUEST_CONSOLE_OUT } from '../core/layout.gen'
import { Ring } from '../core/ring'

/** Bytes under way to a listener before the guest's output is left in its ring. */
const mostBytesUnderWay = 2 ** 20

/** What is on a serial line, and who types on it. */
export interface LineState {
  typist: TypistState
  /** Typed, and not taken by the guest. */
  input: Uint8Array
  /** Written by the guest, and not delivered. */
  output: Uint8Array
}

export interface ConsoleLineOptions {
  core: Core
  guest: number
  rules: TypistOptions
  /** Under the virtual clock output is always taken, since when a listener has room is no repeatable moment. */
  mayHoldBack: boolean
  send(bytes: Uint8Array): Promise<void>
  /** The line moves again after it was held back. */
  onRoom(): void
}

export class ConsoleLine {
  readonly #options: ConsoleLineOptions
  readonly #output: Ring
  readonly #input: Ring
  #typist: Typist
  #pending: Uint8Array[] = []
  #bytesUnderWay = 0

  constructor(options: ConsoleLineOptions) {
    this.#options = options
    this.#output = new Ring(options.core, options.guest + GUEST_CONSOLE_OUT)
    this.#input = new Ring(options.core, options.guest + GUEST_CONSOLE_IN)
    this.#typist = new Typist(options.rules)
  }

  /** Forgets unread input and starts the prepared answers over: the guest starts again. */
  reset(): void {
    this.#pending = []
    this.#typist = new Typist(this.#options.rules)
  }

  save(): LineState {
    const pieces = [this.#input.peek(), ...this.#pending]
    return { typist: this.#typist.state, input: concatenated(pieces), output: this.#output.peek() }
  }

  /** Goes on from what another line saved, on rings that are empty. */
  restore({ typist, input, output }: LineState): void {
    this.#typist = new Typist(typist)
    this.#output.fill(output)
    this.#pending = input.length === 0 ? [] : [input]
    this.#fillRing()
  }

  type(rule: TypingRule): void {
    this.#typist.add(rule)
  }

  write(bytes: Uint8Array): void {
    if (bytes.length > 0) this.#pending.push(bytes)
    this.#fill()
  }

  /** After a slice: moves output out and input in. Says whether input arrived, and whether the text to stop at was seen. */
  exchange(): { hasInput: boolean; isDone: boolean } {
    const isDone = this.#drain()
    return { hasInput: this.#fill(), isDone }
  }

  #drain(): boolean {
    const { core, guest, mayHoldBack } = this.#options
    if (mayHoldBack && this.#bytesUnderWay >= mostBytesUnderWay) return false
    const bytes = this.#output.drain()
    if (bytes.length === 0) return false
    core.exports.consoleOutputDrained(guest)
    const { input, isDone } = this.#typist.observe(bytes)
    if (input !== '') this.#pending.push(new TextEncoder().encode(input))
    this.#send(bytes)
    return isDone
  }

  #send(bytes: Uint8Array): void {
    const { length } = bytes
    this.#bytesUnderWay += length
    const arrived = (): void => {
      const wasHeldBack = this.#bytesUnderWay >= mostBytesUnderWay
      this.#bytesUnderWay -= length
      if (wasHeldBack) this.#options.onRoom()
    }
    this.#options.send(bytes).then(arrived, arrived)
  }

  #fill(): boolean {
    const count = this.#fillRing()
    if (count > 0) this.#options.core.exports.consoleInputArrived(this.#options.guest)
    return count > 0
  }

  /** Bytes that went from what is pending into the ring. */
  #fillRing(): number {
    let count = 0
    for (let bytes = this.#pending[0]; bytes !== undefined; bytes = this.#pending[0]) {
      const taken = this.#input.fill(bytes)
      count += taken
      if (taken < bytes.length) {
        this.#pending[0] = bytes.subarray(taken)
        break
      }
      this.#pending.shift()
    }
    return count
  }
}

function concatenated(pieces: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of pieces) {
    out.set(piece, at)
    at += piece.length
  }
  return out
}
