/**
 * A disk in a qcow2 image: two levels of tables over clusters.
 *
 *     guest offset: | index of the first level | index of the second level | offset in the cluster |
 *     entry: | copied 63 | compressed 62 | host offset 55..9 | zero 0 |
 *
 * Data and reference counts are written at once, entries of the tables wait for a flush, which writes them after what they refer to has
 * become durable, and only then does a cluster lose a reference. So an interruption loses at most what was not flushed, and leaves clusters without an owner at worst.
 */
import { Decompress } from 'fzstd'
import { VmHostError } from '../../error'
import { inflateRaw } from '../../platform/inflate'
import type { BlockDevice } from '../block-device'
import { compressions, malformed, mostL1Entries, type Qcow2Header, unsupported } from './header'
import { decode, encode, type Refcounts } from './refcounts'
import type { GrowableFile } from './storage'

const copied = 1n << 63n
const compressed = 1n << 62n
const zeroFlag = 1n
const offsetMask = 0x00ff_ffff_ffff_fe00n
const sectorBytes = 512
/** 32 MiB with clusters of 64 KiB. */
const mostTables = 512
/** Clusters that wait for a flush to lose a reference: a guest that never flushes does not make the file grow without end. */
const mostReleased = 1024

interface Table {
  readonly entries: BigUint64Array
  isDirty: boolean
}

export interface Qcow2Parts {
  file: GrowableFile
  header: Qcow2Header
  isReadOnly: boolean
  backing: BlockDevice | undefined
  l1: BigUint64Array
  refcounts: Refcounts
}

export class Qcow2Device implements BlockDevice {
  readonly isReadOnly: boolean
  #bytes: number
  readonly #parts: Qcow2Parts
  readonly #clusterBytes: number
  readonly #perTable: number
  readonly #tables = new Map<number, Table>()
  #isL1Dirty = false
  /** Clusters that lose a reference once the tables on the disk do not refer to them any more. */
  #released: number[] = []
  /** One request at a time: the tables change under way. */
  #queue: Promise<void> = Promise.resolve()

  constructor(parts: Qcow2Parts) {
    this.#parts = parts
    this.#bytes = Math.floor(parts.header.bytes / sectorBytes) * sectorBytes
    this.isReadOnly = parts.isReadOnly
    this.#clusterBytes = 2 ** parts.header.clusterBits
    this.#perTable = this.#clusterBytes / 8
  }

  get bytes(): number {
    return this.#bytes
  }

  get generation(): string | undefined {
    return this.#parts.file.generation
  }

