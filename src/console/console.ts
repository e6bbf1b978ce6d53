/** A guest's serial console as the embedding program sees it: web streams, lines, and expect-like waiting. */
import { VmHostError } from '../error'
import { afterDelay } from '../platform/event-loop'
import { lines } from './lines'
import type { OutputListener, OutputLog } from './output-log'
import { type Pattern, showPattern } from './pattern'
import type { TypingRule } from './typist'

export interface WaitOptions {
  /** Give up after so many milliseconds with ERR_TIMEOUT; default: wait as long as the guest runs. */
  timeoutMs?: number
  signal?: AbortSignal
}

/** What a console writes to: the guest's input, wherever the guest lives. */
export interface ConsoleInput {
  write(bytes: Uint8Array): Promise<void>
  type(rule: TypingRule): Promise<void>
}

export class GuestConsole {
  readonly #log: OutputLog
  readonly #input: ConsoleInput
  #readable: ReadableStream<Uint8Array> | undefined
  #writable: WritableStream<Uint8Array | string> | undefined

  constructor(log: OutputLog, input: ConsoleInput) {
    this.#log = log
    this.#input = input
  }

  /**
   * Everything that the guest writes, from the last MiB before the first use on; it closes when the guest ends. A guest on
   * the real clock waits for a slow reader as it would for a serial line with flow control.
   */
  get readable(): ReadableStream<Uint8Array> {
    this.#readable ??= outputStream(this.#log)
    return this.#readable
  }

  /** The guest's input. Nothing is lost: what the guest does not take yet is kept. */
  get writable(): WritableStream<Uint8Array | string> {
    this.#writable ??= new WritableStream({ write: (chunk) => this.write(chunk) })
    return this.#writable
  }

  /** Types `text` (UTF-8) or raw bytes; resolves when they wait in the guest's serial line. */
  write(text: string | Uint8Array): Promise<void> {
    return this.#input.write(typeof text === 'string' ? new TextEncoder().encode(text) : text)
  }

  /** Types `text` once the console shows `after`, at an instruction that is the same in every run under the virtual clock. */
  type(rule: TypingRule): Promise<void> {
    return this.#input.type(rule)
  }

  /**
   * Resolves when the console shows `pattern`, with the text since the last match up to the end of this one.
   *
   *     await guest.console.waitFor('login:', { timeoutMs: 60_000 })
   */
  async waitFor(pattern: Pattern, { timeoutMs, signal }: WaitOptions = {}): Promise<string> {
    const giveUp = new AbortController()
    const cancelTimer =
      timeoutMs === undefined ? () => {} : afterDelay(timeoutMs, () => giveUp.abort(this.#timedOut(pattern, timeoutMs)))
    const abort = (): void =>
      giveUp.abort(new VmHostError('ERR_ABORTED', `console: waiting for ${showPattern(pattern)} was aborted`))
    if (signal?.aborted === true) abort()
    signal?.addEventListener('abort', abort, { once: true })
    try {
      return await this.#log.waitFor(pattern, giveUp.signal)
    } finally {
      cancelTimer()
      signal?.removeEventListener('abort', abort)
    }
  }

  /**
   * Hands the console to a display: what is kept, then everything that comes. A promise that `display` returns holds the guest
   * back until it resolves. The returned function ends that.
   */
  show(display: OutputListener): () => void {
    return this.#log.subscribe(display, () => {})
  }

  /** The console's lines without their ends, until the guest ends. */
  lines(): AsyncIterable<string> {
    return lines(outputStream(this.#log))
  }

  #timedOut(pattern: Pattern, timeoutMs: number): VmHostError {
    const message = `console: ${showPattern(pattern)} was not seen within ${timeoutMs} ms; it ends with ${JSON.stringify(this.#log.tail)}`
    return new VmHostError('ERR_TIMEOUT', message, { details: { timeoutMs } })
  }
}

/** Bytes that a reader may leave unread before the guest is held back. */
const highWaterMark = 2 ** 20

function outputStream(log: OutputLog): ReadableStream<Uint8Array> {
  let unsubscribe = (): void => {}
  let release = (): void => {}
  let room = Promise.resolve()
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const push = (bytes: Uint8Array): Promise<void> => {
          controller.enqueue(bytes)
          if ((controller.desiredSize ?? 1) <= 0) room = new Promise((resolve) => (release = resolve))
          return room
        }
        const close = (): void => {
          unsubscribe()
          release()
          controller.close()
        }
        unsubscribe = log.subscribe(push, close)
      },
      pull: () => release(),
      cancel() {
        unsubscribe()
        release()
      },
    },
    { highWaterMark, size: (chunk) => chunk?.length ?? 0 },
  )
}
