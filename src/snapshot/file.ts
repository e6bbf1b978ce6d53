/** A snapshot that is open for reading: what it is of, and any of its pages without those before it. */
import { inflateNow } from '../platform/deflate'
import { openRandomAccess, type RandomAccess, type RandomSource } from '../platform/random-access'
import { prepareChecksums } from './checksum'
import {
  type Chunk,
  checkSum,
  damaged,
  headFixedBytes,
  type Index,
  mostTableBytes,
  readHead,
  readIndex,
  readTail,
  tailBytes,
} from './format'
import { decodeHeader, type SnapshotHeader } from './header'
import { pagesOf } from './saved-devices'

export class SnapshotFile {
  readonly header: SnapshotHeader
  readonly #source: RandomAccess
  readonly #index: Index

  private constructor(source: RandomAccess, header: SnapshotHeader, index: Index) {
    this.#source = source
    this.header = header
    this.#index = index
  }

  /** Reads and checks everything but state and pages. ERR_SNAPSHOT_FORMAT, ERR_SNAPSHOT_VERSION. */
  static async open(source: RandomAccess): Promise<SnapshotFile> {
    await prepareChecksums()
    const { size } = source
    if (size < headFixedBytes + tailBytes) throw damaged(`it has ${size} bytes, fewer than any snapshot`)
    const head = readHead(await source.read(0, headFixedBytes))
    const begin = headFixedBytes + head.bytes
    if (head.bytes > mostTableBytes || begin > size - tailBytes) throw damaged('it ends within its header')
    const headerBytes = await source.read(headFixedBytes, head.bytes)
    checkSum(headerBytes, head.checksum, 'header')
    const tail = readTail(await source.read(size - tailBytes, tailBytes))
    const { indexOffset: end, indexBytes } = tail
    if (end < begin || end + indexBytes !== size - tailBytes) throw damaged('its index is not where its tail says')
    const index = await source.read(end, indexBytes)
    checkSum(index, tail.indexChecksum, 'index')
    const header = decodeHeader(headerBytes)
    return new SnapshotFile(source, header, readIndex(index, { begin, end, pageLimit: pagesOf(header.plan) }))
  }

  /** The id of a snapshot, of which nothing else is needed. */
  static async idOf(source: RandomSource): Promise<string> {
    const access = await openRandomAccess(source)
    try {
      return (await SnapshotFile.open(access)).header.id
    } finally {
      await access.close()
    }
  }

  get isLocal(): boolean {
    return this.#source.isLocal
  }

  /** Can pages be read while the guest waits inside an instruction? */
  get readsNow(): boolean {
    return this.#source.readNow !== undefined
  }

  /** Pages that the file has something of, whether bytes or that they are zeros. */
  get pages(): Uint32Array {
    return this.#index.pages
  }

  /** Where a page's bytes are, see `placeOf`; `zeroSlot`, or `noSlot` when the file says nothing of it. */
  slotOf(page: number): number {
    return this.#index.slots.get(page)
  }

  get chunkCount(): number {
    return this.#index.chunks.length
  }

  async state(): Promise<Uint8Array> {
    return this.chunk(0)
  }

  async chunk(index: number): Promise<Uint8Array> {
    const chunk = this.#chunk(index)
    return this.#raw(chunk, index, await this.#source.read(chunk.offset, chunk.stored))
  }

  /** The wanted ones of a chunk and those behind it, as many as are read together. */
  async run(first: number, isWanted: (chunk: number) => boolean): Promise<{ chunk: number; bytes: Uint8Array }[]> {
    const { offset } = this.#chunk(first)
    const most = offset + (this.isLocal ? readAtOnce : fetchedAtOnce)
    let last = first
    while (last + 1 < this.chunkCount && this.#endOf(last + 1) <= most) last++
    const stored = await this.#source.read(offset, this.#endOf(last) - offset)
    const run = []
    for (let chunk = first; chunk <= last; chunk++) {
      if (!isWanted(chunk)) continue
      const at = this.#chunk(chunk).offset - offset
      run.push({ chunk, bytes: this.#raw(this.#chunk(chunk), chunk, stored.subarray(at, this.#endOf(chunk) - offset)) })
    }
    return run
  }

  /** A chunk without a promise; only where `readsNow`. */
  chunkNow(index: number): Uint8Array {
    const chunk = this.#chunk(index)
    const stored = this.#source.readNow?.(chunk.offset, chunk.stored)
    if (stored === undefined) throw damaged('its source cannot be read without waiting')
    return this.#raw(chunk, index, stored)
  }

  /** Checks every chunk, without decompressing. */
  async verify(): Promise<void> {
    let run: Chunk[] = []
    for (const chunk of this.#index.chunks) {
      run.push(chunk)
      if (chunk.offset + chunk.stored - (run[0] as Chunk).offset < verifiedAtOnce) continue
      await this.#verifyRun(run)
      run = []
    }
    await this.#verifyRun(run)
  }

  close(): Promise<void> {
    return this.#source.close()
  }

  async #verifyRun(run: readonly Chunk[]): Promise<void> {
    const first = run[0]
    const last = run.at(-1)
    if (first === undefined || last === undefined) return
    const bytes = await this.#source.read(first.offset, last.offset + last.stored - first.offset)
    for (const { offset, stored, checksum } of run) {
      checkSum(bytes.subarray(offset - first.offset, offset - first.offset + stored), checksum, 'content')
    }
  }

  #endOf(index: number): number {
    const { offset, stored } = this.#chunk(index)
    return offset + stored
  }

  #chunk(index: number): Chunk {
    const chunk = this.#index.chunks[index]
    if (chunk === undefined) throw damaged(`it has no chunk ${index}`)
    return chunk
  }

  #raw({ raw, checksum }: Chunk, index: number, stored: Uint8Array): Uint8Array {
    checkSum(stored, checksum, `chunk ${index}`)
    const bytes = stored.length === raw ? stored : inflated(stored, raw)
    if (bytes.length !== raw) throw damaged(`chunk ${index} has ${bytes.length} bytes when decompressed, expected ${raw}`)
    return bytes
  }
}

function inflated(stored: Uint8Array, raw: number): Uint8Array {
  try {
    return inflateNow(stored, raw)
  } catch (error) {
    throw damaged(`a chunk cannot be decompressed (${error instanceof Error ? error.message : String(error)})`)
  }
}

const verifiedAtOnce = 2 ** 22
/** Bytes of several chunks that are read together: of what is near, and of what every reading has a long way to. */
const readAtOnce = 2 ** 18
const fetchedAtOnce = 2 ** 20
