/** A capture in the making: frames with their times, as a pcapng file or a stream of its bytes. */
import { interfaceDescription, packet, sectionHeader } from './pcapng'
import type { Frame } from './port'

export interface CaptureOptions {
  /** Names of the interfaces, by id. */
  interfaces: readonly string[]
  /** Nanoseconds since 1970. */
  nowNs(): bigint
  onStop(): void
}

/** Bytes kept for `bytes()` before the oldest frames go. */
const mostBytes = 64 * 2 ** 20

export class Capture {
  readonly #options: CaptureOptions
  readonly #head: Uint8Array[]
  #packets: Uint8Array[] = []
  #packetBytes = 0
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined
  /** Frames captured, and those that were pushed out of memory by later ones. */
  readonly counters = { frames: 0, forgotten: 0 }

  constructor(options: CaptureOptions) {
    this.#options = options
    this.#head = [sectionHeader(), ...options.interfaces.map(interfaceDescription)]
  }

  add(interfaceId: number, frame: Frame): void {
    const bytes = packet({ interfaceId, atNs: this.#options.nowNs(), frame })
    this.counters.frames++
    if (this.#controller !== undefined) {
      this.#controller.enqueue(bytes)
      return
    }
    this.#packets.push(bytes)
    this.#packetBytes += bytes.length
    while (this.#packetBytes > mostBytes) this.#forgetOldest()
  }

  /** The file so far. */
  bytes(): Uint8Array {
    const parts = [...this.#head, ...this.#packets]
    const file = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
    let at = 0
    for (const part of parts) {
      file.set(part, at)
      at += part.length
    }
    return file
  }

  /** The file as it grows, from what is kept on; it ends with `stop()`. One reader takes it, and nothing is kept for `bytes()` then. */
  stream(): ReadableStream<Uint8Array> {
    return new ReadableStream<Uint8Array>({
      start: (controller) => {
        for (const part of [...this.#head, ...this.#packets]) controller.enqueue(part)
        this.#packets = []
        this.#packetBytes = 0
        this.#controller = controller
      },
      cancel: () => {
        this.#controller = undefined
        this.#options.onStop()
      },
    })
  }

  stop(): void {
    this.#options.onStop()
    this.#controller?.close()
    this.#controller = undefined
  }

  #forgetOldest(): void {
    const oldest = this.#packets.shift()
    this.#packetBytes -= oldest?.length ?? 0
    this.counters.forgotten++
  }
}
