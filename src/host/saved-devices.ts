/** The devices of a guest on their way into a snapshot, and out of it again with what the restored guest is given. */
import { VmHostError } from '../error'
import { invalidOption } from '../options/check'
import { pageBytes } from '../snapshot/format'
import { diskPages, isDisk, isGiven, type SavedDevice, type SavedDisk, type VolumeReference } from '../snapshot/saved-devices'
import type { SavedVolume } from '../snapshot/saved-volume'
import type { Maybe } from '../storage/block-device'
import { ForkOverlay } from '../storage/fork-overlay'
import type { VolumeLimits } from '../storage/volume-calls'
import type { VolumePlan } from '../storage/volume-source'
import { FrameVolume } from './frame-volume'
import type { BlkPlan, DevicePlan, RestorePlan, SharePlan } from './protocol'
import { isOverlay, isReadOnly, type OpenDisk } from './resident-disks'
import type { PortStates } from './resident-ports'
import type { VolumeContent } from './resident-volumes'

export interface Live {
  plans: readonly DevicePlan[]
  disks: readonly OpenDisk[]
  ports: PortStates
}

/** The devices at a moment in which the guest stands still, and what was written to its disks is there. */
export function saveDevices({ plans, disks, ports }: Live): SavedDevice[] {
  return plans.map((plan): SavedDevice => {
    if (plan.kind === 'blk') return saveDisk(plan, disks)
    if (plan.kind === 'p9') {
      const { source: _, ...rest } = plan
      return { ...rest, state: ports.shares.get(plan.slot) ?? { messageBytes: 4096, fids: [] } }
    }
    if (plan.kind !== 'console') return plan
    const state = ports.console ?? { ports: plan.names.map(() => ({ isReady: false, isOpen: false })), control: [] }
    return { ...plan, state }
  })
}

function saveDisk({ volume, ...plan }: BlkPlan, disks: readonly OpenDisk[]): SavedDisk {
  const disk = disks.find((it) => it.plan.slot === plan.slot)
  if (disk === undefined) throw new VmHostError('ERR_CORE', `disk ${plan.disk} is not open`)
  const { isOverlay: _, ...rest } = plan
  const saved = { ...rest, serial: volume.serial, isReadOnly: isReadOnly(disk), bytes: disk.content.bytes, ...limitsOf(volume) }
  if (disk.content instanceof FrameVolume) return saved
  return { ...saved, reference: referenceTo(disk), ...(isOverlay(disk) ? { isOverlay: true } : {}) }
}

function limitsOf({ bytesPerSecond, iops }: VolumeLimits): VolumeLimits {
  return { ...(bytesPerSecond === undefined ? {} : { bytesPerSecond }), ...(iops === undefined ? {} : { iops }) }
}

function referenceTo(disk: OpenDisk): VolumeReference {
  const generation = generationOf(disk)
  const { source } = disk.plan.volume
  const file = 'path' in source ? source.path : 'url' in source ? source.url : source.kind
  const name = (disk.base ?? disk).volume?.name ?? file.replace(/^.*[/\\]/, '')
  return generation === undefined ? { name } : { name, generation }
}

/** Of an overlay it is that of what it lies on. */
function generationOf(disk: OpenDisk): string | undefined {
  const { content, volume } = disk.base ?? disk
  if (content instanceof FrameVolume) return undefined
  return volume?.content === content ? volume.generation : content.generation
}

/** The plans of a restored guest's devices: those of the file, and what the guest is given again. ERR_INVALID_OPTION when that does not fit. */
export function restoreDevices(saved: readonly SavedDevice[], { disks = [], shares = [] }: RestorePlan): DevicePlan[] {
  const wanted = saved.filter(isDisk).filter(isGiven)
  if (disks.length !== wanted.length) throw mismatch('disks', `${disks.length} of them`, describe(wanted))
  const left = [...shares]
  const takeShare = (tag: string): SharePlan['source'] => {
    const at = left.findIndex((share) => share.tag === tag)
    const [share] = at < 0 ? [] : left.splice(at, 1)
    if (share === undefined)
      throw mismatch('shares', `without ${JSON.stringify(tag)}`, 'one for each share of the snapshot, by its tag')
    return share.source
  }
  const plans = saved.map((device): DevicePlan => {
    if (device.kind === 'p9') {
      const { state: _, ...plan } = device
      return { ...plan, source: takeShare(device.tag) }
    }
    if (device.kind === 'console') {
      const { state: _, ...plan } = device
      return plan
    }
    return device.kind === 'blk' ? restoreDisk(device, disks[wanted.indexOf(device)]) : device
  })
  if (left[0] !== undefined) throw mismatch('shares', `with ${JSON.stringify(left[0].tag)}`, 'a tag that the snapshot has')
  return plans
}

