/** Which virtio devices a guest gets, and in which slots: disks first, since some systems look for theirs in the first slot. */
import type { DevicePlan } from '../host/protocol'
import { invalidOption } from '../options/check'
import { rngSeedBytes } from '../spec/devices/virtio-rng'
import { platform } from '../spec/platform'
import type { CheckedGuestOptions } from './options'

type Unplaced = Omit<DevicePlan, 'slot'>

export function planDevices(options: CheckedGuestOptions): DevicePlan[] {
  const wanted: Unplaced[] = [...(options.rng ? [rng(options)] : [])]
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

function rng({ clock }: CheckedGuestOptions): Unplaced {
  if (clock === 'real') return { kind: 'rng' }
  return { kind: 'rng', seed: Uint8Array.from({ length: rngSeedBytes }, (_, index) => (index * 89 + 17) & 0xff) }
}
