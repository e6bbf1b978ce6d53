/** The disks of a guest where the core is: volumes in the host's memory, and others behind the requests that the core posts. */
import type { Core } from '../core/core'
import { VmHostError } from '../error'
import type { Chunks } from '../storage/chunks'
import { LayeredDevice } from '../storage/layers'
import type { VolumeLimits } from '../storage/volume-calls'
import type { VolumePlan } from '../storage/volume-source'
import { DeviceIo } from './device-io'
import { attachDisk } from './device-slots'
import { FrameVolume } from './frame-volume'
import type { BlkPlan, DevicePlan, StorageFailure } from './protocol'
import type { Attachment, ResidentVolume, ResidentVolumes, VolumeContent } from './resident-volumes'

/** A disk that was opened: its content, and the volume of a pool that this is, if it is one. */
export interface OpenDisk {
  readonly plan: BlkPlan
  readonly content: VolumeContent
  readonly volume?: ResidentVolume
  /** Of an overlay that is gone with its guest: what it begins with, at the bottom of all forks. */
  readonly base?: DiskBase
}

export interface DiskBase {
  readonly content: LayeredDevice
  readonly volume?: ResidentVolume | undefined
}

export interface ResidentDisksOptions {
  core: Core
  guest: number
  disks: readonly OpenDisk[]
  onFailure(failure: StorageFailure): void
  onDone(): void
}

const sectorBytes = 512

interface OpenOptions {
  /** A guest that comes out of a snapshot stands where another one did, which may have its files still: whoever restores it sees to that. */
  isRestored?: boolean
}

/** Opens every disk of a guest, or none of them. */
export async function openDisks(
  core: Core,
  devices: readonly DevicePlan[],
  volumes: ResidentVolumes,
  options: OpenOptions = {},
): Promise<OpenDisk[]> {
  const disks: OpenDisk[] = []
  try {
    for (const plan of devices) {
      if (plan.kind !== 'blk') continue
      const disk = { plan, ...(await open(core, plan, volumes, options)) }
      if (disk.volume !== undefined && disks.some(({ volume }) => volume === disk.volume)) throw isTwice(disk.volume)
      disks.push(disk)
    }
  } catch (error) {
    for (const disk of disks) await giveBack(disk)
    throw error
  }
  return disks
}

const isTwice = ({ name }: ResidentVolume): VmHostError =>
  new VmHostError('ERR_INVALID_STATE', `volume ${JSON.stringify(name)} is two disks of one guest`)

/** By the number of the disk: where a fork's keeps what is its own, when that is not in memory. */
export type ForkChunks = ReadonlyMap<number, Chunks>

/** Disks that begin with the content of these, and share it until somebody writes; nothing may be under way to them. */
export function forkDisks(disks: readonly OpenDisk[], chunks: ForkChunks): OpenDisk[] {
  const forks = cloneDisks(disks)
  for (const disk of disks)
    if (!(disk.content instanceof FrameVolume)) forks.push(overlayOf(disk, disk.content, chunks.get(disk.plan.disk)))
  return forks
}

/** What of these a snapshot holds, as it is now: volumes in memory, and overlays that are gone with their guest. */
export function savedDisks(disks: readonly OpenDisk[]): OpenDisk[] {
  const saved = cloneDisks(disks)
  for (const disk of disks)
    if (isOverlay(disk) && !(disk.content instanceof FrameVolume)) saved.push(overlayOf(disk, disk.content))
  return saved
}

function overlayOf({ plan, volume, base }: OpenDisk, content: LayeredDevice, chunks?: Chunks): OpenDisk {
  const fork = content.fork(chunks === undefined ? {} : { chunks })
  return { plan, content: new LayeredDevice(fork), base: base ?? { content, volume } }
}

/** Nobody could give a restored guest again what this disk has of its own. */
export function isOverlay({ content, base }: OpenDisk): boolean {
  return base !== undefined && !(content instanceof FrameVolume) && !content.isReadOnly
}

