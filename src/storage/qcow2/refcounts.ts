/**
 * Reference counts of the clusters of a qcow2 image: a table of blocks, which are clusters of counts.
 *
 * A cluster loses a reference only when nothing that is durable refers to it any more, so that it may be used again at once; clusters beyond
 * these come from the end of the file. What fails midway changes nothing here: on the disk it leaves clusters without an owner at worst.
 */
import { malformed, type Qcow2Header } from './header'
import type { GrowableFile } from './storage'

const entryBytes = 8

export class Refcounts {
  readonly #file: GrowableFile
  readonly #header: Qcow2Header
  readonly #clusterBytes: number
  readonly #bits: number
  readonly #perBlock: number
  #table: BigUint64Array
  readonly #blocks = new Map<number, Uint8Array>()
  /** Clusters without a reference inside of the file, and the first block that was not searched for them. */
  readonly #free: number[] = []
  #searched = 0
  /** The first cluster behind all others, now and when the image was opened. */
  #next: number
  readonly #end: number

  private constructor(file: GrowableFile, header: Qcow2Header, table: BigUint64Array) {
    this.#file = file
    this.#header = header
    this.#table = table
    this.#clusterBytes = 2 ** header.clusterBits
    this.#bits = 2 ** header.refcountOrder
    this.#perBlock = (this.#clusterBytes * 8) / this.#bits
    this.#next = Math.ceil(file.bytes / this.#clusterBytes)
    this.#end = this.#next
  }

  static async open(file: GrowableFile, header: Qcow2Header): Promise<Refcounts> {
    const { refcountTableOffset: offset, refcountTableClusters: clusters } = header
    const length = clusters * 2 ** header.clusterBits
    if (offset + length > file.bytes + 2 ** header.clusterBits)
      throw malformed(`a table of reference counts of ${length} bytes at ${offset}, expected it within ${file.bytes} bytes`)
    const bytes = new Uint8Array(length)
    await file.read(header.refcountTableOffset, bytes)
    return new Refcounts(file, header, decode(bytes))
  }

  /** Host offset of `count` new clusters side by side, each with one reference; they hold whatever the file held. */
  async allocate(count = 1): Promise<number> {
    const free = count === 1 ? await this.#takeFree() : undefined
    const first = free ?? this.#next
    if (free === undefined) this.#next += count
    try {
      for (let index = 0; index < count; index++) await this.set(first + index, 1)
    } catch (error) {
      if (free !== undefined) this.#free.push(free)
      else this.#giveBackEnd(first, count)
      throw error
    }
    return first * this.#clusterBytes
  }

