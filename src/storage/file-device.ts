/** A disk whose content is a file, byte for byte. */
import { VmHostError } from '../error'
import type { BlockFile } from '../platform/block-file'
import type { BlockDevice } from './block-device'

const zeros = new Uint8Array(65_536)

export class FileDevice implements BlockDevice {
  #isWhole = false

  constructor(
    private readonly file: BlockFile,
    readonly isReadOnly: boolean,
  ) {}

  get bytes(): number {
    return this.file.bytes
  }

  get generation(): string | undefined {
    return this.file.generation
  }

  /** From now on a read past the end is an error: the file is the disk, and somebody cut it. */
  expectWhole(): void {
    this.#isWhole = true
  }

  read(offset: number, into: Uint8Array): undefined {
    if (this.#isWhole && offset + into.length > this.bytes)
      throw new VmHostError('ERR_IMAGE_READ', `the file ends at ${this.bytes}, before ${offset + into.length}`)
    this.file.readAt(offset, into)
  }

  write(offset: number, from: Uint8Array): undefined {
    this.file.writeAt(offset, from)
  }

  zero(offset: number, bytes: number): undefined {
    for (let done = 0; done < bytes; done += zeros.length) {
      this.file.writeAt(offset + done, zeros.subarray(0, Math.min(zeros.length, bytes - done)))
    }
  }

  grow(bytes: number): undefined {
    this.file.truncate(bytes)
    this.file.sync()
  }

  flush(): undefined {
    if (!this.isReadOnly) this.file.sync()
  }

  close(): undefined {
    this.file.close()
  }
}
