/** Puts the virtio devices of a guest into their slots in the core, as they are before any driver found them. */
import type { Core } from '../core/core'
import { BLK_ID_BYTES, ConsoleFeatureBit, P9FeatureBit, VirtioKind, VsockFeatureBit } from '../core/layout.gen'
import { VmHostError } from '../error'
import { vsockQueueCount, vsockQueues } from '../spec/devices/virtio-vsock'
import { FrameVolume } from './frame-volume'
import { consoleQueues } from './pci-functions'
import type { ConsolePlan, DevicePlan, SharePlan, VsockPlan } from './protocol'
import { isReadOnly, type OpenDisk } from './resident-disks'

const sectorBytes = 512

interface Place {
  core: Core
  guest: number
}

/** All of them; `disks` are those of the plans that are disks. */
export function attachDevices(place: Place, devices: readonly DevicePlan[], disks: readonly OpenDisk[]): void {
  for (const plan of devices) {
    if (plan.kind === 'blk') continue
    if (plan.kind === 'p9') attachShare(place, plan)
    else if (plan.kind === 'console') attachConsole(place, plan)
    else if (plan.kind === 'vsock') attachVsock(place, plan)
    else expectTaken(place.core.exports.virtioAttach(place.guest, plan.slot, VirtioKind[plan.kind]), plan)
  }
  for (const disk of disks) attachDisk(place, disk)
}

/** A disk, into a guest that may be running. */
export function attachDisk({ core, guest }: Place, disk: OpenDisk): void {
  const { plan, content } = disk
  const { exports } = core
  const sectors = BigInt(Math.floor(content.bytes / sectorBytes))
  const pointer = content instanceof FrameVolume ? content.pointer : 0
  expectTaken(exports.blkCreate(guest, plan.slot, sectors, plan.queues, isReadOnly(disk) ? 1 : 0, pointer), plan)
  const staging = exports.stagingBuffer()
  core.bytes.fill(0, staging, staging + BLK_ID_BYTES)
  core.bytes.set(new TextEncoder().encode(plan.volume.serial), staging)
  exports.blkSerial(guest, plan.slot, staging)
  const { bytesPerSecond, iops } = plan.volume
  const limits = disk.volume?.limits ?? { ...(bytesPerSecond && { bytesPerSecond }), ...(iops && { iops }) }
  exports.blkLimit(guest, plan.slot, BigInt(limits.bytesPerSecond ?? 0), BigInt(limits.iops ?? 0))
}

/** The even queues are the outside's: 0 and 1 are the first port's, 2 and 3 for control, and two for each further one. */
function attachConsole(place: Place, plan: ConsolePlan): void {
  const config = new Uint8Array(12)
  new DataView(config.buffer).setUint32(4, plan.names.length, true)
  const features = 1n << BigInt(ConsoleFeatureBit.multiport)
  attachPort(place, plan, { queues: consoleQueues(plan.names.length), inputs: 0x5555_5555, features, config })
}

function attachShare(place: Place, plan: SharePlan): void {
  const tag = new TextEncoder().encode(plan.tag)
  const config = new Uint8Array(2 + tag.length)
  new DataView(config.buffer).setUint16(0, tag.length, true)
  config.set(tag, 2)
  attachPort(place, plan, { queues: 1, inputs: 0, features: 1n << BigInt(P9FeatureBit.mountTag), config })
}

function attachVsock(place: Place, plan: VsockPlan): void {
  const config = new Uint8Array(8)
  new DataView(config.buffer).setBigUint64(0, BigInt(plan.cid), true)
  const inputs = (1 << vsockQueues.rx) | (1 << vsockQueues.event)
  attachPort(place, plan, { queues: vsockQueueCount, inputs, features: 1n << BigInt(VsockFeatureBit.stream), config })
}

interface PortShape {
  queues: number
  inputs: number
  features: bigint
  config: Uint8Array
}

function attachPort(
  { core, guest }: Place,
  plan: SharePlan | ConsolePlan | VsockPlan,
  { queues, inputs, features, config }: PortShape,
): void {
  const { exports } = core
  expectTaken(exports.portCreate(guest, plan.slot, VirtioKind[plan.kind], queues, inputs, features), plan)
  const pointer = exports.stagingBuffer()
  core.bytes.set(config, pointer)
  exports.portConfig(guest, plan.slot, pointer, config.length)
}

function expectTaken(isTaken: number, { kind, slot }: DevicePlan): void {
  if (isTaken === 0) throw new VmHostError('ERR_CORE', `virtio slot ${slot} does not take a device of kind ${kind}`)
}
