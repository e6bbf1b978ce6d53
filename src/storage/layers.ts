/** A volume whose content is in layers: the top one is written, what is below it stays as it was. */
import type { BlockDevice, Maybe } from './block-device'
import { inTurn } from './block-device'
import { type Chunks, MemoryChunks } from './chunks'
import { ForkOverlay } from './fork-overlay'

export class LayeredDevice implements BlockDevice {
  #top: BlockDevice
  /** Layers that were on top, and may hold what is not durable yet. */
  #unflushed: BlockDevice[] = []
  readonly #forks = new Set<ForkOverlay>()
  /** Layers elsewhere that are built on this one. */
  #borrowers = 0
  #isClosed = false

  constructor(top: BlockDevice) {
    this.#top = top
  }

  get top(): BlockDevice {
    return this.#top
  }

  get bytes(): number {
    return this.#top.bytes
  }

  get isReadOnly(): boolean {
    return this.#top.isReadOnly
  }

  get generation(): string | undefined {
    return this.#top.generation
  }

  /** From now on `layer` is read and written. */
  replaceTop(layer: BlockDevice): void {
    if (!this.#top.isReadOnly) this.#unflushed.push(this.#top)
    this.#top = layer
  }

  /**
   * A device that begins with the content of this moment, at which nothing may be under way; neither sees what is written to the other. `chunks`
   * keep what is the fork's own.
   */
  fork({
    isReadOnly = this.isReadOnly,
    chunks = new MemoryChunks(),
  }: {
    isReadOnly?: boolean
    chunks?: Chunks
  } = {}): ForkOverlay {
    const fork = new ForkOverlay({
      origin: () => this.#top,
      bytes: this.bytes,
      isReadOnly,
      chunks,
      onClose: () => {
        this.#forks.delete(fork)
        return this.#closeWhenFree()
      },
    })
    this.#forks.add(fork)
    return fork
  }

  read(offset: number, into: Uint8Array): Maybe {
    return this.#top.read(offset, into)
  }

  write(offset: number, from: Uint8Array): Maybe {
    return this.#whenKept(offset, from.length, () => this.#top.write(offset, from))
  }

  zero(offset: number, bytes: number, isHole: boolean): Maybe {
    return this.#whenKept(offset, bytes, () => this.#top.zero(offset, bytes, isHole))
  }

  /** The change is made once every fork has what is there. */
  #whenKept(offset: number, bytes: number, change: () => Maybe): Maybe {
    if (this.#forks.size === 0) return change()
    return inTurn([...[...this.#forks].map((fork) => () => fork.keep(offset, bytes)), change])
  }

  /** A layer counts as flushed once its flush succeeded. What forks took is durable before what replaced it is. */
  flush(): Maybe {
    const forks = [...this.#forks].map((fork) => () => fork.flushKept())
    const below = this.#unflushed.map((layer) => () => layer.flush())
    const top = (): Maybe => {
      this.#unflushed = []
      return this.#top.flush()
    }
    return inTurn([...forks, ...below, top])
  }

  /** Is it, or something that reads it? */
  get isOpen(): boolean {
    return !this.#isClosed || this.#isRead
  }

  /** The layer on top for another one to be built on: it stays open until that is closed, and is not written any more. */
  lend(): BlockDevice {
    let isLent = true
    this.#borrowers++
    const close = (): Maybe => {
      if (!isLent) return undefined
      isLent = false
      this.#borrowers--
      return this.#closeWhenFree()
    }
    return borrowed(this.#top, close)
  }

  /** What forks and layers elsewhere read stays open until they are closed. */
  close(): Maybe {
    if (this.#isClosed) return undefined
    this.#isClosed = true
    return this.#closeWhenFree()
  }

  get #isRead(): boolean {
    return this.#forks.size > 0 || this.#borrowers > 0
  }

  #closeWhenFree(): Maybe {
    return this.#isClosed && !this.#isRead ? this.#top.close() : undefined
  }
}

/** A layer that others are built on: closing one of those does not close it, but tells of it. */
export function borrowed(device: BlockDevice, close: () => Maybe = () => undefined): BlockDevice {
  return {
    get bytes() {
      return device.bytes
    },
    get generation() {
      return device.generation
    },
    isReadOnly: true,
    read: (offset, into) => device.read(offset, into),
    write: () => {
      throw new Error('a layer below another is not written')
    },
    zero: () => {
      throw new Error('a layer below another is not written')
    },
    flush: () => device.flush(),
    close,
  }
}
