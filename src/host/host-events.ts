/** What happened on a host: the last entries of its log, callbacks for the next ones, and a stream of them. */
import { checkListener } from '../options/listener'
import { type HostEvent, type HostEventType, hostEventTypes } from './event-log'

/** Entries kept, and entries that wait for a slow reader of the stream: the oldest go first. */
const mostEntries = 10_000

type Handler = (event: HostEvent) => void

export class HostEvents implements AsyncIterable<HostEvent> {
  readonly #entries: HostEvent[] = []
  readonly #handlers = new Set<{ type: HostEventType | '*'; handler: Handler }>()
  readonly #readers = new Set<Reader>()
  #isClosed = false

  /** The last 10,000 entries, the oldest first. */
  get entries(): readonly HostEvent[] {
    return this.#entries
  }

  /** Calls `handler` for every event of the type, or for all of them with `*`; the returned function ends that. ERR_INVALID_OPTION when there is no such type. */
  on(type: HostEventType | '*', handler: Handler): () => void {
    const entry = { type, handler: checkListener(['*', ...hostEventTypes], type, handler) }
    this.#handlers.add(entry)
    return () => this.#handlers.delete(entry)
  }

  /**
   * The events from now on, until the host is disposed. A reader that falls 10,000 behind loses the oldest: `sequence` shows it.
   *
   *     for await (const event of host.events) console.log(JSON.stringify(event))
   */
  [Symbol.asyncIterator](): AsyncIterator<HostEvent> {
    const reader = new Reader(() => this.#readers.delete(reader))
    if (this.#isClosed) reader.close()
    else this.#readers.add(reader)
    return reader
  }

  /** The entries that are kept as JSON lines, each with its newline. */
  toJsonLines(): string {
    return this.#entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')
  }

  /** An event of the machine room. */
  receive(event: HostEvent): void {
    this.#entries.push(event)
    if (this.#entries.length > mostEntries) this.#entries.shift()
    for (const reader of this.#readers) reader.push(event)
    for (const { type, handler } of this.#handlers) if (type === '*' || type === event.type) handler(event)
  }

  close(): void {
    this.#isClosed = true
    for (const reader of this.#readers) reader.close()
  }
}

class Reader implements AsyncIterator<HostEvent> {
  readonly #onEnd: () => void
  #waiting: HostEvent[] = []
  #resolve: ((result: IteratorResult<HostEvent>) => void) | undefined
  #isClosed = false

  constructor(onEnd: () => void) {
    this.#onEnd = onEnd
  }

  push(event: HostEvent): void {
    if (this.#resolve !== undefined) {
      this.#resolve({ done: false, value: event })
      this.#resolve = undefined
      return
    }
    this.#waiting.push(event)
    if (this.#waiting.length > mostEntries) this.#waiting.shift()
  }

  close(): void {
    this.#isClosed = true
    this.#resolve?.({ done: true, value: undefined })
    this.#resolve = undefined
  }

  next(): Promise<IteratorResult<HostEvent>> {
    const event = this.#waiting.shift()
    if (event !== undefined) return Promise.resolve({ done: false, value: event })
    if (this.#isClosed) return Promise.resolve({ done: true, value: undefined })
    return new Promise((resolve) => {
      this.#resolve = resolve
    })
  }

  return(): Promise<IteratorResult<HostEvent>> {
    this.#onEnd()
    this.close()
    return Promise.resolve({ done: true, value: undefined })
  }
}
