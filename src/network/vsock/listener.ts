/** A port of the host that guests' programs connect to. */
import type { VsockStream } from './connection'

/** Connections that nobody has taken yet; further ones are refused. */
const backlog = 128

/** Gives connections in the order in which they came, until it is closed. */
export class VsockListener implements AsyncIterable<VsockStream> {
  readonly port: number
  readonly #onClose: () => void
  readonly #waiting: VsockStream[] = []
  #wake: (() => void) | undefined
  #isClosed = false

  constructor(port: number, onClose: () => void) {
    this.port = port
    this.#onClose = onClose
  }

  get isFull(): boolean {
    return this.#waiting.length >= backlog
  }

  add(stream: VsockStream): void {
    this.#waiting.push(stream)
    this.#wake?.()
  }

  /** The next connection; undefined when the listener is closed. */
  async accept(): Promise<VsockStream | undefined> {
    while (this.#waiting.length === 0 && !this.#isClosed) {
      await new Promise<void>((resolve) => {
        const others = this.#wake
        this.#wake = () => {
          others?.()
          resolve()
        }
      })
    }
    return this.#waiting.shift()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<VsockStream> {
    for (let stream = await this.accept(); stream !== undefined; stream = await this.accept()) yield stream
  }

  /** Further connections are refused, and those that nobody took are reset. Others go on. */
  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    for (const stream of this.#waiting.splice(0)) stream.abort()
    this.#wake?.()
    this.#onClose()
  }
}
