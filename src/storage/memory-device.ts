/** A disk, or the file under an image, whose content is in a buffer of this thread; it grows when it is written past its end. */
import type { BlockDevice } from './block-device'
import type { GrowableFile } from './qcow2/storage'

export class MemoryDevice implements BlockDevice, GrowableFile {
  #content: Uint8Array
  #bytes: number
  #writes = 0

  constructor(
    content: Uint8Array,
    readonly isReadOnly = false,
  ) {
    this.#content = content
    this.#bytes = content.length
  }

  get bytes(): number {
    return this.#bytes
  }

  get generation(): string {
    return `${this.#writes} writes`
  }

  read(offset: number, into: Uint8Array): undefined {
    const inside = this.#content.subarray(Math.min(offset, this.#bytes), Math.min(offset + into.length, this.#bytes))
    into.set(inside)
    into.fill(0, inside.length)
  }

  write(offset: number, from: Uint8Array): undefined {
    this.#writes++
    this.#reach(offset + from.length)
    this.#content.set(from, offset)
  }

  zero(offset: number, bytes: number): undefined {
    this.#writes++
    this.#content.fill(0, offset, offset + bytes)
  }

  grow(bytes: number): undefined {
    this.#reach(bytes)
  }

  flush(): undefined {
    return undefined
  }

  close(): undefined {
    return undefined
  }

  #reach(bytes: number): void {
    if (bytes > this.#content.length) {
      const larger = new Uint8Array(Math.max(bytes, 2 * this.#content.length))
      larger.set(this.#content)
      this.#content = larger
    }
    this.#bytes = Math.max(this.#bytes, bytes)
  }
}
