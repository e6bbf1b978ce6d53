/** Which virtio devices a guest gets, and in which slots: disks first, since some systems look for theirs in the first slot. */
import type { DevicePlan } from '../host/protocol'
import { invalidOption } from '../options/check'
import { blkQueues } from '../spec/devices/virtio-blk'
import { rngSeedBytes } from '../spec/devices/virtio-rng'
import { platform } from '../spec/platform'
import { type CheckedDisk, planVolume } from '../storage/options'
import { planShare } from '../storage/share-options'
import type { CheckedGuestOptions } from './options'

type WithoutSlot<Plan> = Plan extends DevicePlan ? Omit<Plan, 'slot'> : never
type Unplaced = WithoutSlot<DevicePlan>

export function planDevices(options: CheckedGuestOptions): DevicePlan[] {
  const wanted: Unplaced[] = [
    ...options.disks.map((disk, index) => blk(options, disk, index)),
    ...options.shares.map(planShare),
    ...(options.ports.length > 0 ? [{ kind: 'console' as const, names: options.ports }] : []),
    ...(options.vsock === undefined ? [] : [{ kind: 'vsock' as const, cid: options.vsock.cid }]),
    ...(options.balloon ? [{ kind: 'balloon' as const }] : []),
    ...(options.rng ? [rng(options)] : []),
  ]
  const { slots } = platform.virtioMmio
  if (wanted.length > slots) {
    throw invalidOption('guest options', {
      field: 'disks',
      value: `${wanted.length} virtio devices in all`,
      expected: `at most the ${slots} slots of the memory-mapped transport`,
    })
  }
  return wanted.map((device, slot) => ({ ...device, slot }))
}

/** A queue for each vCPU, as the driver wants it. */
function blk({ vcpus, cpu }: CheckedGuestOptions, disk: CheckedDisk, index: number): Unplaced {
  const queues = Math.min(vcpus ?? cpu?.vcpus ?? 1, blkQueues)
  return { kind: 'blk', disk: index, queues, volume: planVolume(disk, index) }
}

function rng({ clock }: CheckedGuestOptions): Unplaced {
  if (clock === 'real') return { kind: 'rng' }
  return { kind: 'rng', seed: Uint8Array.from({ length: rngSeedBytes }, (_, index) => (index * 89 + 17) & 0xff) }
}
