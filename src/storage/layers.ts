/** A volume whose content is in layers: the top one is written, what is below it stays as it was. */
import type { BlockDevice, Maybe } from './block-device'
import { inTurn } from './block-device'

export class LayeredDevice implements BlockDevice {
  #top: BlockDevice
  /** Layers that were on top, and may hold what is not durable yet. */
  #unflushed: BlockDevice[] = []

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

  read(offset: number, into: Uint8Array): Maybe {
    return this.#top.read(offset, into)
  }

  write(offset: number, from: Uint8Array): Maybe {
    return this.#top.write(offset, from)
  }

  zero(offset: number, bytes: number, isHole: boolean): Maybe {
    return this.#top.zero(offset, bytes, isHole)
  }

  /** A layer counts as flushed once its flush succeeded. */
  flush(): Maybe {
    const below = this.#unflushed.map((layer) => () => layer.flush())
    const top = (): Maybe => {
      this.#unflushed = []
      return this.#top.flush()
    }
    return inTurn([...below, top])
  }

  close(): Maybe {
    return this.#top.close()
  }
}

/** A layer that others are built on: closing one of those does not close it. */
export function borrowed(device: BlockDevice): BlockDevice {
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
    close: () => undefined,
  }
}