/** A disk whose content is in the file is one in memory. */
function restoreDisk(saved: SavedDisk, given: VolumePlan | undefined): BlkPlan {
  const { serial, isReadOnly, bytes, bytesPerSecond: _, iops: __, reference: ___, ...plan } = saved
  // What it lies on may be open for reading only.
  const isFixed = isReadOnly || (plan.isOverlay !== true && given?.isReadOnly === true)
  const content: VolumePlan = given ?? {
    source: { kind: 'memory', bytes },
    format: 'raw',
    isReadOnly,
    serial,
    allowBacking: false,
  }
  return { ...plan, volume: { ...content, ...limitsOf(saved), serial, isReadOnly: isFixed } }
}

/** What the servers of shares and ports knew. */
export function portStates(saved: readonly SavedDevice[]): PortStates {
  const shares = new Map(saved.flatMap((device) => (device.kind === 'p9' ? [[device.slot, device.state] as const] : [])))
  const console = saved.find((device) => device.kind === 'console')
  return console === undefined ? { shares } : { shares, console: console.state }
}

/** The disks of which anything is in the file; `disks` are those that are open. */
export function savedVolumes(
  saved: readonly SavedDevice[],
  { ramPages, disks }: { ramPages: number; disks: readonly OpenDisk[] },
): SavedVolume[] {
  return diskPages(saved, ramPages).map(({ disk: { slot, bytes }, first, pages }) => {
    const content = disks.find(({ plan }) => plan.slot === slot)?.content
    if (content === undefined) throw new VmHostError('ERR_CORE', `the disk in slot ${slot} is not open`)
    const inside = (page: number, it: Uint8Array): Uint8Array => it.subarray(0, Math.min(it.length, bytes - page * pageBytes))
    return {
      first,
      pages,
      held: () => heldPages(content, pages),
      read: (page, into) => content.read(page * pageBytes, inside(page, into)) ?? undefined,
      write: (page, from) => adopt(content, page * pageBytes, inside(page, from)),
    }
  })
}

function adopt(content: VolumeContent, offset: number, from: Uint8Array): Maybe {
  if (!(content instanceof FrameVolume) && content.top instanceof ForkOverlay) return content.top.adopt(offset, from)
  return content.write(offset, from) ?? undefined
}

/** Of a volume in memory all that is not a hole, of an overlay what it has of its own. */
function heldPages(content: VolumeContent, pages: number): Iterable<number> {
  if (content instanceof FrameVolume)
    return Array.from({ length: pages }, (_, page) => page).filter((page) => !content.isHole(page))
  const held = new Set<number>()
  if (content.top instanceof ForkOverlay)
    for (const { offset, bytes } of content.top.differences())
      for (let at = offset; at < offset + bytes; at += pageBytes) held.add(at / pageBytes)
  return held
}

/** Throws ERR_INVALID_OPTION unless every disk that was given is the one that the guest had, as it was. */
export function checkVolumes(saved: readonly SavedDevice[], disks: readonly OpenDisk[]): void {
  for (const [index, was] of saved.filter(isDisk).filter(isGiven).entries()) {
    const disk = disks.find(({ plan }) => plan.slot === was.slot)
    if (disk === undefined || was.reference === undefined) continue
    const { name, generation } = was.reference
    const fail = (value: string, expected: string): never => {
      throw mismatch(`disks.${index}`, value, `${JSON.stringify(name)} of ${was.bytes} bytes, ${expected}`)
    }
    if (disk.content.bytes !== was.bytes) fail(`a volume of ${disk.content.bytes} bytes`, 'as the guest had it')
    if (isReadOnly(disk) && !was.isReadOnly) fail('read-only', 'which the guest writes')
    const found = generationOf(disk)
    if (generation !== found)
      fail(`of generation ${found}`, `of generation ${generation}: it was written since, or is another one`)
  }
}

function describe(wanted: readonly SavedDisk[]): string {
  const list = wanted.map(({ reference, bytes }) => `${JSON.stringify(reference?.name)} of ${bytes} bytes`).join(', ')
  return `${wanted.length}, for those that the snapshot does not hold${list === '' ? '' : ` (${list})`}`
}

const mismatch = (field: string, value: string, expected: string): VmHostError =>
  invalidOption(`restore option ${field}`, { field, value, expected })
