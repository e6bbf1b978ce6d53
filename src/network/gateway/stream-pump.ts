/** Ties a TCP endpoint to a stream of the outside: both directions flow as fast as the slower side takes them. */
import type { ByteStream } from './outside'
import type { TcpEndpoint } from './tcp-endpoint'

export class StreamPump {
  readonly #endpoint: TcpEndpoint
  readonly #stream: ByteStream
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>
  #roomWanted: (() => void) | undefined
  #waiting: Uint8Array[] = []
  #isWriting = false
  #isEnding = false

  constructor(endpoint: TcpEndpoint, stream: ByteStream) {
    this.#endpoint = endpoint
    this.#stream = stream
    this.#writer = stream.writable.getWriter()
    this.#writer.closed.catch(() => endpoint.abort())
    void this.#pump()
  }

  /** Bytes of the guest; while some are being written, others wait, and are written together. */
  data(bytes: Uint8Array): void {
    this.#waiting.push(bytes.slice())
    if (!this.#isWriting) void this.#write()
  }

  /** The guest sends no more. */
  end(): void {
    this.#isEnding = true
    if (!this.#isWriting) void this.#write()
  }

  async #write(): Promise<void> {
    this.#isWriting = true
    try {
      // What came with the first segment is there in a moment.
      await Promise.resolve()
      while (this.#waiting.length > 0) {
        const bytes = joined(this.#waiting.splice(0))
        await this.#writer.write(bytes)
        this.#endpoint.consume(bytes.length)
      }
      this.#isWriting = false
      if (this.#isEnding) await this.#writer.close()
    } catch {
      this.#endpoint.abort()
    }
  }

  /** The endpoint takes more. */
  room(): void {
    this.#roomWanted?.()
    this.#roomWanted = undefined
  }

  /** The connection with the guest is no more. */
  closed(isReset: boolean): void {
    if (isReset) this.#stream.abort()
    this.room()
  }

  async #pump(): Promise<void> {
    const reader = this.#stream.readable.getReader()
    try {
      for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
        this.#endpoint.write(chunk.value)
        if (!this.#endpoint.hasRoom && !this.#endpoint.isClosed)
          await new Promise<void>((resolve) => (this.#roomWanted = resolve))
        if (this.#endpoint.isClosed) return this.#stream.abort()
      }
      this.#endpoint.end()
    } catch {
      this.#endpoint.abort()
    }
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1 && parts[0] !== undefined) return parts[0]
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
