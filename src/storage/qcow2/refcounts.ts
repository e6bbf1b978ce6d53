/**
 * Reference counts of the clusters of a qcow2 image: a table of blocks, which are clusters of counts.
 *
 * New clusters come from the end of the file alone. A cluster that became free is not used again before the image is opened anew, so that
 * whatever part of the latest metadata reaches the disk, nothing refers to a cluster that means something else by now.
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
  #next: number

  private constructor(file: GrowableFile, header: Qcow2Header, table: BigUint64Array) {
    this.#file = file
    this.#header = header
    this.#table = table
    this.#clusterBytes = 2 ** header.clusterBits
    this.#bits = 2 ** header.refcountOrder
    this.#perBlock = (this.#clusterBytes * 8) / this.#bits
    this.#next = Math.ceil(file.bytes / this.#clusterBytes)
  }

  static async open(file: GrowableFile, header: Qcow2Header): Promise<Refcounts> {
    const bytes = new Uint8Array(header.refcountTableClusters * 2 ** header.clusterBits)
    await file.read(header.refcountTableOffset, bytes)
    return new Refcounts(file, header, decode(bytes))
  }

  /** Host offset of `count` new clusters side by side, each with one reference; they hold whatever the file held. */
  async allocate(count = 1): Promise<number> {
    const first = this.#next
    this.#next += count
    for (let index = 0; index < count; index++) await this.set(first + index, 1)
    return first * this.#clusterBytes
  }

  async get(cluster: number): Promise<number> {
    const block = await this.#block(Math.floor(cluster / this.#perBlock), false)
    return block === undefined ? 0 : this.#read(block, cluster % this.#perBlock)
  }

  /** One reference less to the cluster at `offset`; how many are left. */
  async release(offset: number): Promise<number> {
    const cluster = Math.floor(offset / this.#clusterBytes)
    const count = await this.get(cluster)
    if (count === 0) throw malformed(`cluster ${cluster} is in use and has no reference`)
    await this.set(cluster, count - 1)
    return count - 1
  }

  /** Counts reach the file at once: a crash leaves clusters without an owner at worst. */
  async set(cluster: number, count: number): Promise<void> {
    const index = Math.floor(cluster / this.#perBlock)
    const block = await this.#block(index, true)
    if (block === undefined) throw malformed('no block of reference counts')
    const place = cluster % this.#perBlock
    this.#write(block, place, count)
    const first = Math.floor((place * this.#bits) / 8)
    const bytes = Math.max(1, this.#bits / 8)
    await this.#file.write(Number(this.#table[index] ?? 0n) + first, block.subarray(first, first + bytes))
  }

  async #block(index: number, isWanted: boolean): Promise<Uint8Array | undefined> {
    const known = this.#blocks.get(index)
    if (known !== undefined) return known
    const offset = Number((this.#table[index] ?? 0n) & ~511n)
    if (offset === 0 && !isWanted) return undefined
    const block = new Uint8Array(this.#clusterBytes)
    if (offset === 0) await this.#addBlock(index, block)
    else {
      await this.#file.read(offset, block)
      this.#blocks.set(index, block)
    }
    return block
  }

  /** A new block counts itself, or another block does. */
  async #addBlock(index: number, block: Uint8Array): Promise<void> {
    if (index >= this.#table.length) await this.#growTable(index + 1)
    const cluster = this.#next++
    const offset = cluster * this.#clusterBytes
    await this.#file.write(offset, block)
    this.#table[index] = BigInt(offset)
    this.#blocks.set(index, block)
    try {
      await this.set(cluster, 1)
      const entry = new Uint8Array(entryBytes)
      new DataView(entry.buffer).setBigUint64(0, BigInt(offset))
      await this.#file.write(this.#header.refcountTableOffset + index * entryBytes, entry)
    } catch (error) {
      // A block that the table on the disk does not have would count for nobody.
      this.#table[index] = 0n
      this.#blocks.delete(index)
      throw error
    }
  }

  /** The table moves to a larger place; the header says so once it is complete there. */
  async #growTable(entries: number): Promise<void> {
    const perCluster = this.#clusterBytes / entryBytes
    const clusters = Math.max(this.#header.refcountTableClusters * 2, Math.ceil(entries / perCluster) + 1)
    const old = { offset: this.#header.refcountTableOffset, clusters: this.#header.refcountTableClusters }
    const table = new BigUint64Array(clusters * perCluster)
    table.set(this.#table)
    const first = this.#next
    this.#next += clusters
    this.#table = table
    this.#header.refcountTableOffset = first * this.#clusterBytes
    this.#header.refcountTableClusters = clusters
    await this.#file.write(this.#header.refcountTableOffset, encode(table))
    for (let index = 0; index < clusters; index++) await this.set(first + index, 1)
    await this.#file.write(this.#header.refcountTableOffset, encode(this.#table))
    const fields = new Uint8Array(12)
    const view = new DataView(fields.buffer)
    view.setBigUint64(0, BigInt(this.#header.refcountTableOffset))
    view.setUint32(8, clusters)
    await this.#file.flush()
    await this.#file.write(48, fields)
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
