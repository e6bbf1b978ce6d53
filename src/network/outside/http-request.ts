/** Cuts a stream of bytes into HTTP/1.1 requests (RFC 9112), as a proxy needs them. */

export interface HttpRequest {
  method: string
  /** As in the request line: a path, or an absolute address. */
  target: string
  headers: [name: string, value: string][]
  body: Uint8Array<ArrayBuffer> | undefined
}

/** What no honest client sends. */
export class HttpSyntaxError extends Error {}

const mostHeadBytes = 64 * 1024
const mostBodyBytes = 256 * 2 ** 20

export class HttpRequests {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>
  #buffer = new Uint8Array()

  constructor(stream: ReadableStream<Uint8Array>) {
    this.#reader = stream.getReader()
  }

  /** The next request; undefined when the stream ended. Throws HttpSyntaxError. */
  async next(): Promise<HttpRequest | undefined> {
    const head = await this.#until('\r\n\r\n', mostHeadBytes)
    if (head === undefined) return undefined
    const [first = '', ...lines] = head.split('\r\n')
    const [, method, target] = /^([A-Z]+) (\S+) HTTP\/1\.[01]$/.exec(first) ?? []
    if (method === undefined || target === undefined) throw new HttpSyntaxError(`request line ${JSON.stringify(first)}`)
    const headers = lines.map(parseHeader)
    return { method, target, headers, body: await this.#body(headers) }
  }

  async #body(headers: HttpRequest['headers']): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const value = (wanted: string): string | undefined => headers.find(([name]) => name.toLowerCase() === wanted)?.[1]
    if (value('transfer-encoding')?.toLowerCase() === 'chunked') return this.#chunks()
    const length = value('content-length')
    if (length === undefined || length === '0') return undefined
    if (!/^\d{1,12}$/.test(length) || Number(length) > mostBodyBytes) throw new HttpSyntaxError(`content-length ${length}`)
    return this.#take(Number(length))
  }

  async #chunks(): Promise<Uint8Array<ArrayBuffer>> {
    const parts: Uint8Array[] = []
    let bytes = 0
    while (true) {
      const line = await this.#until('\r\n', mostHeadBytes)
      const size = Number.parseInt(line?.split(';')[0] ?? '', 16)
      if (!(size >= 0) || bytes + size > mostBodyBytes) throw new HttpSyntaxError(`chunk size ${line}`)
      if (size === 0) break
      parts.push(await this.#take(size))
      bytes += size
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
      if (this.#buffer.length >= most + end.length) throw new HttpSyntaxError('a head without an end')
      if (!(await this.#more())) return undefined
    }
  }

  async #take(bytes: number): Promise<Uint8Array<ArrayBuffer>> {
    while (this.#buffer.length < bytes) if (!(await this.#more())) throw new HttpSyntaxError('a body without an end')
    const part = this.#buffer.slice(0, bytes)
    this.#buffer = this.#buffer.slice(bytes)
    return part
  }

  async #more(): Promise<boolean> {
    const { done, value } = await this.#reader.read()
    if (!done) this.#buffer = joined([this.#buffer, value])
    return !done
  }
}

function parseHeader(line: string): [string, string] {
  const [, name, value] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/.exec(line) ?? []
  if (name === undefined || value === undefined) throw new HttpSyntaxError(`header ${JSON.stringify(line)}`)
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