  async #takeFree(): Promise<number | undefined> {
    const end = Math.ceil(this.#end / this.#perBlock)
    while (this.#free.length === 0 && this.#searched < end) {
      const index = this.#searched++
      const block = await this.#block(index, false)
      if (block === undefined) continue
      const first = index * this.#perBlock
      for (let place = Math.min(this.#perBlock, this.#end - first) - 1; place >= 0; place--)
        if (this.#read(block, place) === 0) this.#free.push(first + place)
    }
    return this.#free.pop()
  }

  /** Clusters that nobody got are the next ones again, unless others lie behind them. */
  #giveBackEnd(first: number, count: number): void {
    if (this.#next === first + count) this.#next = first
  }

  async get(cluster: number): Promise<number> {
    const block = await this.#block(Math.floor(cluster / this.#perBlock), false)
    return block === undefined ? 0 : this.#read(block, cluster % this.#perBlock)
  }

  /** One reference less to the cluster at `offset`, which nothing that is durable refers to in that place; how many are left. */
  async release(offset: number): Promise<number> {
    const cluster = Math.floor(offset / this.#clusterBytes)
    const count = await this.get(cluster)
    if (count === 0) throw malformed(`cluster ${cluster} is in use and has no reference`)
    await this.set(cluster, count - 1)
    const isSearched = Math.floor(cluster / this.#perBlock) < this.#searched || cluster >= this.#end
    if (count === 1 && isSearched) this.#free.push(cluster)
    return count - 1
  }

  /** Counts reach the file at once: a crash leaves clusters without an owner at worst. */
  async set(cluster: number, count: number): Promise<void> {
    const index = Math.floor(cluster / this.#perBlock)
    const block = await this.#block(index, true)
    if (block === undefined) throw malformed('no block of reference counts')
    const place = cluster % this.#perBlock
    const before = this.#read(block, place)
    this.#write(block, place, count)
    const first = Math.floor((place * this.#bits) / 8)
    const bytes = Math.max(1, this.#bits / 8)
    try {
      await this.#file.write(Number(this.#table[index] ?? 0n) + first, block.subarray(first, first + bytes))
    } catch (error) {
      this.#write(block, place, before)
      throw error
    }
  }

  async #block(index: number, isWanted: boolean): Promise<Uint8Array | undefined> {
    const known = this.#blocks.get(index)
    if (known !== undefined) return known
    const offset = Number((this.#table[index] ?? 0n) & ~511n)
    if (offset === 0) return isWanted ? this.#addBlock(index) : undefined
    const block = new Uint8Array(this.#clusterBytes)
    await this.#file.read(offset, block)
    this.#blocks.set(index, block)
    return block
  }

  /** A new block counts itself, or another block does; it is durable there before the table refers to it. */
  async #addBlock(index: number): Promise<Uint8Array> {
    if (index >= this.#table.length) await this.#growTable(index + 1)
    // A larger table may have brought it.
    const known = this.#blocks.get(index)
    if (known !== undefined) return known
    const block = new Uint8Array(this.#clusterBytes)
    const cluster = this.#next++
    const offset = cluster * this.#clusterBytes
    try {
      if (Math.floor(cluster / this.#perBlock) === index) this.#write(block, cluster % this.#perBlock, 1)
      else await this.set(cluster, 1)
      await this.#file.write(offset, block)
      await this.#file.flush()
      const entry = new Uint8Array(entryBytes)
      new DataView(entry.buffer).setBigUint64(0, BigInt(offset))
      await this.#file.write(this.#header.refcountTableOffset + index * entryBytes, entry)
    } catch (error) {
      this.#giveBackEnd(cluster, 1)
      throw error
    }
    this.#table[index] = BigInt(offset)
    this.#blocks.set(index, block)
    return block
  }

  /** The table moves to a larger place; the header says so once it is complete there, and only then it is the table here. */
  async #growTable(entries: number): Promise<void> {
    const perCluster = this.#clusterBytes / entryBytes
    const { refcountTableOffset: offset, refcountTableClusters: clusters } = this.#header
    const old = { table: this.#table, first: this.#next, offset, clusters }
    const wanted = Math.max(clusters * 2, Math.ceil(entries / perCluster) + 1)
    const table = new BigUint64Array(wanted * perCluster)
    table.set(this.#table)
    this.#next += wanted
    this.#table = table
    this.#header.refcountTableOffset = old.first * this.#clusterBytes
    this.#header.refcountTableClusters = wanted
    try {
      await this.#file.write(this.#header.refcountTableOffset, encode(table))
      // Blocks that this needs are new ones behind the old table's end, and have their places in the new one.
      for (let index = 0; index < wanted; index++) await this.set(old.first + index, 1)
      await this.#file.flush()
      const fields = new DataView(new ArrayBuffer(12))
      fields.setBigUint64(0, BigInt(this.#header.refcountTableOffset))
      fields.setUint32(8, wanted)
      await this.#file.write(48, new Uint8Array(fields.buffer))
    } catch (error) {
      for (const index of this.#blocks.keys()) if (index >= old.table.length) this.#blocks.delete(index)
      this.#table = old.table
      this.#header.refcountTableOffset = old.offset
      this.#header.refcountTableClusters = old.clusters
      this.#next = old.first
      throw error
    }
    await this.#file.flush()
    for (let index = 0; index < old.clusters; index++) await this.release(old.offset + index * this.#clusterBytes)
  }

  #read(block: Uint8Array, place: number): number {
    const view = new DataView(block.buffer, block.byteOffset)
    switch (this.#bits) {
      case 64:
        return Number(view.getBigUint64(place * 8))
      case 32:
        return view.getUint32(place * 4)
      case 16:
        return view.getUint16(place * 2)
      case 8:
        return view.getUint8(place)
      default: {
        const bit = place * this.#bits
        return ((block[bit >> 3] ?? 0) >> (bit & 7)) & (2 ** this.#bits - 1)
      }
    }
  }

  #write(block: Uint8Array, place: number, count: number): void {
    if (count >= 2 ** this.#bits) throw malformed(`${count} references do not fit in ${this.#bits} bits`)
    const view = new DataView(block.buffer, block.byteOffset)
    if (this.#bits === 64) view.setBigUint64(place * 8, BigInt(count))
    else if (this.#bits === 32) view.setUint32(place * 4, count)
    else if (this.#bits === 16) view.setUint16(place * 2, count)
    else if (this.#bits === 8) view.setUint8(place, count)
    else {
      const bit = place * this.#bits
      const mask = (2 ** this.#bits - 1) << (bit & 7)
      block[bit >> 3] = ((block[bit >> 3] ?? 0) & ~mask) | (count << (bit & 7))
    }
  }
}

export function decode(bytes: Uint8Array): BigUint64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return BigUint64Array.from({ length: bytes.length / entryBytes }, (_, index) => view.getBigUint64(index * entryBytes))
}

export function encode(entries: BigUint64Array): Uint8Array {
  const bytes = new Uint8Array(entries.length * entryBytes)
  const view = new DataView(bytes.buffer)
  for (const [index, entry] of entries.entries()) view.setBigUint64(index * entryBytes, entry)
  return bytes
}
