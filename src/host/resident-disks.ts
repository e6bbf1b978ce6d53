/** The disks of a guest where the core is: volumes in the host's memory, and others behind the requests that the core posts. */
import type { Core } from '../core/core'
import { BLK_ID_BYTES, STAGING_BYTES } from '../core/layout.gen'
import { VmHostError } from '../error'
import type { BlockDevice } from '../storage/block-device'
import { openVolume } from '../storage/open'
import { DeviceIo } from './device-io'
import type { BlkPlan, DevicePlan, StorageFailure } from './protocol'

/** A disk that was opened: with the host pointer of its volume in memory, or the device that serves it. */
export interface OpenDisk {
  readonly plan: BlkPlan
  readonly content: { readonly volume: number; readonly bytes: number } | BlockDevice
}

export interface ResidentDisksOptions {
  core: Core
  guest: number
  disks: readonly OpenDisk[]
  /** The guest's region has its disks already. */
  areAttached: boolean
  onFailure(failure: StorageFailure): void
  onDone(): void
}

const sectorBytes = 512

/** Opens every disk of a guest, or none of them. */
export async function openDisks(core: Core, devices: readonly DevicePlan[]): Promise<OpenDisk[]> {
  const disks: OpenDisk[] = []
  try {
    for (const plan of devices) if (plan.kind === 'blk') disks.push({ plan, content: await open(core, plan) })
  } catch (error) {
    for (const disk of disks) await discard(core, disk)
    throw error
  }
  return disks
}

/** A fork's disks: copies of the volumes in memory that share all of it until somebody writes. */
export function forkDisks(core: Core, disks: readonly OpenDisk[]): OpenDisk[] {
  for (const { plan, content } of disks) {
    if ('volume' in content) continue
    throw new VmHostError('ERR_UNSUPPORTED', `disk ${plan.disk}: only disks in memory can be forked with their guest`)
  }
  const copies: OpenDisk[] = []
  try {
    for (const { plan, content } of disks) {
      if (!('volume' in content)) continue
      const volume = created(core.exports.memoryVolumeClone(content.volume), plan)
      copies.push({ plan, content: { volume, bytes: content.bytes } })
    }
  } catch (error) {
    discardVolumes(core, copies)
    throw error
  }
  return copies
}

/** Gives the volumes in memory back. */
export function discardVolumes(core: Core, disks: readonly OpenDisk[]): void {
  for (const { content } of disks) if ('volume' in content) core.exports.memoryVolumeDestroy(content.volume)
}

async function open(core: Core, plan: BlkPlan): Promise<OpenDisk['content']> {
  const { source, format, bytesPerSecond, iops } = plan.volume
  if (source.kind !== 'memory' || format === 'qcow2' || bytesPerSecond !== undefined || iops !== undefined) {
    return openVolume(plan.volume)
  }
  const volume = created(core.exports.memoryVolumeCreate(BigInt(source.bytes)), plan)
  try {
    fill(core, volume, source.content ?? new Uint8Array(0))
  } catch (error) {
    core.exports.memoryVolumeDestroy(volume)
    throw error
  }
  return { volume, bytes: source.bytes }
}

function created(volume: number, plan: BlkPlan): number {
  if (volume === 0) throw new VmHostError('ERR_OUT_OF_MEMORY', `disk ${plan.disk}: the host has no memory left for its table`)
  return volume
}

/** Pages of zeros stay holes. */
function fill(core: Core, volume: number, content: Uint8Array): void {
  const pointer = core.exports.stagingBuffer()
  for (let offset = 0; offset < content.length; offset += STAGING_BYTES) {
    const part = content.subarray(offset, offset + STAGING_BYTES)
    if (part.every((byte) => byte === 0)) continue
    core.bytes.set(part, pointer)
    if (core.exports.memoryVolumeWrite(volume, BigInt(offset), pointer, part.length) === 0)
      throw new VmHostError('ERR_OUT_OF_MEMORY', `disk of ${content.length} bytes: the host has no memory left for its content`)
  }
}

async function discard(core: Core, { content }: OpenDisk): Promise<void> {
  if ('volume' in content) core.exports.memoryVolumeDestroy(content.volume)
  else await content.close()
}

export class ResidentDisks {
  readonly #options: ResidentDisksOptions
  readonly #io: DeviceIo

  constructor(options: ResidentDisksOptions) {
    this.#options = options
    const { core, guest, disks, onFailure, onDone } = options
    const diskOf = new Map(disks.map(({ plan }) => [plan.slot, plan.disk]))
    this.#io = new DeviceIo({
      core,
      guest,
      onFailure: (slot, failure) => onFailure({ disk: diskOf.get(slot) ?? -1, ...failure }),
      onDone,
    })
    for (const disk of disks) this.#attach(disk)
  }

  get disks(): readonly OpenDisk[] {
    return this.#options.disks
  }

  get underWay(): number {
    return this.#io.underWay
  }

  /** After a slice: serves what was asked for; true when something was done. */
  serve(): boolean {
    return this.#io.serve()
  }

  /** Writes back what is not yet where it belongs, and gives everything back. The guest's region must be gone, or stopped. */
  async close(): Promise<void> {
    await this.#io.close()
    discardVolumes(this.#options.core, this.#options.disks)
  }

  #attach({ plan, content }: OpenDisk): void {
    const { core, guest, areAttached } = this.#options
    const { exports } = core
    const volume = 'volume' in content ? content.volume : 0
    if (!('volume' in content)) this.#io.setDisk(plan.slot, content)
    if (areAttached) {
      exports.blkVolume(guest, plan.slot, volume)
      return
    }
    const isReadOnly = plan.volume.isReadOnly || ('isReadOnly' in content && content.isReadOnly)
    const sectors = BigInt(Math.floor(content.bytes / sectorBytes))
    if (exports.blkCreate(guest, plan.slot, sectors, plan.queues, isReadOnly ? 1 : 0, volume) === 0)
      throw new VmHostError('ERR_CORE', `virtio slot ${plan.slot} does not take a disk`)
    const pointer = exports.stagingBuffer()
    core.bytes.fill(0, pointer, pointer + BLK_ID_BYTES)
    core.bytes.set(new TextEncoder().encode(plan.volume.serial), pointer)
    exports.blkSerial(guest, plan.slot, pointer)
  }
}
