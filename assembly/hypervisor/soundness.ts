/** What of a state that comes from outside only the core can judge: whether addresses that are looked at once, when the guest gives them, lie in its RAM. */
import { Guest, StateFault, STEAL_TIME_BYTES, VIRTIO_QUEUES } from '../abi/layout.gen'
import { guestIsRam } from '../memory/physical'
import { hartOf } from '../memory/tlb'
import { areFeaturesSound, deviceOf } from '../virtio/device'
import { isQueueSound } from '../virtio/queue'

/** The first thing that is wrong: a StateFault, and above 8 bits where. */
export function stateFault(guest: Guest): u32 {
  for (let slot: u32 = 0; slot < guest.virtioSlots; slot++) {
    const device = deviceOf(guest, slot)
    if (device.kind == 0) continue
    if (!areFeaturesSound(device)) return StateFault.features | (slot << 8)
    for (let index: u32 = 0; index < min<u32>(device.queues, VIRTIO_QUEUES); index++)
      if (!isQueueSound(guest, device, index)) return StateFault.queue | (slot << 8)
  }
  for (let i: u32 = 0; i < guest.harts; i++) {
    const gpa = hartOf(guest, i).stealGpa
    if (gpa != u64.MAX_VALUE && (gpa % STEAL_TIME_BYTES != 0 || !guestIsRam(guest, gpa, STEAL_TIME_BYTES)))
      return StateFault.stealTime | (i << 8)
  }
  return StateFault.none
}
