/** What a guest wrote to its console: the recent text for searching, and the bytes for everybody who listens. */
import { VmHostError } from '../error'
import { endOfMatch, type Pattern, showPattern } from './pattern'

/** Bytes kept for listeners that come late, and characters kept for `waitFor`. */
const keptBytes = 2 ** 20
const keptCharacters = 2 ** 20

/** Takes bytes; a promise that it returns holds the guest's output back until the listener has room. */
export type OutputListener = (bytes: Uint8Array) => void | Promise<void>

interface Waiter {
  pattern: Pattern
  resolve(text: string): void
  reject(error: unknown): void
}

export class OutputLog {
  readonly #decoder = new TextDecoder()
  readonly #listeners = new Set<OutputListener>()
  readonly #endListeners = new Set<() => void>()
  #waiters: Waiter[] = []
  #chunks: Uint8Array[] = []
  #bytes = 0
  #text = ''
  /** `waitFor` looks behind what the one before it found. */
  #cursor = 0
  #end: string | undefined

  /** Takes new output; resolves when every listener has room for more. */
  async push(bytes: Uint8Array): Promise<void> {
    this.#keep(bytes)
    this.#text += this.#decoder.decode(bytes, { stream: true })
    this.#serveWaiters()
    this.#forgetText()
    await Promise.all([...this.#listeners].map((listener) => listener(bytes)))
  }

  /** No output comes any more, because of `reason`. */
  end(reason: string): void {
    this.#end = reason
    for (const waiter of this.#waiters.splice(0)) waiter.reject(this.#missed(waiter.pattern, reason))
    for (const listener of [...this.#endListeners]) listener()
  }

  /** The guest starts again, and output may come. */
  reopen(): void {
    this.#end = undefined
  }

  /** Hands over what is kept, and then everything that comes; the returned function ends that. */
  subscribe(listener: OutputListener, onEnd: () => void): () => void {
    for (const chunk of this.#chunks) void listener(chunk)
    if (this.#end !== undefined) {
      onEnd()
      return () => {}
    }
    this.#listeners.add(listener)
    this.#endListeners.add(onEnd)
    return () => {
      this.#listeners.delete(listener)
      this.#endListeners.delete(onEnd)
    }
  }

  /** Resolves with the text up to the end of the match. */
  waitFor(pattern: Pattern, signal: AbortSignal): Promise<string> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason)
      const waiter: Waiter = { pattern, resolve, reject }
      this.#waiters.push(waiter)
      this.#serveWaiters()
      if (!this.#waiters.includes(waiter)) return
      if (this.#end !== undefined) return this.#refuse(waiter, this.#missed(pattern, this.#end))
      signal.addEventListener('abort', () => this.#refuse(waiter, signal.reason), { once: true })
    })
  }

  /** The last lines on the console, for messages. */
  get tail(): string {
    return this.#text.slice(-400)
  }

  #refuse(waiter: Waiter, reason: unknown): void {
    this.#waiters = this.#waiters.filter((other) => other !== waiter)
    waiter.reject(reason)
  }

  #serveWaiters(): void {
    for (let waiter = this.#waiters[0]; waiter !== undefined; waiter = this.#waiters[0]) {
      const end = endOfMatch(waiter.pattern, this.#text, this.#cursor)
      if (end < 0) return
      this.#waiters.shift()
      waiter.resolve(this.#text.slice(this.#cursor, end))
      this.#cursor = end
    }
  }

  #keep(bytes: Uint8Array): void {
    this.#chunks.push(bytes)
    this.#bytes += bytes.length
    while (this.#bytes > keptBytes) this.#bytes -= this.#chunks.shift()?.length ?? this.#bytes
  }

  #forgetText(): void {
    const excess = this.#text.length - keptCharacters
    if (excess <= 0) return
    this.#text = this.#text.slice(excess)
    this.#cursor = Math.max(0, this.#cursor - excess)
  }

  #missed(pattern: Pattern, reason: string): VmHostError {
    const message = `console: ${showPattern(pattern)} was not seen, ${reason}; it ends with ${JSON.stringify(this.tail)}`
    return new VmHostError('ERR_INVALID_STATE', message)
  }
}