/** Copies of the volumes in memory, which share all of it until somebody writes. */
export function cloneDisks(disks: readonly OpenDisk[]): OpenDisk[] {
  const copies: OpenDisk[] = []
  try {
    for (const { plan, content } of disks) if (content instanceof FrameVolume) copies.push({ plan, content: content.clone() })
  } catch (error) {
    discardVolumes(copies)
    throw error
  }
  return copies
}

/** Gives the volumes in memory back that belong to no pool. */
function discardVolumes(disks: readonly OpenDisk[]): void {
  for (const { content, volume } of disks) if (volume === undefined && content instanceof FrameVolume) content.destroy()
}

async function open(core: Core, plan: BlkPlan, volumes: ResidentVolumes, options: OpenOptions): Promise<Omit<OpenDisk, 'plan'>> {
  const { source, format } = plan.volume
  if (plan.isOverlay === true) return openOverlay(plan, volumes, options)
  if (source.kind === 'volume') {
    const volume = volumes.volume(source.id)
    volume.expectFree(plan.volume.isReadOnly || volume.isReadOnly)
    return { content: volume.content, volume }
  }
  if (source.kind !== 'memory' || format === 'qcow2') return { content: await openOwn(plan.volume, volumes, options) }
  const content = FrameVolume.create(core, String(plan.disk), source.bytes)
  try {
    content.fill(source.content ?? new Uint8Array(0))
  } catch (error) {
    content.destroy()
    throw error
  }
  return { content }
}

function openOwn(plan: VolumePlan, volumes: ResidentVolumes, options: OpenOptions): Promise<LayeredDevice> {
  return volumes.openContent(plan, { isGuest: true, ...options }, (content) => {
    volumes.guestFiles.add(plan, content)
    return content
  })
}

/** Over what is only read, so that it may have other guests. */
async function openOverlay(
  { volume: plan }: BlkPlan,
  volumes: ResidentVolumes,
  options: OpenOptions,
): Promise<Omit<OpenDisk, 'plan'>> {
  const { isReadOnly, source } = plan
  const volume = source.kind === 'volume' ? volumes.volume(source.id) : undefined
  const content = volume?.content ?? (await openOwn({ ...plan, isReadOnly: true }, volumes, options))
  if (content instanceof FrameVolume) return { content: content.clone() }
  const overlay = new LayeredDevice(content.fork({ isReadOnly }))
  // Closed with the last of its forks.
  if (volume === undefined) await content.close()
  return { content: overlay, base: { content, volume } }
}

/** What belongs to a pool stays there. */
export async function giveBack({ content, volume }: OpenDisk): Promise<void> {
  if (volume !== undefined) return
  if (content instanceof FrameVolume) content.destroy()
  else await content.close()
}

export class ResidentDisks {
  readonly #options: ResidentDisksOptions
  readonly #io: DeviceIo

  readonly #attachments = new Map<ResidentVolume, Attachment>()
  /** Disks by slot, those among them that are gone and have requests under way. */
  readonly #numbers = new Map<number, number>()
  #disks: readonly OpenDisk[]

  /** Throws ERR_INVALID_STATE when a volume has another guest that excludes this one; nothing is attached then. */
  constructor(options: ResidentDisksOptions) {
    this.#options = options
    const { core, guest, disks, onFailure, onDone } = options
    this.#disks = [...disks]
    this.#io = new DeviceIo({
      core,
      guest,
      onFailure: (slot, failure) => onFailure({ disk: this.#numbers.get(slot) ?? -1, ...failure }),
      onDone,
    })
    try {
      for (const disk of disks) this.#take(disk)
    } catch (error) {
      this.leave()
      throw error
    }
    for (const disk of disks) this.#serve(disk)
  }

  get disks(): readonly OpenDisk[] {
    return this.#disks
  }

