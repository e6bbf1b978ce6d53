/** Where a fork of a disk keeps what is its own, chunk by chunk. */
import type { BlockDevice, Maybe } from './block-device'

export interface Chunks {
  readonly chunkBytes: number
  /** Numbers of those that are kept. */
  readonly kept: Iterable<number>
  has(chunk: number): boolean
  /** Keeps a chunk from now on; `content` is shorter at the end of a disk. */
  keep(chunk: number, content: Uint8Array): Maybe
  /** Of a chunk that is kept: bytes from `at` on. */
  read(chunk: number, at: number, into: Uint8Array): Maybe
  write(chunk: number, at: number, from: Uint8Array): Maybe
  flush(): Maybe
  close(): Maybe
}

/** In memory, and gone with the fork. */
export class MemoryChunks implements Chunks {
  readonly chunkBytes = 16 * 1024
  readonly #content = new Map<number, Uint8Array>()

  get kept(): Iterable<number> {
    return this.#content.keys()
  }

  has(chunk: number): boolean {
    return this.#content.has(chunk)
  }

  keep(chunk: number, content: Uint8Array): undefined {
    const own = new Uint8Array(this.chunkBytes)
    own.set(content)
    this.#content.set(chunk, own)
  }

  read(chunk: number, at: number, into: Uint8Array): undefined {
    into.set(this.#of(chunk).subarray(at, at + into.length))
  }

  write(chunk: number, at: number, from: Uint8Array): undefined {
    this.#of(chunk).set(from, at)
  }

  /** As durable as memory is. */
  flush(): undefined {}

  close(): undefined {
    this.#content.clear()
  }

  #of(chunk: number): Uint8Array {
    const own = this.#content.get(chunk)
    if (own === undefined) throw new Error(`chunk ${chunk} of a fork was not kept`)
    return own
  }
}

/** On an empty device of the disk's size, such as an image that names what the fork begins with as its backing file. */
export class DeviceChunks implements Chunks {
  readonly chunkBytes: number
  readonly #device: BlockDevice
  readonly #kept = new Set<number>()

  /** `chunkBytes`: what the device writes without reading what is beside it. */
  constructor(device: BlockDevice, chunkBytes: number) {
    this.#device = device
    this.chunkBytes = chunkBytes
  }

  /** Another text after each write, where the device tells. */
  get generation(): string | undefined {
    return this.#device.generation
  }

  get kept(): Iterable<number> {
    return this.#kept
  }

  has(chunk: number): boolean {
    return this.#kept.has(chunk)
  }

  keep(chunk: number, content: Uint8Array): Maybe {
    const writing = this.#device.write(chunk * this.chunkBytes, content)
    const kept = (): undefined => void this.#kept.add(chunk)
    return writing === undefined ? kept() : writing.then(kept)
  }

  read(chunk: number, at: number, into: Uint8Array): Maybe {
    return this.#device.read(chunk * this.chunkBytes + at, into)
  }

  write(chunk: number, at: number, from: Uint8Array): Maybe {
    return this.#device.write(chunk * this.chunkBytes + at, from)
  }

  flush(): Maybe {
    return this.#device.flush()
  }

  close(): Maybe {
    return this.#device.close()
  }
}
