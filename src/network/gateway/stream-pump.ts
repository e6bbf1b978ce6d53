/** Ties a TCP endpoint to a stream of the outside: both directions flow as fast as the slower side takes them. */
import type { ByteStream } from './outside'
import type { TcpEndpoint } from './tcp-endpoint'

export class StreamPump {
  readonly #endpoint: TcpEndpoint
  readonly #stream: ByteStream
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>
  #roomWanted: (() => void) | undefined

  constructor(endpoint: TcpEndpoint, stream: ByteStream) {
    this.#endpoint = endpoint
    this.#stream = stream
    this.#writer = stream.writable.getWriter()
    this.#writer.closed.catch(() => endpoint.abort())
    void this.#pump()
  }

  /** Bytes of the guest. */
  data(bytes: Uint8Array): void {
    this.#writer.write(bytes.slice()).then(
      () => this.#endpoint.consume(bytes.length),
      () => this.#endpoint.abort(),
    )
  }

  /** The guest sends no more. */
  end(): void {
    this.#writer.close().catch(() => this.#endpoint.abort())
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
