/**
 * A disk that begins with the content of another one, which goes on being written: whoever writes first copies what was there.
 *
 *     fork reads     its own chunk, or what the origin has
 *     fork writes    its own chunk, filled from the origin before when the write is smaller
 *     origin writes  first every fork takes the chunks that it has not yet
 */
import { type BlockDevice, inTurn, type Maybe } from './block-device'
import type { Chunks } from './chunks'

export interface ForkOverlayOptions {
  /** What it begins with, where that is now. */
  origin(): BlockDevice
  bytes: number
  isReadOnly: boolean
  chunks: Chunks
  /** Nobody reads the fork any more. */
  onClose(): Maybe
}

/** A part of a range that is in one chunk. */
interface Part {
  chunk: number
  /** In the chunk. */
  at: number
  /** In the range. */
  from: number
  bytes: number
}

export class ForkOverlay implements BlockDevice {
  readonly bytes: number
  readonly isReadOnly: boolean
  readonly #options: ForkOverlayOptions
  readonly #own: Chunks
  /** Chunks on their way from the origin. */
  readonly #filling = new Map<number, Promise<void>>()
  /** Reads of the origin that are under way. */
  readonly #reading = new Set<Promise<void>>()
  /** Chunks that there was no room for when the origin was written. */
  readonly #lost = new Map<number, unknown>()
  #isClosed = false

  constructor(options: ForkOverlayOptions) {
    this.#options = options
    this.#own = options.chunks
    this.bytes = options.bytes
    this.isReadOnly = options.isReadOnly
  }

  /** Of the file that its chunks are in; none in memory. */
  get generation(): string | undefined {
    return 'generation' in this.#own ? (this.#own.generation as string | undefined) : undefined
  }

  /** Ranges that may be others than those of the disk that it begins with, at the bottom of all forks. */
  *differences(): Iterable<{ offset: number; bytes: number }> {
    const { chunkBytes, kept } = this.#own
    for (const chunk of kept) {
      const offset = chunk * chunkBytes
      yield { offset, bytes: Math.min(chunkBytes, this.bytes - offset) }
    }
    const origin = this.#options.origin()
    if (origin instanceof ForkOverlay) yield* origin.differences()
  }

  read(offset: number, into: Uint8Array): Maybe {
    return inTurn(
      this.#partsOf(offset, into.length).map((part) => () => {
        const target = into.subarray(part.from, part.from + part.bytes)
        return this.#whenSettled(part.chunk, () =>
          this.#own.has(part.chunk) ? this.#own.read(part.chunk, part.at, target) : this.#readOrigin(offset + part.from, target),
        )
      }),
    )
  }

  write(offset: number, from: Uint8Array): Maybe {
    return inTurn(
      this.#partsOf(offset, from.length).map((part) => () => {
        const content = from.subarray(part.from, part.from + part.bytes)
        return this.#whenSettled(part.chunk, () => this.#writePart(part, content))
      }),
    )
  }

  #writePart({ chunk, at, bytes }: Part, content: Uint8Array): Maybe {
    if (this.#own.has(chunk)) return this.#own.write(chunk, at, content)
    if (bytes === this.#bytesOf(chunk)) return this.#fill(chunk, () => this.#own.keep(chunk, content))
    return inTurn([() => this.#take(chunk), () => this.#own.write(chunk, at, content)])
  }

  /** Own content that is there already: the origin is not read for what is beside it. */
  adopt(offset: number, content: Uint8Array): Maybe {
    return inTurn(
      this.#partsOf(offset, content.length).flatMap(({ chunk, at, from, bytes }) => [
        () => (this.#own.has(chunk) ? undefined : this.#own.keep(chunk, new Uint8Array(this.#bytesOf(chunk)))),
        () => this.#own.write(chunk, at, content.subarray(from, from + bytes)),
      ]),
    )
  }

  zero(offset: number, bytes: number): Maybe {
    const zeros = new Uint8Array(Math.min(bytes, this.#own.chunkBytes))
    const parts = this.#partsOf(offset, bytes)
    return inTurn(parts.map((part) => () => this.write(offset + part.from, zeros.subarray(0, part.bytes))))
  }

  /** The origin is about to be written there; it may be when this is done. What the fork has no room for is lost to the fork alone. */
  keep(offset: number, bytes: number): Maybe {
    const inside = Math.min(offset + bytes, this.bytes) - offset
    const take = this.#partsOf(offset, Math.max(inside, 0)).map(
      ({ chunk }) =>
        () =>
          this.#takeOrLose(chunk),
    )
    const settle = (): Maybe => (this.#reading.size === 0 ? undefined : Promise.allSettled(this.#reading).then(() => {}))
    return inTurn([...take, settle])
  }

  flush(): Maybe {
    return this.#own.flush()
  }

  /** For the origin, whom no error of the fork's concerns. */
  flushKept(): Maybe {
    try {
      return this.#own.flush()?.catch(() => {})
    } catch {
      return undefined
    }
  }

  close(): Maybe {
    if (this.#isClosed) return undefined
    this.#isClosed = true
    return inTurn([() => this.#own.close(), () => this.#options.onClose()])
  }

  #takeOrLose(chunk: number): Maybe {
    const lose = (error: unknown): undefined => void this.#lost.set(chunk, error)
    try {
      return this.#take(chunk)?.catch(lose)
    } catch (error) {
      return lose(error)
    }
  }

  #take(chunk: number): Maybe {
    const filling = this.#filling.get(chunk)
    if (filling !== undefined || this.#own.has(chunk) || this.#lost.has(chunk) || this.#isClosed) return filling
    const content = new Uint8Array(this.#bytesOf(chunk))
    return this.#fill(chunk, () =>
      inTurn([() => this.#options.origin().read(chunk * this.#own.chunkBytes, content), () => this.#own.keep(chunk, content)]),
    )
  }

  /** Whoever comes upon the chunk meanwhile waits. */
  #fill(chunk: number, fill: () => Maybe): Maybe {
    const pending = fill()
    if (pending === undefined) return undefined
    const done = pending.finally(() => {
      this.#filling.delete(chunk)
    })
    this.#filling.set(chunk, done)
    return done
  }

  /** Once nobody fills the chunk. */
  #whenSettled(chunk: number, act: () => Maybe): Maybe {
    const filling = this.#filling.get(chunk)
    if (filling !== undefined) return filling.catch(() => {}).then(() => this.#whenSettled(chunk, act))
    if (this.#lost.has(chunk)) throw this.#lost.get(chunk)
    return act()
  }

  #bytesOf(chunk: number): number {
    return Math.min(this.#own.chunkBytes, this.bytes - chunk * this.#own.chunkBytes)
  }

  #readOrigin(offset: number, into: Uint8Array): Maybe {
    const read = this.#options.origin().read(offset, into)
    if (read === undefined) return undefined
    const done = read.finally(() => {
      this.#reading.delete(done)
    })
    this.#reading.add(done)
    return done
  }

  #partsOf(offset: number, bytes: number): Part[] {
    const { chunkBytes } = this.#own
    const parts: Part[] = []
    for (let from = 0; from < bytes; ) {
      const at = (offset + from) % chunkBytes
      const part = Math.min(chunkBytes - at, bytes - from)
      parts.push({ chunk: (offset + from - at) / chunkBytes, at, from, bytes: part })
      from += part
    }
    return parts
  }
}