  read(offset: number, into: Uint8Array): Promise<void> {
    return this.#exclusive(() =>
      this.#eachCluster(offset, into.length, (at, done, bytes) => this.#readCluster(at, into.subarray(done, done + bytes))),
    )
  }

  write(offset: number, from: Uint8Array): Promise<void> {
    return this.#exclusive(() =>
      this.#eachCluster(offset, from.length, async (at, done, bytes) => {
        await this.#bound()
        await this.#writeCluster(at, from.subarray(done, done + bytes))
      }),
    )
  }

  zero(offset: number, count: number): Promise<void> {
    return this.#exclusive(() =>
      this.#eachCluster(offset, count, async (at, _, bytes) => {
        await this.#bound()
        await this.#zeroCluster(at, bytes)
      }),
    )
  }

  grow(bytes: number): Promise<void> {
    return this.#exclusive(() => this.#grow(bytes))
  }

  flush(): Promise<void> {
    return this.#exclusive(() => this.#flush())
  }

  async close(): Promise<void> {
    await this.#parts.backing?.close()
    await this.#parts.file.close()
  }

  #exclusive(work: () => Promise<void>): Promise<void> {
    const result = this.#queue.then(work)
    this.#queue = result.catch(() => {})
    return result
  }

  async #eachCluster(
    offset: number,
    count: number,
    work: (at: number, done: number, bytes: number) => Promise<void>,
  ): Promise<void> {
    for (let done = 0; done < count; ) {
      const at = offset + done
      const bytes = Math.min(count - done, this.#clusterBytes - (at % this.#clusterBytes))
      await work(at, done, bytes)
      done += bytes
    }
  }

  /** What waits for a flush is not more than that. */
  async #bound(): Promise<void> {
    const dirty = (): number => [...this.#tables.values()].filter(({ isDirty }) => isDirty).length
    if (this.#released.length >= mostReleased || (this.#tables.size >= mostTables && dirty() >= mostTables)) await this.#flush()
  }

  async #readCluster(offset: number, into: Uint8Array): Promise<void> {
    const entry = await this.#entry(offset)
    const inside = offset % this.#clusterBytes
    if ((entry & compressed) !== 0n) {
      into.set((await this.#decompress(entry)).subarray(inside, inside + into.length))
      return
    }
    const host = this.#hostOf(entry)
    if ((entry & zeroFlag) !== 0n && this.#parts.header.version === 3) into.fill(0)
    else if (host !== 0) await this.#parts.file.read(host + inside, into)
    else await this.#readBacking(offset, into)
  }

  /** Where a cluster lies that is not compressed. */
  #hostOf(entry: bigint): number {
    const host = Number(entry & offsetMask)
    if (host % this.#clusterBytes !== 0) throw malformed(`a cluster lies at ${host}`)
    return host
  }

  async #readBacking(offset: number, into: Uint8Array): Promise<void> {
    const { backing } = this.#parts
    const inside = backing === undefined ? 0 : Math.max(0, Math.min(into.length, backing.bytes - offset))
    into.fill(0, inside)
    if (inside > 0) await backing?.read(offset, into.subarray(0, inside))
  }

  async #writeCluster(offset: number, from: Uint8Array): Promise<void> {
    const table = await this.#writableTable(offset)
    const place = this.#placeOf(offset)
    const entry = table.entries[place] ?? 0n
    const inside = offset % this.#clusterBytes
    const isZero = (entry & zeroFlag) !== 0n && this.#parts.header.version === 3
    if ((entry & copied) !== 0n && (entry & compressed) === 0n && !isZero) {
      await this.#parts.file.write(this.#hostOf(entry) + inside, from)
      return
    }
    const whole = new Uint8Array(this.#clusterBytes)
    if (from.length < whole.length) await this.#readCluster(offset - inside, whole)
    whole.set(from, inside)
    const host = await this.#parts.refcounts.allocate()
    await this.#writeNew(host, whole)
    this.#replace(table, place, BigInt(host) | copied)
  }

  /** Fills a cluster that was allocated for it, or gives it back. */
  async #writeNew(host: number, from: Uint8Array): Promise<void> {
    try {
      await this.#parts.file.write(host, from)
    } catch (error) {
      // What is wrong is told already; a cluster that cannot be given back has no owner, and harms nobody.
      await this.#parts.refcounts.release(host).catch(() => {})
      throw error
    }
  }

  /** Whole clusters lose their place; parts of one are written, unless it reads as zeros already. */
  async #zeroCluster(offset: number, bytes: number): Promise<void> {
    const entry = await this.#entry(offset)
    const { header, backing } = this.#parts
    const isHole = entry === 0n && backing === undefined
    if (isHole || ((entry & zeroFlag) !== 0n && (entry & compressed) === 0n && header.version === 3)) return
    const isWhole = bytes === this.#clusterBytes || offset + bytes === this.#bytes
    if (offset % this.#clusterBytes !== 0 || !isWhole || (header.version === 2 && backing !== undefined)) {
      return this.#writeCluster(offset, new Uint8Array(bytes))
    }
    const table = await this.#writableTable(offset)
    this.#replace(table, this.#placeOf(offset), header.version === 3 && backing !== undefined ? zeroFlag : 0n)
  }

  /** The entry refers to something else from now on; what it referred to has one reference less. */
  #replace(table: Table, place: number, entry: bigint): void {
    const before = table.entries[place] ?? 0n
    table.entries[place] = entry
    table.isDirty = true
    if ((before & compressed) !== 0n) this.#releaseCompressed(before)
    else if ((before & offsetMask) !== 0n) this.#released.push(Number(before & offsetMask))
  }

  #releaseCompressed(entry: bigint): void {
    const { offset, bytes } = this.#compressedPlace(entry)
    const first = Math.floor(offset / this.#clusterBytes)
    const last = Math.floor((offset + bytes - 1) / this.#clusterBytes)
    for (let cluster = first; cluster <= last; cluster++) this.#released.push(cluster * this.#clusterBytes)
  }

  async #decompress(entry: bigint): Promise<Uint8Array> {
    const { offset, bytes } = this.#compressedPlace(entry)
    const packed = new Uint8Array(bytes)
    await this.#parts.file.read(offset, packed)
    const whole = new Uint8Array(this.#clusterBytes)
    const unpacked =
      this.#parts.header.compression === compressions.zstd ? unpackZstd(packed, whole) : await inflateRaw(packed, whole.length)
    if (unpacked.length < whole.length) throw malformed(`a compressed cluster at ${offset} is damaged`)
    return unpacked
  }

  /** Offset in bytes, and size in sectors that are counted from the one that it begins in. */
  #compressedPlace(entry: bigint): { offset: number; bytes: number } {
    const shift = BigInt(62 - (this.#parts.header.clusterBits - 8))
    const offset = Number(entry & ((1n << shift) - 1n))
    const sectors = Number((entry & (compressed - 1n)) >> shift) + 1
    return { offset, bytes: sectors * sectorBytes - (offset % sectorBytes) }
  }

  async #entry(offset: number): Promise<bigint> {
    const table = await this.#table(this.#l1IndexOf(offset))
    return table?.entries[this.#placeOf(offset)] ?? 0n
  }

  async #table(index: number): Promise<Table | undefined> {
    const known = this.#tables.get(index)
    if (known !== undefined) return known
    const host = Number((this.#parts.l1[index] ?? 0n) & offsetMask)
    if (host === 0) return undefined
    if (host % this.#clusterBytes !== 0) throw malformed(`a table lies at ${host}`)
    const bytes = new Uint8Array(this.#clusterBytes)
    await this.#parts.file.read(host, bytes)
    return this.#keep(index, { entries: decode(bytes), isDirty: false })
  }

  /** A table of this image alone: a new one, or a copy of one that snapshots have, too. */
  async #writableTable(offset: number): Promise<Table> {
    const index = this.#l1IndexOf(offset)
    const { l1, refcounts } = this.#parts
    const before = l1[index] ?? 0n
    const known = await this.#table(index)
    if (known !== undefined && (before & copied) !== 0n) return known
    // A table is not written, and not known, before there is a place for it.
    l1[index] = BigInt(await refcounts.allocate()) | copied
    const table = known ?? this.#keep(index, { entries: new BigUint64Array(this.#perTable), isDirty: true })
    table.isDirty = true
    this.#isL1Dirty = true
    if ((before & offsetMask) !== 0n) this.#released.push(Number(before & offsetMask))
    return table
  }

  #keep(index: number, table: Table): Table {
    if (this.#tables.size >= mostTables) {
      for (const [other, { isDirty }] of this.#tables) {
        if (isDirty) continue
        this.#tables.delete(other)
        break
      }
    }
    this.#tables.set(index, table)
    return table
  }

  /**
   * What tables refer to, then tables, then the first level, and last what none of them refers to any more. A table counts as written once it is
   * durable: after a flush that failed nobody knows what of it there is.
   */
  async #flush(): Promise<void> {
    const { file, l1, header } = this.#parts
    await file.flush()
    const dirty = [...this.#tables].filter(([, table]) => table.isDirty)
    for (const [index, table] of dirty) await file.write(Number((l1[index] ?? 0n) & offsetMask), encode(table.entries))
    if (dirty.length > 0) await file.flush()
    for (const [, table] of dirty) table.isDirty = false
    if (this.#isL1Dirty) {
      await file.write(header.l1Offset, encode(l1))
      await file.flush()
      this.#isL1Dirty = false
    }
    // What cannot be given back is without an owner; the content is durable all the same.
    let damage: unknown
    for (const offset of this.#released.splice(0)) {
      await this.#parts.refcounts.release(offset).catch((error: unknown) => {
        if (error instanceof VmHostError) damage = error
      })
    }
    if (damage !== undefined) throw damage
  }

  /** First the tables reach further, then there are zeros, then the header has the size: an interruption leaves the old disk or the new one. */
  async #grow(bytes: number): Promise<void> {
    const { header, backing, file } = this.#parts
    if (header.version === 2 && header.snapshots > 0) throw unsupported('it is of version 2 and has snapshots, and cannot grow')
    const entries = Math.ceil(bytes / (this.#clusterBytes * this.#perTable))
    const clusters = Math.ceil((entries * 8) / this.#clusterBytes)
    if (clusters * this.#perTable > mostL1Entries && entries > header.l1Entries)
      throw unsupported(
        `${bytes} bytes need ${entries} tables of clusters of ${this.#clusterBytes} bytes, expected at most ${mostL1Entries}`,
      )
    await this.#flush()
    if (entries > header.l1Entries) await this.#moveL1(clusters)
    const before = this.#bytes
    this.#bytes = bytes
    try {
      await this.#zeroBehind(before, Math.min(bytes, Math.max(backing?.bytes ?? 0, roundUp(before, this.#clusterBytes))))
      await this.#flush()
      const size = new DataView(new ArrayBuffer(8))
      size.setBigUint64(0, BigInt(bytes))
      await file.write(24, new Uint8Array(size.buffer))
    } catch (error) {
      this.#bytes = before
      throw error
    }
    header.bytes = bytes
    await file.flush()
  }

  /** The rest of the last cluster, and what a longer backing file has there, would be seen otherwise. */
  #zeroBehind(before: number, end: number): Promise<void> {
    return this.#eachCluster(before, Math.max(0, end - before), (at, _, bytes) => this.#zeroCluster(at, bytes))
  }

  /** The first level moves to a larger place; the header tells of it when all of it is there. */
  async #moveL1(clusters: number): Promise<void> {
    const { file, header, refcounts } = this.#parts
    const l1 = new BigUint64Array(clusters * this.#perTable)
    l1.set(this.#parts.l1)
    const offset = await refcounts.allocate(clusters)
    const release = async (first: number, count: number): Promise<void> => {
      for (let index = 0; index < count; index++) await refcounts.release(first + index * this.#clusterBytes).catch(() => {})
    }
    try {
      await file.write(offset, encode(l1))
      await file.flush()
      const fields = new DataView(new ArrayBuffer(12))
      fields.setUint32(0, l1.length)
      fields.setBigUint64(4, BigInt(offset))
      await file.write(36, new Uint8Array(fields.buffer))
    } catch (error) {
      await release(offset, clusters)
      throw error
    }
    const old = { offset: header.l1Offset, clusters: Math.ceil((header.l1Entries * 8) / this.#clusterBytes) }
    this.#parts.l1 = l1
    header.l1Entries = l1.length
    header.l1Offset = offset
    await file.flush()
    await release(old.offset, old.clusters)
  }

  #l1IndexOf(offset: number): number {
    return Math.floor(offset / (this.#clusterBytes * this.#perTable))
  }

  #placeOf(offset: number): number {
    return Math.floor(offset / this.#clusterBytes) % this.#perTable
  }
}

const roundUp = (value: number, unit: number): number => Math.ceil(value / unit) * unit

/** Bytes behind the frame belong to something else: what comes after the cluster is full is not looked at. */
function unpackZstd(packed: Uint8Array, whole: Uint8Array): Uint8Array {
  let done = 0
  const stream = new Decompress((chunk) => {
    const part = chunk.subarray(0, whole.length - done)
    whole.set(part, done)
    done += part.length
  })
  try {
    stream.push(packed)
  } catch (error) {
    if (done < whole.length) throw malformed(`a compressed cluster is damaged: ${(error as Error).message}`)
  }
  return whole.subarray(0, done)
}
