/**
 * A disk that begins with the content of another one, which goes on being written: whoever writes first copies what was there.
 *
 *     fork reads     its own chunk, or what the origin has
 *     fork writes    its own chunk, filled from the origin before when the write is smaller
 *     origin writes  first every fork takes the chunks that it has not yet
 *
 * The chunks are in memory, and gone with the fork.
 */
import { type BlockDevice, inTurn, type Maybe } from './block-device'

const chunkBytes = 16 * 1024

export interface ForkOverlayOptions {
  /** Reads the origin as it is now. */
  read(offset: number, into: Uint8Array): Maybe
  bytes: number
  isReadOnly: boolean
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
  readonly #own = new Map<number, Uint8Array>()
  /** Chunks on their way from the origin. */
  readonly #filling = new Map<number, Promise<void>>()
  /** Reads of the origin that are under way. */
  readonly #reading = new Set<Promise<void>>()
  #isClosed = false

  constructor(options: ForkOverlayOptions) {
    this.#options = options
    this.bytes = options.bytes
    this.isReadOnly = options.isReadOnly
  }

  /** Bytes that its own chunks take. */
  get ownBytes(): number {
    return this.#own.size * chunkBytes
  }

  read(offset: number, into: Uint8Array): Maybe {
    return inTurn(
      partsOf(offset, into.length).map((part) => () => {
        const target = into.subarray(part.from, part.from + part.bytes)
        const settled = (): Maybe => {
          const own = this.#own.get(part.chunk)
          if (own === undefined) return this.#readOrigin(offset + part.from, target)
          target.set(own.subarray(part.at, part.at + part.bytes))
          return undefined
        }
        const filling = this.#filling.get(part.chunk)
        return filling === undefined ? settled() : filling.then(settled)
      }),
    )
  }

  write(offset: number, from: Uint8Array): Maybe {
    return this.#change(offset, from.length, (own, part) => own.set(from.subarray(part.from, part.from + part.bytes), part.at))
  }

  zero(offset: number, bytes: number): Maybe {
    return this.#change(offset, bytes, (own, part) => own.fill(0, part.at, part.at + part.bytes))
  }

  /** The origin is about to be written there; it may be when this is done. */
  keep(offset: number, bytes: number): Maybe {
    const inside = Math.min(offset + bytes, this.bytes) - offset
    const take = partsOf(offset, Math.max(inside, 0)).map(
      ({ chunk }) =>
        () =>
          this.#take(chunk),
    )
    const settle = (): Maybe => (this.#reading.size === 0 ? undefined : Promise.allSettled(this.#reading).then(() => {}))
    return inTurn([...take, settle])
  }

  /** As durable as memory is. */
  flush(): undefined {
    return undefined
  }

  close(): Maybe {
    if (this.#isClosed) return undefined
    this.#isClosed = true
    this.#own.clear()
    return this.#options.onClose()
  }

  #change(offset: number, bytes: number, apply: (own: Uint8Array, part: Part) => void): Maybe {
    return inTurn(
      partsOf(offset, bytes).map((part) => () => {
        const taken = this.#take(part.chunk, part.bytes === chunkBytes)
        const change = (): undefined => {
          const own = this.#own.get(part.chunk)
          if (own === undefined) throw new Error(`chunk ${part.chunk} of a fork was not taken`)
          apply(own, part)
        }
        return taken === undefined ? change() : taken.then(change)
      }),
    )
  }

  /** The chunk is the fork's own then; `isReplaced` when nothing of it stays as it was. */
  #take(chunk: number, isReplaced = false): Maybe {
    const filling = this.#filling.get(chunk)
    if (filling !== undefined || this.#own.has(chunk) || this.#isClosed) return filling
    const own = new Uint8Array(chunkBytes)
    if (isReplaced) {
      this.#own.set(chunk, own)
      return undefined
    }
    const offset = chunk * chunkBytes
    const read = this.#options.read(offset, own.subarray(0, Math.min(chunkBytes, this.bytes - offset)))
    if (read === undefined) {
      this.#own.set(chunk, own)
      return undefined
    }
    const done = read
      .then(() => void this.#own.set(chunk, own))
      .finally(() => {
        this.#filling.delete(chunk)
      })
    this.#filling.set(chunk, done)
    return done
  }

  #readOrigin(offset: number, into: Uint8Array): Maybe {
    const read = this.#options.read(offset, into)
    if (read === undefined) return undefined
    const done = read.finally(() => {
      this.#reading.delete(done)
    })
    this.#reading.add(done)
    return done
  }
}

function partsOf(offset: number, bytes: number): Part[] {
  const parts: Part[] = []
  for (let from = 0; from < bytes; ) {
    const at = (offset + from) % chunkBytes
    const part = Math.min(chunkBytes - at, bytes - from)
    parts.push({ chunk: (offset + from - at) / chunkBytes, at, from, bytes: part })
    from += part
  }
  return parts
}
