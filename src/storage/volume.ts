/** A volume of a storage pool: what a guest has as a disk, with its snapshots. */
import * as v from 'valibot'
import type { MachineRoom } from '../host/protocol'
import { checkOptions, integerBetween, invalidOption, sizeBetween, strictObject } from '../options/check'
import type { Size } from '../options/size'
import type { OverlayOptions, StoragePool } from './pool'
import type { VolumeFacts, VolumeLimits, VolumeUsage } from './volume-calls'
import type { VolumeFormat } from './volume-source'

export interface VolumeParts {
  name: string
  pool: StoragePool
  room: MachineRoom
  facts: VolumeFacts
  /** Its file, where it has one. */
  path?: string
  onClose(): void
}

const sectorBytes = 512
const mostBytes = 2 ** 40
const snapshotName = v.pipe(v.string('a name'), v.regex(/^[\w.-]{1,64}$/, 'a name of letters, digits, _, - and .'))
const limitsSchema = strictObject({
  bytesPerSecond: v.optional(sizeBetween(sectorBytes, 2 ** 36, "bytes a second from '512' to '64GiB'")),
  iops: v.optional(integerBetween(1, 2 ** 31)),
})

export class Volume {
  readonly name: string
  readonly pool: StoragePool
  /** Its file in the machine's file system, or in the origin's private one. */
  readonly path: string | undefined
  readonly #parts: VolumeParts
  readonly #snapshots: string[] = []
  #bytes: number
  #format: VolumeFormat

  constructor(parts: VolumeParts) {
    this.name = parts.name
    this.pool = parts.pool
    this.path = parts.path
    this.#parts = parts
    this.#bytes = parts.facts.bytes
    this.#format = parts.facts.format
  }

  /** What the machine room knows it by. */
  get id(): number {
    return this.#parts.facts.id
  }

  /** Size of the disk in bytes. */
  get bytes(): number {
    return this.#bytes
  }

  /** Of the file that is written now: after a snapshot of a raw file this is a qcow2 file that is built on it. */
  get format(): VolumeFormat {
    return this.#format
  }

  get isReadOnly(): boolean {
    return this.#parts.facts.isReadOnly
  }

  /** Names of the snapshots that were taken, the oldest first. */
  get snapshots(): readonly string[] {
    return [...this.#snapshots]
  }

  /**
   * A volume that begins with this one's content and shares it until it is written, in this pool or in `pool`. Over anything but a volume in
   * memory this one is read-only from now on. Errors: ERR_INVALID_OPTION, ERR_INVALID_STATE when a guest writes it, ERR_UNSUPPORTED.
   *
   *     const base = await pool.createVolume({ name: 'base', source: { url: 'https://example.org/root.qcow2' } })
   *     const disks = [await base.overlay({ name: 'web-1' })]
   */
  overlay(options: OverlayOptions): Promise<Volume> {
    return (options.pool ?? this.pool).addOverlay(this, options)
  }

  /**
   * Keeps the content as it is at this moment; a guest may be running on it. Of a file, what was written so far becomes `PATH@NAME`, and `PATH`
   * a qcow2 image built on it. Errors: ERR_INVALID_OPTION, ERR_INVALID_STATE when the name is taken, ERR_UNSUPPORTED for read-only volumes and
   * those in a browser's file system.
   */
  async snapshot(name: string): Promise<void> {
    const checked = checkOptions(snapshotName, name, 'name of a snapshot')
    await this.#parts.room.storage('snapshot', this.id, checked)
    this.#snapshots.push(checked)
    if (this.#parts.path !== undefined) this.#format = 'qcow2'
  }

  /** The content is what it was at a snapshot. ERR_INVALID_STATE while a guest has the volume, ERR_NOT_FOUND without such a snapshot. */
  async revert(name: string): Promise<void> {
    this.#bytes = await this.#parts.room.storage('revert', this.id, name)
  }

  /** Forgets a snapshot, and removes its file. ERR_UNSUPPORTED while the content, or another snapshot, is built on it, ERR_NOT_FOUND. */
  async removeSnapshot(name: string): Promise<void> {
    await this.#parts.room.storage('removeSnapshot', this.id, name)
    this.#snapshots.splice(this.#snapshots.indexOf(name), 1)
  }

  /**
   * Makes it larger, with zeros behind what there is; a guest that has it is told, and finds the new size at once. ERR_UNSUPPORTED for less than
   * it has, for read-only volumes, and where the backend cannot.
   */
  async resize(size: Size): Promise<void> {
    const bytes = checkOptions(sizeBetween(sectorBytes, mostBytes, "a size from '512' bytes to '1024GiB'"), size, 'size')
    if (bytes % sectorBytes !== 0)
      throw invalidOption('size', { field: 'size', value: bytes, expected: `a multiple of ${sectorBytes} bytes` })
    await this.#parts.room.storage('resize', this.id, bytes)
    this.#bytes = bytes
  }

  /**
   * Most bytes and most requests of each second of a guest's time; what is left out has no limit. Under the virtual clock a limited run repeats.
   *
   *     await volume.setLimits({ bytesPerSecond: '10MiB', iops: 200 })
   */
  async setLimits(limits: { bytesPerSecond?: Size; iops?: number }): Promise<void> {
    const { bytesPerSecond, iops } = checkOptions(limitsSchema, limits, 'limits')
    const plain: VolumeLimits = { ...(bytesPerSecond && { bytesPerSecond }), ...(iops && { iops }) }
    await this.#parts.room.storage('limit', this.id, plain)
  }

  /** Reads `bytes` from `offset` on. ERR_INVALID_ADDRESS outside of it. */
  read(offset: number, bytes: number): Promise<Uint8Array> {
    checkOptions(integerBetween(0, 2 ** 31), bytes, 'number of bytes')
    return this.#parts.room.storage('read', this.id, checkOptions(integerBetween(0, mostBytes), offset, 'offset'), bytes)
  }

  /** Writes `bytes` at `offset`. ERR_INVALID_STATE while a guest has it, ERR_INVALID_ADDRESS outside of it, ERR_UNSUPPORTED when read-only. */
  write(offset: number, bytes: Uint8Array): Promise<void> {
    return this.#parts.room.storage('write', this.id, checkOptions(integerBetween(0, mostBytes), offset, 'offset'), bytes)
  }

  /** Resolves when all that was written is as durable as its backend can make it. */
  flush(): Promise<void> {
    return this.#parts.room.storage('flush', this.id)
  }

  usage(): Promise<VolumeUsage> {
    return this.#parts.room.storage('usage', this.id)
  }

  /** Gives it back: a file stays, what is in memory is gone. ERR_INVALID_STATE while a guest has it. */
  async dispose(): Promise<void> {
    await this.#parts.room.storage('close', this.id)
    this.#parts.onClose()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose()
  }
}
