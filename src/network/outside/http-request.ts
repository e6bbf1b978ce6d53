/** Cuts a stream of bytes into HTTP/1.1 requests (RFC 9112), as a proxy needs them. */

export interface HttpRequest {
  method: string
  /** As in the request line: a path, or an absolute address. */
  target: string
  headers: [name: string, value: string][]
  body: Uint8Array<ArrayBuffer> | undefined
  /** The client knows chunks, and that a connection goes on. */
  isHttp11: boolean
  /** Another request may come (RFC 9112 §9.3). */
  isPersistent: boolean
}

/** What no honest client sends, or too much of it. */
export class HttpRequestError extends Error {
  constructor(
    message: string,
    readonly status = '400 Bad Request',
  ) {
    super(message)
  }
}

const mostHeadBytes = 64 * 1024

/** Bytes of bodies that all connections may still keep until they are sent on. */
export interface BodyRoom {
  bytes: number
}

export class HttpRequests {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>
  readonly #room: BodyRoom
  readonly #onExpect: () => Promise<void>
  #buffer = new Uint8Array()
  #held = 0

  /** `onExpect` is called when a client waits to hear that its body is wanted. */
  constructor(stream: ReadableStream<Uint8Array>, options: { room: BodyRoom; onExpect(): Promise<void> }) {
    this.#reader = stream.getReader()
    this.#room = options.room
    this.#onExpect = options.onExpect
  }

  /** The request's body is kept no longer. */
  release(): void {
    this.#room.bytes += this.#held
    this.#held = 0
  }

  /** The next request; undefined when the stream ended. Throws HttpRequestError. */
  async next(): Promise<HttpRequest | undefined> {
    const head = await this.#until('\r\n\r\n', mostHeadBytes)
    if (head === undefined) return undefined
    const [first = '', ...lines] = head.split('\r\n')
    const [, method, target, minor] = /^([A-Z]+) (\S+) HTTP\/1\.([01])$/.exec(first) ?? []
    if (method === undefined || target === undefined) throw new HttpRequestError(`request line ${JSON.stringify(first)}`)
    const headers = lines.map(parseHeader)
    const isHttp11 = minor === '1'
    const isClosing = headers.some(([name, value]) => name.toLowerCase() === 'connection' && /(^|,)\s*close\s*(,|$)/i.test(value))
    const isExpecting = headers.some(([name, value]) => name.toLowerCase() === 'expect' && /^100-continue$/i.test(value))
    if (isHttp11 && isExpecting) await this.#onExpect()
    return { method, target, headers, body: await this.#body(headers), isHttp11, isPersistent: isHttp11 && !isClosing }
  }

  async #body(headers: HttpRequest['headers']): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const value = (wanted: string): string | undefined => headers.find(([name]) => name.toLowerCase() === wanted)?.[1]
    if (value('transfer-encoding')?.toLowerCase() === 'chunked') return this.#chunks()
    const length = value('content-length')
    if (length === undefined || length === '0') return undefined
    if (!/^\d{1,15}$/.test(length)) throw new HttpRequestError(`content-length ${length}`)
    this.#hold(Number(length))
    return this.#take(Number(length))
  }

  async #chunks(): Promise<Uint8Array<ArrayBuffer>> {
    const parts: Uint8Array[] = []
    while (true) {
      const line = await this.#until('\r\n', mostHeadBytes)
      const [, digits] = /^([0-9a-f]{1,12})[ \t]*(;|$)/i.exec(line ?? '') ?? []
      if (digits === undefined) throw new HttpRequestError(`chunk size ${line}`)
      const size = Number.parseInt(digits, 16)
      if (size === 0) break
      this.#hold(size)
      parts.push(await this.#take(size))
      await this.#until('\r\n', 2)
    }
    while ((await this.#until('\r\n', mostHeadBytes)) !== '');
    return joined(parts)
  }

  /** Text up to `end`, which is taken too; undefined when the stream ends before it. */
  async #until(end: string, most: number): Promise<string | undefined> {
    while (true) {
      const text = new TextDecoder('latin1').decode(this.#buffer.subarray(0, most + end.length))
      const at = text.indexOf(end)
      if (at >= 0) {
        this.#buffer = this.#buffer.slice(at + end.length)
        return text.slice(0, at)
      }
      if (this.#buffer.length >= most + end.length) throw new HttpRequestError('a head without an end')
      if (!(await this.#more())) return undefined
    }
  }

  #hold(bytes: number): void {
    if (bytes > this.#room.bytes) throw new HttpRequestError(`a body of ${bytes} bytes`, '413 Content Too Large')
    this.#room.bytes -= bytes
    this.#held += bytes
  }

  async #take(bytes: number): Promise<Uint8Array<ArrayBuffer>> {
    const parts: Uint8Array[] = [this.#buffer]
    for (let have = this.#buffer.length; have < bytes; have += parts.at(-1)?.length ?? 0) {
      const { done, value } = await this.#reader.read()
      if (done) throw new HttpRequestError('a body without an end')
      parts.push(value)
    }
    const all = joined(parts)
    this.#buffer = all.slice(bytes)
    return all.slice(0, bytes)
  }

  async #more(): Promise<boolean> {
    const { done, value } = await this.#reader.read()
    if (!done) this.#buffer = joined([this.#buffer, value])
    return !done
  }
}

function parseHeader(line: string): [string, string] {
  const [, name, value] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/.exec(line) ?? []
  if (name === undefined || value === undefined) throw new HttpRequestError(`header ${JSON.stringify(line)}`)
  return [name, value]
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