  /** One more, while the guest may run; its device is in its slot then. ERR_INVALID_STATE, ERR_CORE; nothing has changed then. */
  add(disk: OpenDisk): void {
    const { core, guest } = this.#options
    if (disk.volume !== undefined && this.#attachments.has(disk.volume)) throw isTwice(disk.volume)
    this.#take(disk)
    try {
      attachDisk({ core, guest }, disk)
    } catch (error) {
      this.#leave(disk)
      throw error
    }
    this.#serve(disk)
    this.#disks = [...this.#disks, disk]
  }

  /** Its device is gone: it is none of the guest's disks from now on. Resolves when what was written to it is as durable as it can be. */
  async remove(slot: number): Promise<void> {
    const disk = this.#disks.find(({ plan }) => plan.slot === slot)
    if (disk === undefined) return
    this.#disks = this.#disks.filter((it) => it !== disk)
    this.#io.removeDisk(slot)
    await this.#io.settle()
    try {
      if (!(disk.content instanceof FrameVolume)) await disk.content.flush()
    } finally {
      this.#leave(disk)
      await giveBack(disk)
    }
  }

  /** Is there a disk that is served here? */
  get areOutside(): boolean {
    return this.disks.some(({ content }) => !(content instanceof FrameVolume))
  }

  /** Waits for what is under way, and until it is as durable as its backends can make it. */
  async settle(): Promise<void> {
    await this.#io.settle()
    for (const { content } of this.disks) await content.flush()
  }

  get underWay(): number {
    return this.#io.underWay
  }

  /** Where its other devices for the outside are served, too. */
  get io(): DeviceIo {
    return this.#io
  }

  /** After a slice: serves what was asked for; true when something was done. */
  serve(): boolean {
    return this.#io.serve()
  }

  /** Writes back what is not yet where it belongs, and gives everything back. The guest's region must be gone, or stopped. */
  async close(): Promise<void> {
    await this.#io.settle()
    this.leave()
    discardVolumes(this.#disks)
    for (const { content, volume } of this.#disks) {
      if (content instanceof FrameVolume) continue
      try {
        await content.flush()
      } finally {
        if (volume === undefined) await content.close()
      }
    }
  }

  #take(disk: OpenDisk): void {
    const { plan, volume } = disk
    if (volume === undefined) return
    const { core, guest, onDone } = this.#options
    const attachment: Attachment = {
      isReadOnly: isReadOnly(disk),
      resized: (bytes) => {
        core.exports.blkSetSectors(guest, plan.slot, BigInt(bytes / sectorBytes))
        onDone()
      },
      limited: (limits) => this.#limit(plan, limits),
    }
    volume.attach(attachment)
    this.#attachments.set(volume, attachment)
  }

  /** Volumes of pools are free for others. */
  leave(): void {
    for (const [volume, attachment] of this.#attachments) volume.attachments.delete(attachment)
    this.#attachments.clear()
  }

  #leave({ volume }: OpenDisk): void {
    const attachment = volume === undefined ? undefined : this.#attachments.get(volume)
    if (volume === undefined || attachment === undefined) return
    volume.attachments.delete(attachment)
    this.#attachments.delete(volume)
  }

  #limit({ slot }: BlkPlan, { bytesPerSecond = 0, iops = 0 }: VolumeLimits): void {
    this.#options.core.exports.blkLimit(this.#options.guest, slot, BigInt(bytesPerSecond), BigInt(iops))
    this.#options.onDone()
  }

  /** Where the core finds it: the region has the disk already, and of another guest's volume a pointer. */
  #serve({ plan, content }: OpenDisk): void {
    const { core, guest } = this.#options
    this.#numbers.set(plan.slot, plan.disk)
    if (content instanceof FrameVolume) core.exports.blkVolume(guest, plan.slot, content.pointer)
    else {
      core.exports.blkVolume(guest, plan.slot, 0)
      this.#io.setDisk(plan.slot, content)
    }
  }
}

export function isReadOnly({ plan, content, volume }: OpenDisk): boolean {
  if (volume !== undefined) return plan.volume.isReadOnly || volume.isReadOnly
  return plan.volume.isReadOnly || (!(content instanceof FrameVolume) && content.isReadOnly)
}
