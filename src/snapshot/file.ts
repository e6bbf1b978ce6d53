/** A snapshot that is open for reading: what it is of, and any of its pages without those before it. */
import { inflate, inflateNow } from '../platform/deflate'
import { openRandomAccess, type RandomAccess, type RandomSource } from '../platform/random-access'
import { prepareChecksums } from './checksum'
import {
  type Chunk,
  checkSum,
  damaged,
  headFixedBytes,
  type Index,
  pageBytes,
  pagesPerChunk,
  readHead,
  readIndex,
  readTail,
  tailBytes,
  zeroSlot,
} from './format'
import { decodeHeader, type SnapshotHeader } from './header'

/** More than any header or index has. */
const mostTableBytes = 2 ** 28

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
    return new SnapshotFile(source, header, readIndex(index, { begin, end, ramPages: header.plan.ramPages }))
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
  get pages(): IterableIterator<number> {
    return this.#index.slots.keys()
  }

  /** Chunk and place of a page's bytes; `zeros`, or undefined when the file says nothing of it. */
  locate(page: number): { chunk: number; place: number } | 'zeros' | undefined {
    const slot = this.#index.slots.get(page)
    if (slot === undefined) return undefined
    if (slot === zeroSlot) return 'zeros'
    return { chunk: 1 + Math.floor(slot / pagesPerChunk), place: slot % pagesPerChunk }
  }

  get chunkCount(): number {
    return this.#index.chunks.length
  }

  async state(): Promise<Uint8Array> {
    return this.chunk(0)
  }

  async chunk(index: number): Promise<Uint8Array> {
    const chunk = this.#chunk(index)
    const stored = await this.#source.read(chunk.offset, chunk.stored)
    checkSum(stored, chunk.checksum, `chunk ${index}`)
    return this.#checked(chunk, this.header.compression === 'none' ? stored : await inflate(stored, chunk.raw))
  }

  /** The same without a promise; only where `readsNow`. */
  chunkNow(index: number): Uint8Array {
    const chunk = this.#chunk(index)
    const stored = this.#source.readNow?.(chunk.offset, chunk.stored)
    if (stored === undefined) throw damaged('its source cannot be read without waiting')
    checkSum(stored, chunk.checksum, `chunk ${index}`)
    return this.#checked(chunk, this.header.compression === 'none' ? stored : inflateNow(stored, chunk.raw))
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

  #chunk(index: number): Chunk {
    const chunk = this.#index.chunks[index]
    if (chunk === undefined) throw damaged(`it has no chunk ${index}`)
    const mostBytes = index === 0 ? mostTableBytes : pagesPerChunk * pageBytes
    if (chunk.raw > mostBytes || chunk.raw % (index === 0 ? 1 : pageBytes) !== 0)
      throw damaged(`chunk ${index} has ${chunk.raw} bytes`)
    return chunk
  }

  #checked({ raw }: Chunk, bytes: Uint8Array): Uint8Array {
    if (bytes.length !== raw) throw damaged(`a chunk has ${bytes.length} bytes when decompressed, expected ${raw}`)
    return bytes
  }
}

const verifiedAtOnce = 2 ** 22
