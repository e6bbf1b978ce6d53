/** A capture in the making: frames with their times, as a pcapng file or a stream of its bytes. */
import { VmHostError } from '../error'
import { interfaceDescription, packet, sectionHeader } from './pcapng'
import type { Frame } from './port'

export interface CaptureOptions {
  /** Names of the interfaces that are there already. */
  interfaces: readonly string[]
  /** Nanoseconds since 1970. */
  nowNs(): bigint
  onStop(): void
}

/** Bytes kept for `bytes()`, or for a slow reader of the stream, before frames go: the oldest ones, or those that come then. */
const mostBytes = 64 * 2 ** 20

export class Capture {
  readonly #options: CaptureOptions
  readonly #head: Uint8Array[] = [sectionHeader()]
  /** Ids of interfaces, by name. */
  readonly #interfaces = new Map<string, number>()
  #packets: Uint8Array[] = []
  /** How many at the front are forgotten: a long list is not shifted one by one. */
  #forgotten = 0
  #packetBytes = 0
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined
  #isStopped = false
  #isStreamed = false
  /** Frames captured, and those that are not in the file: pushed out of memory by later ones, or too fast for the reader of the stream. */
  readonly counters = { frames: 0, forgotten: 0 }

  constructor(options: CaptureOptions) {
    this.#options = options
    for (const name of options.interfaces) this.#interface(name)
  }

  add(interfaceName: string, frame: Frame): void {
    const bytes = packet({ interfaceId: this.#interface(interfaceName), atNs: this.#options.nowNs(), frame })
    this.counters.frames++
    if (this.#controller !== undefined) {
      if ((this.#controller.desiredSize ?? 0) >= bytes.length) this.#controller.enqueue(bytes)
      else this.counters.forgotten++
      return
    }
    this.#packets.push(bytes)
    this.#packetBytes += bytes.length
    while (this.#packetBytes > mostBytes) this.#forgetOldest()
  }

  /** An interface is described before its first packet; ports may come later than the capture. */
  #interface(name: string): number {
    const known = this.#interfaces.get(name)
    if (known !== undefined) return known
    const description = interfaceDescription(name)
    this.#head.push(description)
    this.#controller?.enqueue(description)
    this.#interfaces.set(name, this.#interfaces.size)
    return this.#interfaces.size - 1
  }

  /** The file so far. */
  bytes(): Uint8Array {
    const parts = [...this.#head, ...this.#packets.slice(this.#forgotten)]
    const file = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
    let at = 0
    for (const part of parts) {
      file.set(part, at)
      at += part.length
    }
    return file
  }

  /**
   * The file as it grows, from what is kept on; it ends with `stop()`. One reader takes it, and nothing is kept for `bytes()` then.
   * Errors: ERR_INVALID_STATE when it is taken already.
   */
  stream(): ReadableStream<Uint8Array> {
    if (this.#isStreamed) throw new VmHostError('ERR_INVALID_STATE', 'the stream of this capture is taken already')
    this.#isStreamed = true
    const source: UnderlyingDefaultSource<Uint8Array> = {
      start: (controller) => {
        for (const part of [...this.#head, ...this.#packets.slice(this.#forgotten)]) controller.enqueue(part)
        this.#packets = []
        this.#forgotten = 0
        this.#packetBytes = 0
        if (this.#isStopped) controller.close()
        else this.#controller = controller
      },
      cancel: () => {
        this.#controller = undefined
        this.stop()
      },
    }
    return new ReadableStream(source, { highWaterMark: mostBytes, size: (chunk) => chunk.length })
  }

  stop(): void {
    this.#isStopped = true
    this.#options.onStop()
    this.#controller?.close()
    this.#controller = undefined
  }

  #forgetOldest(): void {
    this.#packetBytes -= this.#packets[this.#forgotten++]?.length ?? 0
    this.counters.forgotten++
    if (this.#forgotten * 2 < this.#packets.length) return
    this.#packets = this.#packets.slice(this.#forgotten)
    this.#forgotten = 0
  }
}
