/** A read-only disk whose content comes in ranges from somewhere slow: whole blocks are fetched and the latest are kept. */
import { VmHostError } from '../error'
import type { BlockDevice, Maybe } from './block-device'

const blockBytes = 256 * 1024
/** 64 MiB. */
const mostBlocks = 256

/** Gives the bytes from `offset` on, exactly `bytes` of them. */
export type RangeReader = (offset: number, bytes: number) => Promise<Uint8Array>

export class RangeDevice implements BlockDevice {
  readonly isReadOnly = true
  readonly #blocks = new Map<number, Promise<Uint8Array>>()

  constructor(
    readonly bytes: number,
    private readonly fetchRange: RangeReader,
  ) {}

  async read(offset: number, into: Uint8Array): Promise<void> {
    const parts: Promise<void>[] = []
    for (let done = 0; done < into.length; ) {
      const at = offset + done
      const inside = at % blockBytes
      const count = Math.min(into.length - done, blockBytes - inside)
      const target = into.subarray(done, done + count)
      parts.push(this.#block((at - inside) / blockBytes).then((block) => target.set(block.subarray(inside, inside + count))))
      done += count
    }
    await Promise.all(parts)
  }

  write(): Maybe {
    throw readOnly()
  }

  zero(): Maybe {
    throw readOnly()
  }

  flush(): undefined {
    return undefined
  }

  close(): undefined {
    this.#blocks.clear()
  }

  /** A failure is not kept: the next read tries again. */
  #block(index: number): Promise<Uint8Array> {
    const known = this.#blocks.get(index)
    if (known !== undefined) {
      this.#blocks.delete(index)
      this.#blocks.set(index, known)
      return known
    }
    const offset = index * blockBytes
    const block = this.fetchRange(offset, Math.min(blockBytes, this.bytes - offset))
    this.#blocks.set(index, block)
    block.catch(() => this.#blocks.delete(index))
    const oldest = this.#blocks.keys().next()
    if (this.#blocks.size > mostBlocks && oldest.done !== true) this.#blocks.delete(oldest.value)
    return block
  }
}

function readOnly(): VmHostError {
  return new VmHostError('ERR_UNSUPPORTED', 'the disk is read-only')
}
