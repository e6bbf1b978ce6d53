/**
 * A clone of a guest: the state of its vCPUs and devices is copied, its memory shared copy-on-write.
 *
 *     region    copied, but for caches, host pointers and the serial line's rings (abi/movable.gen.ts)
 *     memory    every frame shared, and copied by who stores first (memory/sharing.ts)
 */
import { GUEST_HARTS, Guest, HART_BLOCK_BYTES, VIRTIO_MMIO_DEVICES } from '../abi/layout.gen'
import { copyGuestState, copyHartState } from '../abi/movable.gen'
import { pauseClock } from '../hart/clock'
import { pmpRecount } from '../hart/pmp'
import { shareAll } from '../memory/sharing'
import { forgetPorts } from '../nic/virtio'
import { hartOf, tlbReset } from '../memory/tlb'
import { createGuest, resetVcpus } from './guest'

/** A guest that goes on from where `parent`, which is between two rounds, is now; 0 when the host has no room. */
export function cloneGuest(parent: Guest): usize {
  const region = createGuest(parent.harts, <u32>parent.ramPages, parent.virtioSlots - VIRTIO_MMIO_DEVICES)
  if (region == 0) return 0
  const guest = changetype<Guest>(region)
  pauseClock(parent)
  copyGuestState(changetype<usize>(parent), region)
  for (let i: u32 = 0; i < guest.harts; i++) copyHartState(changetype<usize>(hartOf(parent, i)), changetype<usize>(hartOf(guest, i)))
  memory.copy(region + behindHarts(guest), changetype<usize>(parent) + behindHarts(guest), guest.regionBytes - behindHarts(guest))
  rebuildCaches(guest)
  shareAll(parent, guest)
  return region
}

/** What the state that was put into a guest's region implies. */
export function rebuildCaches(guest: Guest): void {
  resetVcpus(guest)
  for (let i: u32 = 0; i < guest.harts; i++) {
    const hart = hartOf(guest, i)
    hart.guest = <u32>changetype<usize>(guest)
    hart.codePtr = 0
    pmpRecount(hart)
    tlbReset(hart)
  }
  forgetPorts(guest)
}

/** Where in the region the devices on buses are, which have nothing of the host in them. */
function behindHarts(guest: Guest): u32 {
  return GUEST_HARTS + guest.harts * HART_BLOCK_BYTES
}
