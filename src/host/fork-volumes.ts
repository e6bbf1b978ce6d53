/** Volumes of pools that the disks of a fork keep their own content in. */
import { VmHostError } from '../error'
import { invalidOption } from '../options/check'
import { DeviceChunks } from '../storage/chunks'
import { createDevice } from '../storage/create'
import { borrowed, type LayeredDevice } from '../storage/layers'
import { Qcow2Device } from '../storage/qcow2/device'
import { newClusterBytes } from '../storage/qcow2/open'
import type { VolumeFacts } from '../storage/volume-calls'
import { FrameVolume } from './frame-volume'
import type { DevicePlan, ForkDiskPlan } from './protocol'
import type { ForkChunks, OpenDisk } from './resident-disks'
import { nameAsBacking, type ResidentVolumes } from './resident-volumes'

/** Makes the images that the volumes will be in; a disk in memory needs none. */
export async function createForkChunks(disks: readonly OpenDisk[], wanted: readonly ForkDiskPlan[]): Promise<ForkChunks> {
  const chunks = new Map<number, DeviceChunks>()
  const targets = wanted.map((it) => ({ ...it, target: targetOf(disks, it) }))
  for (const { disk, place, target } of targets) {
    const { content } = target
    if (content instanceof FrameVolume) continue
    const below = { device: borrowed(content), format: formatOf(target, content), name: nameOf(target) }
    const device = await createDevice(place, { format: 'qcow2', bytes: content.bytes, below })
    chunks.set(disk, new DeviceChunks(device, newClusterBytes))
  }
  return chunks
}

function targetOf(disks: readonly OpenDisk[], { disk, name, place }: ForkDiskPlan): OpenDisk {
  const target = disks.find(({ plan }) => plan.disk === disk)
  if (target === undefined) {
    const expected = `one for each of the ${disks.length} disks of the guest at most`
    throw invalidOption(`fork option disks.${disk}`, { field: `disks.${disk}`, value: name, expected })
  }
  if (target.content instanceof FrameVolume && place.kind !== 'memory')
    throw new VmHostError('ERR_UNSUPPORTED', `disk ${disk}: what is shared with one in memory lies in a pool in memory`)
  return target
}

function formatOf({ volume }: OpenDisk, { top }: LayeredDevice): 'raw' | 'qcow2' {
  return volume?.facts.format ?? (top instanceof Qcow2Device ? 'qcow2' : 'raw')
}

function nameOf({ plan, volume }: OpenDisk): string {
  const { source } = plan.volume
  if (volume !== undefined) return nameAsBacking(volume)
  return 'path' in source ? source.path : source.kind
}

export interface ForkVolumes {
  disks: OpenDisk[]
  devices: DevicePlan[]
  /** In the order in which they were wanted. */
  volumes: VolumeFacts[]
}

/** The disks of a fork, those that were wanted as volumes of pools. */
export function enterForkVolumes(
  volumes: ResidentVolumes,
  wanted: readonly ForkDiskPlan[],
  { disks, devices }: { disks: readonly OpenDisk[]; devices: readonly DevicePlan[] },
): ForkVolumes {
  const entered = { disks: [...disks], devices: [...devices], volumes: [] as VolumeFacts[] }
  for (const { disk, name, place } of wanted) {
    const at = entered.disks.findIndex(({ plan }) => plan.disk === disk)
    const { plan, content } = entered.disks[at] as OpenDisk
    const format = content instanceof FrameVolume ? 'raw' : 'qcow2'
    const facts = volumes.add(name, content, { format, isReadOnly: false, place })
    const { isOverlay: _, ...rest } = plan
    const changed = { ...rest, volume: { ...plan.volume, source: { kind: 'volume' as const, id: facts.id } } }
    entered.disks[at] = { plan: changed, content, volume: volumes.volume(facts.id) }
    entered.devices = entered.devices.map((device) => (device.kind === 'blk' && device.disk === disk ? changed : device))
    entered.volumes.push(facts)
  }
  return entered
}
