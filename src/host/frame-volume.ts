/** A volume whose content is in frames of the host's RAM: the core copies from them to its guests' without a step between. */
import type { Core } from '../core/core'
import { STAGING_BYTES, VolumeLayout } from '../core/layout.gen'
import { StructView } from '../core/struct-view'
import { VmHostError } from '../error'

const frameBytes = 4096

export class FrameVolume {
  readonly #core: Core
  readonly #name: string
  readonly pointer: number
  readonly #struct: StructView<typeof VolumeLayout>

  private constructor(core: Core, name: string, pointer: number) {
    if (pointer === 0) throw outOfMemory(name, 'its table')
    this.#core = core
    this.#name = name
    this.pointer = pointer
    this.#struct = new StructView(core, VolumeLayout, pointer)
  }

  static create(core: Core, name: string, bytes: number): FrameVolume {
    return new FrameVolume(core, name, core.exports.memoryVolumeCreate(BigInt(bytes)))
  }

  get bytes(): number {
    return Number(this.#struct.get('size'))
  }

  get residentBytes(): number {
    return this.#struct.get('frames') * frameBytes
  }

  /** Nothing was ever written to the page. */
  isHole(page: number): boolean {
    return this.#core.view.getUint32(this.#struct.get('table') + page * 4, true) === 0
  }

  /** Another with the same content, which costs what either of both writes from now on. */
  clone(): FrameVolume {
    return new FrameVolume(this.#core, this.#name, this.#core.exports.memoryVolumeClone(this.pointer))
  }

  destroy(): void {
    this.#core.exports.memoryVolumeDestroy(this.pointer)
  }

  grow(bytes: number): void {
    if (this.#core.exports.memoryVolumeGrow(this.pointer, BigInt(bytes)) === 0) throw outOfMemory(this.#name, 'its table')
  }

  /** Writes `content` from the start on; pages of zeros stay holes. */
  fill(content: Uint8Array): void {
    for (let offset = 0; offset < content.length; offset += STAGING_BYTES) {
      const part = content.subarray(offset, offset + STAGING_BYTES)
      if (!part.every((byte) => byte === 0)) this.write(offset, part)
    }
  }

  read(offset: number, into: Uint8Array): void {
    const pointer = this.#core.exports.stagingBuffer()
    for (let done = 0; done < into.length; done += STAGING_BYTES) {
      const bytes = Math.min(STAGING_BYTES, into.length - done)
      this.#core.exports.memoryVolumeRead(this.pointer, BigInt(offset + done), pointer, bytes)
      into.set(this.#core.bytes.subarray(pointer, pointer + bytes), done)
    }
  }

  write(offset: number, from: Uint8Array): void {
    const pointer = this.#core.exports.stagingBuffer()
    for (let done = 0; done < from.length; done += STAGING_BYTES) {
      const part = from.subarray(done, done + STAGING_BYTES)
      this.#core.bytes.set(part, pointer)
      if (this.#core.exports.memoryVolumeWrite(this.pointer, BigInt(offset + done), pointer, part.length) === 0)
        throw outOfMemory(this.#name, 'its content')
    }
  }

  /** It is as durable as the host's RAM. */
  flush(): void {}
}

function outOfMemory(name: string, what: string): VmHostError {
  return new VmHostError('ERR_OUT_OF_MEMORY', `disk ${JSON.stringify(name)}: the host has no memory left for ${what}`)
}
