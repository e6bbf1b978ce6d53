/** The volumes of storage pools where they are open: each with its content, its snapshots, and the guests that have it. */
import type { Core } from '../core/core'
import { VmHostError } from '../error'
import { fileIdentity, removeBlockFile } from '../platform/block-file'
import { createDevice, createLayer, type LayerPlan, snapshotPath } from '../storage/create'
import { LayeredDevice } from '../storage/layers'
import { openVolume } from '../storage/open'
import { Qcow2Device } from '../storage/qcow2/device'
import type { NewVolumePlan, VolumeCalls, VolumeFacts, VolumeLimits, VolumePlace, VolumeUsage } from '../storage/volume-calls'
import type { VolumePlan } from '../storage/volume-source'
import type { NewEvent } from './event-log'
import { FrameVolume } from './frame-volume'
import { GuestFiles, identityOf } from './guest-files'

/** A guest's disk that shows a volume. */
export interface Attachment {
  readonly isReadOnly: boolean
  resized(bytes: number): void
  limited(limits: VolumeLimits): void
}

export type VolumeContent = FrameVolume | LayeredDevice

export class ResidentVolume {
  readonly attachments = new Set<Attachment>()
  readonly snapshots = new Map<string, VolumeContent>()
  /** Snapshots that what is written now is built on, the latest last, and of each snapshot, itself among them. */
  base: readonly string[] = []
  readonly bases = new Map<string, readonly string[]>()
  limits: VolumeLimits = {}
  /** Generation of the layer when it was made, and of what it lies on. */
  origin: { own: string | undefined; below: string | undefined } | undefined
  /** Overlays are built on it: it is not written any more. */
  isBase = false

  content: VolumeContent
  readonly facts: VolumeFacts
  /** Where its file is, if it has one that layers can name. */
  readonly place: VolumePlace | undefined
  /** Of the snapshots. */
  readonly formats = new Map<string, VolumeFacts['format']>()

  constructor(
    readonly name: string,
    { content, facts, place }: { content: VolumeContent; facts: VolumeFacts; place: VolumePlace | undefined },
  ) {
    this.content = content
    this.facts = facts
    this.place = place
  }

  /** Of the content: a layer that nobody wrote to is what it lies on. */
  get generation(): string | undefined {
    const own = this.content instanceof FrameVolume ? undefined : this.content.generation
    return this.origin !== undefined && this.origin.own === own ? this.origin.below : own
  }

  get isReadOnly(): boolean {
    return this.isBase || this.facts.isReadOnly
  }

  /** Who writes to its file changes the volume, and breaks nothing. */
  get keepsNothing(): boolean {
    return this.facts.format === 'raw' && this.attachments.size === 0 && !this.isBase
  }

  /** Throws ERR_INVALID_STATE where two guests would write, or one what another reads. */
  expectFree(isReadOnly: boolean): void {
    const isShared = isReadOnly && [...this.attachments].every(({ isReadOnly }) => isReadOnly)
    if (this.attachments.size > 0 && !isShared) {
      const message = `volume ${JSON.stringify(this.name)} is a disk of another guest, expected readOnly in all of them`
      throw new VmHostError('ERR_INVALID_STATE', message, { details: { volume: this.name } })
    }
  }

  attach(attachment: Attachment): void {
    this.expectFree(attachment.isReadOnly)
    this.attachments.add(attachment)
  }
}

export class ResidentVolumes implements VolumeCalls {
  readonly guestFiles = new GuestFiles()
  readonly #volumes = new Map<number, ResidentVolume>()
  /** Volumes that were closed while others were built on them. */
  #lent: ResidentVolume[] = []
  readonly #core: Core
  readonly #record: (event: NewEvent) => void
  #nextId = 1

  constructor(core: Core, record: (event: NewEvent) => void) {
    this.#core = core
    this.#record = record
  }

  /** ERR_INVALID_STATE when it was closed. */
  volume(id: number): ResidentVolume {
    const volume = this.#volumes.get(id)
    if (volume === undefined) throw new VmHostError('ERR_INVALID_STATE', `volume ${id} was closed`)
    return volume
  }

