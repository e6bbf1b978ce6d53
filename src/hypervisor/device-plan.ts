/** Which virtio devices a guest gets, and in which slots: disks first, since some systems look for theirs in the first slot. */
import type { BlkPlan, DevicePlan } from '../host/protocol'
import { invalidOption } from '../options/check'
import { blkQueues } from '../spec/devices/virtio-blk'
import { rngSeedBytes } from '../spec/devices/virtio-rng'
import { slotOfPlace } from '../spec/pci/places'
import { platform } from '../spec/platform'
import { type CheckedDisk, planVolume } from '../storage/options'
import { planShare } from '../storage/share-options'
import type { VirtioTransport } from '../storage/volume-source'
import type { CheckedGuestOptions } from './options'

type WithoutSlot<Plan> = Plan extends DevicePlan ? Omit<Plan, 'slot'> : never
type Unplaced = WithoutSlot<DevicePlan>

/** On PCI from `firstPlace` on. ERR_INVALID_OPTION when the memory-mapped transport has no room. */
export function planDevices(options: CheckedGuestOptions, firstPlace: number): DevicePlan[] {
  const { slots } = platform.virtioMmio
  let [slot, place] = [0, firstPlace]
  const plans = wantedDevices(options).map(({ device, transport }) => ({
    ...device,
    slot: transport === 'pci' ? slotOfPlace(place++) : slot++,
  }))
  if (slot <= slots) return plans
  throw invalidOption('guest options', {
    field: 'disks',
    value: `${slot} virtio devices in all`,
    expected: `at most the ${slots} slots of the memory-mapped transport, or transport 'pci' for the others`,
  })
}

export const countPciDevices = (options: CheckedGuestOptions): number =>
  wantedDevices(options).filter(({ transport }) => transport === 'pci').length

interface Wanted {
  device: Unplaced
  transport: VirtioTransport
}

function wantedDevices(options: CheckedGuestOptions): Wanted[] {
  const { transport } = options
  const others: Unplaced[] = [
    ...options.shares.map(planShare),
    ...(options.ports.length > 0 ? [{ kind: 'console' as const, names: options.ports }] : []),
    ...(options.vsock === undefined ? [] : [{ kind: 'vsock' as const, cid: options.vsock.cid }]),
    ...(options.rng ? [rng(options)] : []),
  ]
  const vcpus = options.vcpus ?? options.cpu?.vcpus ?? 1
  return [
    ...options.disks.map((disk, index) => ({ device: planDisk(disk, index, vcpus), transport: disk.transport ?? transport })),
    ...others.map((device) => ({ device, transport })),
    ...(options.balloon ? [{ device: { kind: 'balloon' as const }, transport: 'mmio' as const }] : []),
  ]
}

/** A queue for each vCPU, as the driver wants it. */
export function planDisk(disk: CheckedDisk, index: number, vcpus: number): Omit<BlkPlan, 'slot'> {
  return { kind: 'blk', disk: index, queues: Math.min(vcpus, blkQueues), volume: planVolume(disk, index) }
}

function rng({ clock }: CheckedGuestOptions): Unplaced {
  if (clock === 'real') return { kind: 'rng' }
  return { kind: 'rng', seed: Uint8Array.from({ length: rngSeedBytes }, (_, index) => (index * 89 + 17) & 0xff) }
}