  async create({ name, place, format, bytes }: NewVolumePlan): Promise<VolumeFacts> {
    const content =
      place.kind === 'memory' && format === 'raw'
        ? FrameVolume.create(this.#core, name, bytes)
        : new LayeredDevice(await createDevice(place, { format, bytes }))
    return this.add(name, content, { format, isReadOnly: false, place })
  }

  async open(name: string, plan: VolumePlan): Promise<VolumeFacts> {
    const { source, format } = plan
    if (source.kind === 'memory' && format === 'raw') {
      const content = FrameVolume.create(this.#core, name, source.bytes)
      try {
        content.fill(source.content ?? new Uint8Array(0))
      } catch (error) {
        content.destroy()
        throw error
      }
      return this.add(name, content, { format, isReadOnly: plan.isReadOnly, place: { kind: 'memory' } })
    }
    return this.openContent(plan, {}, (content) => {
      const found = content.top instanceof Qcow2Device ? 'qcow2' : 'raw'
      const isReadOnly = plan.isReadOnly || content.isReadOnly
      return this.add(name, content, { format: found, isReadOnly, place: placeOf(plan) })
    })
  }

  /**
   * Opens an image, of a volume or a guest's own, with the files below it, which nobody writes from now on until it is closed, and gives it to
   * `keep`, which notes at once whose it is. Who restores a guest sees to its files.
   */
  async openContent<T>(
    plan: VolumePlan,
    { isGuest = false, isRestored = false }: { isGuest?: boolean; isRestored?: boolean },
    keep: (content: LayeredDevice) => T,
  ): Promise<T> {
    const below: VolumePlan[] = []
    const expectFree = (file: VolumePlan): void => {
      if (file === plan || !isRestored) this.expectUnused(file, { isGuest: isGuest && file === plan })
      if (!isRestored) this.guestFiles.expectFree(file)
    }
    expectFree(plan)
    const device = await openVolume(plan, (file) => {
      expectFree(file)
      below.push(file)
    })
    const content = new LayeredDevice(device)
    try {
      // Opening took its time.
      for (const file of [plan, ...below]) expectFree(file)
      this.guestFiles.addBacking(below, content)
      return keep(content)
    } catch (error) {
      await content.close()
      throw error
    }
  }

  /**
   * Who writes what another has open would undo its tables; a snapshot's file is not written any more. A guest may have a file by its path whose
   * volume is raw and no guest's: nothing of that is kept.
   */
  expectUnused(plan: VolumePlan, { isGuest = false } = {}): void {
    const { source, isReadOnly } = plan
    const identity = identityOf(plan)
    if (identity === undefined || source.kind !== 'file') return
    this.#lent = this.#lent.filter(isStillOpen)
    for (const volume of [...this.#volumes.values(), ...this.#lent]) {
      const { place, snapshots } = volume
      if (place?.kind !== 'file') continue
      const isOpen =
        fileIdentity(place.path) === identity && !(isReadOnly && volume.isReadOnly) && !(isGuest && volume.keepsNothing)
      const isBelow = [...snapshots.keys()].some((name) => fileIdentity(snapshotPath(place.path, name)) === identity)
      if (!isOpen && !(isBelow && !isReadOnly)) continue
      const message = `file ${JSON.stringify(source.path)} is open as volume ${JSON.stringify(volume.name)}, expected readOnly in both`
      throw new VmHostError('ERR_INVALID_STATE', message, { details: { volume: volume.name } })
    }
  }

  async overlay(id: number, { name, place }: Omit<NewVolumePlan, 'format' | 'bytes'>): Promise<VolumeFacts> {
    const base = this.volume(id)
    if (base.content instanceof FrameVolume) {
      if (place.kind !== 'memory') throw unsupported(base, 'an overlay of it lies in a pool in memory')
      return this.add(name, this.#cloned(base.content), { format: 'raw', isReadOnly: false, place })
    }
    if ([...base.attachments].some(({ isReadOnly }) => !isReadOnly)) throw busy(base, 'overlay')
    await base.content.flush()
    const { format, bytes } = base.facts
    const below = { device: base.content.lend(), format, name: nameAsBacking(base) }
    const device = await createDevice(place, { format: 'qcow2', bytes, below }).catch(async (error: unknown) => {
      await below.device.close()
      throw error
    })
    base.isBase = true
    const facts = this.add(name, new LayeredDevice(device), { format: 'qcow2', isReadOnly: false, place })
    this.volume(facts.id).origin = { own: device.generation, below: base.generation }
    return facts
  }

  async snapshot(id: number, snapshot: string): Promise<void> {
    const volume = this.volume(id)
    if (volume.snapshots.has(snapshot)) {
      const message = `volume ${JSON.stringify(volume.name)} has a snapshot ${JSON.stringify(snapshot)} already`
      throw new VmHostError('ERR_INVALID_STATE', message, { details: { snapshot } })
    }
    const { content } = volume
    if (content instanceof FrameVolume) volume.snapshots.set(snapshot, this.#cloned(content))
    else await this.#freeze(volume, content, snapshot)
    this.#record({ type: 'volume.snapshot', message: `volume ${volume.name}: snapshot ${snapshot}`, after: { snapshot } })
  }

  /** The layer on top stays as it is, a file under another name; what is written from now on goes into a new one. */
  async #freeze(volume: ResidentVolume, content: LayeredDevice, snapshot: string): Promise<void> {
    if (volume.isReadOnly) throw unsupported(volume, volume.isBase ? 'overlays are built on it' : 'it is read-only')
    await content.flush()
    const frozen = new LayeredDevice(content.top)
    const layer = await createLayer(layerPlan(volume, snapshot, frozen), { keepsOld: true })
    const below = volume.generation
    content.replaceTop(layer)
    volume.origin = { own: layer.generation, below }
    volume.snapshots.set(snapshot, frozen)
    volume.formats.set(snapshot, volume.facts.format)
    volume.base = [...volume.base, snapshot]
    volume.bases.set(snapshot, volume.base)
    volume.facts.format = 'qcow2'
  }

  async revert(id: number, snapshot: string): Promise<number> {
    const volume = this.volume(id)
    const kept = snapshotOf(volume, snapshot)
    if (volume.attachments.size > 0) throw busy(volume, 'revert')
    const before = volume.content
    if (kept instanceof FrameVolume) volume.content = kept.clone()
    else {
      const layer = await createLayer(layerPlan(volume, snapshot, kept), { keepsOld: false })
      volume.content = new LayeredDevice(layer)
      volume.origin = { own: layer.generation, below: kept.generation }
      volume.base = volume.bases.get(snapshot) ?? []
    }
    if (before instanceof FrameVolume) before.destroy()
    else await before.close()
    volume.facts.bytes = volume.content.bytes
    this.#record({ type: 'volume.reverted', message: `volume ${volume.name}: reverted to ${snapshot}`, after: { snapshot } })
    return volume.facts.bytes
  }

  async removeSnapshot(id: number, snapshot: string): Promise<void> {
    const volume = this.volume(id)
    const kept = snapshotOf(volume, snapshot)
    if (kept instanceof FrameVolume) kept.destroy()
    else await this.#removeLayer(volume, snapshot, kept)
    volume.snapshots.delete(snapshot)
    volume.formats.delete(snapshot)
  }

  async #removeLayer(volume: ResidentVolume, snapshot: string, layer: LayeredDevice): Promise<void> {
    if (volume.base.includes(snapshot)) throw unsupported(volume, `it is built on its snapshot ${JSON.stringify(snapshot)}`)
    const [above] = [...volume.bases].find(([other, base]) => other !== snapshot && base.includes(snapshot)) ?? []
    if (above !== undefined)
      throw unsupported(volume, `its snapshot ${JSON.stringify(above)} is built on its snapshot ${JSON.stringify(snapshot)}`)
    await layer.close()
    if (volume.place?.kind === 'file') removeBlockFile(snapshotPath(volume.place.path, snapshot))
    volume.bases.delete(snapshot)
  }

  async resize(id: number, bytes: number): Promise<void> {
    const volume = this.volume(id)
    const before = volume.content.bytes
    if (bytes < before) throw unsupported(volume, `it has ${before} bytes and can only grow`)
    if (volume.isReadOnly) throw unsupported(volume, volume.isBase ? 'overlays are built on it' : 'it is read-only')
    if (volume.content instanceof FrameVolume) this.#grow(volume.content, bytes)
    else {
      const { grow } = volume.content.top
      if (grow === undefined) throw unsupported(volume, 'it cannot grow where it is')
      await grow.call(volume.content.top, bytes)
    }
    volume.facts.bytes = bytes
    for (const attachment of volume.attachments) attachment.resized(bytes)
    const message = `volume ${volume.name}: ${bytes} bytes`
    this.#record({ type: 'volume.resized', message, before: { bytes: before }, after: { bytes } })
  }

  async limit(id: number, limits: VolumeLimits): Promise<void> {
    const volume = this.volume(id)
    volume.limits = limits
    for (const attachment of volume.attachments) attachment.limited(limits)
  }

  async read(id: number, offset: number, bytes: number): Promise<Uint8Array> {
    const { name, content } = this.volume(id)
    checkRange(name, content, { offset, bytes })
    const into = new Uint8Array(bytes)
    await content.read(offset, into)
    return into
  }

  async write(id: number, offset: number, bytes: Uint8Array): Promise<void> {
    const volume = this.volume(id)
    if (volume.isReadOnly) throw unsupported(volume, 'it is read-only')
    checkRange(volume.name, volume.content, { offset, bytes: bytes.length })
    if (volume.attachments.size > 0) throw busy(volume, 'write')
    await volume.content.write(offset, bytes)
  }

  async flush(id: number): Promise<void> {
    await this.volume(id).content.flush()
  }

  async usage(id: number): Promise<VolumeUsage> {
    const { content, attachments } = this.volume(id)
    const attached = attachments.size
    return content instanceof FrameVolume ? { memory: content.residentBytes, attached } : { attached }
  }

  async close(id: number): Promise<void> {
    const volume = this.#volumes.get(id)
    if (volume === undefined) return
    if (volume.attachments.size > 0) throw busy(volume, 'close')
    this.#volumes.delete(id)
    this.#lent = [...this.#lent.filter(isStillOpen), volume]
    for (const kept of volume.snapshots.values()) if (kept instanceof FrameVolume) kept.destroy()
    if (volume.content instanceof FrameVolume) volume.content.destroy()
    else {
      try {
        await volume.content.flush()
      } finally {
        await volume.content.close()
        for (const kept of volume.snapshots.values()) if (kept instanceof LayeredDevice) await kept.close()
      }
    }
    this.#record({ type: 'volume.closed', message: `volume ${volume.name}: closed` })
  }

  /** The guests are gone. */
  async closeAll(): Promise<void> {
    for (const [id, volume] of this.#volumes) {
      volume.attachments.clear()
      await this.close(id).catch(() => {})
    }
  }

  /** A moment of a volume that guests may be writing. */
  #cloned(content: FrameVolume): FrameVolume {
    const { hostStop, hostResume } = this.#core.exports
    hostStop()
    try {
      return content.clone()
    } finally {
      hostResume()
    }
  }

  #grow(content: FrameVolume, bytes: number): void {
    const { hostStop, hostResume } = this.#core.exports
    hostStop()
    try {
      content.grow(bytes)
    } finally {
      hostResume()
    }
  }

  /** Takes content in that is open. */
  add(
    name: string,
    content: VolumeContent,
    { format, isReadOnly, place }: Pick<VolumeFacts, 'format' | 'isReadOnly'> & { place: VolumePlace | undefined },
  ): VolumeFacts {
    const id = this.#nextId++
    const facts: VolumeFacts = { id, bytes: content.bytes, format, isReadOnly }
    this.#volumes.set(id, new ResidentVolume(name, { content, facts, place }))
    this.#record({ type: 'volume.opened', message: `volume ${name}: ${format}, ${content.bytes} bytes`, after: { ...facts } })
    return facts
  }
}

/** A layer over a snapshot, in the place of the volume. */
function layerPlan(volume: ResidentVolume, snapshot: string, below: LayeredDevice): LayerPlan {
  const { place, formats, facts } = volume
  if (place === undefined || place.kind === 'opfs') throw unsupported(volume, 'snapshots are kept in memory and beside files')
  return { place, snapshot, below: below.lend(), format: formats.get(snapshot) ?? facts.format }
}

function placeOf({ source }: VolumePlan): VolumePlace | undefined {
  if (source.kind === 'file' || source.kind === 'opfs') return { kind: source.kind, path: source.path }
  return source.kind === 'memory' ? { kind: 'memory' } : undefined
}

/** What an image says that it is built on. */
export function nameAsBacking({ place, name }: ResidentVolume): string {
  return place === undefined || place.kind === 'memory' ? name : place.path
}

const isStillOpen = ({ content }: ResidentVolume): boolean => content instanceof LayeredDevice && content.isOpen

function snapshotOf(volume: ResidentVolume, snapshot: string): VolumeContent {
  const kept = volume.snapshots.get(snapshot)
  if (kept !== undefined) return kept
  const message = `volume ${JSON.stringify(volume.name)} has no snapshot ${JSON.stringify(snapshot)}`
  throw new VmHostError('ERR_NOT_FOUND', message, { details: { snapshot } })
}

function checkRange(name: string, content: VolumeContent, { offset, bytes }: { offset: number; bytes: number }): void {
  if (offset >= 0 && offset + bytes <= content.bytes) return
  const message = `volume ${JSON.stringify(name)}: ${bytes} bytes at ${offset}, expected them within ${content.bytes} bytes`
  throw new VmHostError('ERR_INVALID_ADDRESS', message, { details: { offset, bytes } })
}

function busy({ name }: ResidentVolume, action: string): VmHostError {
  return new VmHostError('ERR_INVALID_STATE', `${action} of volume ${JSON.stringify(name)}: a guest has it`, {
    details: { volume: name },
  })
}

function unsupported({ name }: ResidentVolume, why: string): VmHostError {
  return new VmHostError('ERR_UNSUPPORTED', `volume ${JSON.stringify(name)}: ${why}`, { details: { volume: name } })
}
