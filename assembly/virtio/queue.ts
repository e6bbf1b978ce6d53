/** Virtqueues as a device uses them, whichever format the driver chose: take a chain, give it back, tell the driver. */
import { Chain, Guest, VIRTIO_QUEUE_SIZE, VirtioDevice, VirtioFeatureBit, VirtioViolation, Virtqueue } from '../abi/layout.gen'
import { guestIsRam } from '../memory/physical'
import { barrier } from '../memory/barrier'
import { hasFeature, isDriving, queueOf } from './device'
import { raiseQueueInterrupt } from './interrupt'
import { packedAskMore, packedAskNotification, packedHasNext, packedPop, packedPush, packedReload, packedStart, packedWantsInterrupt } from './packed'
import { splitAskMore, splitAskNotification, splitHasNext, splitPop, splitPush, splitWalk, splitWantsInterrupt } from './split'
import { reportViolation, requireReset } from './violation'

/** The driver enables a queue: its areas must be aligned, RAM, and apart from each other (§2.7, §2.8, §4.2.2.2). */
export function queueEnable(guest: Guest, device: VirtioDevice, index: u32): void {
  const queue = queueOf(device, index)
  if (queue.maxSize == 0 || queue.ready != 0) return
  const violation = violationOf(guest, device, queue)
  if (violation != VirtioViolation.none) return reportViolation(guest, device, index, violation, queue.descriptorGpa, queue.size)
  queue.nextAvail = 0
  queue.nextUsed = 0
  queue.signalledUsed = 0
  if (isPacked(device)) packedStart(queue)
  queue.ready = 1
}

/** Is an enabled queue as `queueEnable` and its use leave it? State that comes from outside may say anything. */
export function isQueueSound(guest: Guest, device: VirtioDevice, index: u32): bool {
  const queue = queueOf(device, index)
  if (queue.ready == 0) return true
  if (violationOf(guest, device, queue) != VirtioViolation.none) return false
  return !isPacked(device) || (queue.nextAvail < queue.size && queue.nextUsed < queue.size)
}

function violationOf(guest: Guest, device: VirtioDevice, queue: Virtqueue): u32 {
  const size = queue.size
  const packed = isPacked(device)
  if (size == 0 || size > queue.maxSize || size > VIRTIO_QUEUE_SIZE || (!packed && (size & (size - 1)) != 0)) return VirtioViolation.queueSize
  const descriptorBytes = <u64>size << 4
  const driverBytes = packed ? 4 : 6 + (<u64>size << 1)
  const deviceBytes = packed ? 4 : 6 + (<u64>size << 3)
  if ((queue.descriptorGpa & 15) != 0 || (queue.driverGpa & (packed ? 3 : 1)) != 0 || (queue.deviceGpa & 3) != 0)
    return VirtioViolation.queueAddress
  if (!guestIsRam(guest, queue.descriptorGpa, descriptorBytes)) return VirtioViolation.queueAddress
  if (!guestIsRam(guest, queue.driverGpa, driverBytes)) return VirtioViolation.queueAddress
  if (!guestIsRam(guest, queue.deviceGpa, deviceBytes)) return VirtioViolation.queueAddress
  const overlaps =
    meets(queue.descriptorGpa, descriptorBytes, queue.driverGpa, driverBytes) ||
    meets(queue.descriptorGpa, descriptorBytes, queue.deviceGpa, deviceBytes) ||
    meets(queue.driverGpa, driverBytes, queue.deviceGpa, deviceBytes)
  return overlaps ? VirtioViolation.queueOverlap : VirtioViolation.none
}

/** Do two ranges of RAM meet? */
function meets(one: u64, oneBytes: u64, other: u64, otherBytes: u64): bool {
  return one < other + otherBytes && other < one + oneBytes
}

// @ts-ignore: decorator
@inline
export function isPacked(device: VirtioDevice): bool {
  return hasFeature(device, VirtioFeatureBit.ringPacked)
}

/** Is the queue enabled, and its driver up? */
export function isQueueLive(device: VirtioDevice, index: u32): bool {
  return isDriving(device) && queueOf(device, index).ready != 0
}

/** Is there a chain to take? */
export function queueHasNext(guest: Guest, device: VirtioDevice, index: u32): bool {
  if (!isQueueLive(device, index)) return false
  const queue = queueOf(device, index)
  return isPacked(device) ? packedHasNext(guest, queue) : splitHasNext(guest, queue)
}

/** Takes the next chain of a queue into `chain`; false when there is none, or the driver broke the rules. */
export function queuePop(guest: Guest, device: VirtioDevice, index: u32, chain: Chain): bool {
  if (!isQueueLive(device, index)) return false
  const queue = queueOf(device, index)
  const violation = isPacked(device) ? packedPop(guest, device, queue, chain) : splitPop(guest, device, queue, chain)
  if (violation != VirtioViolation.none) {
    reportViolation(guest, device, index, violation, chain.gpa, chain.length)
    return false
  }
  if (chain.readSegments + chain.writeSegments == 0) return false
  queue.chains += 1
  return true
}

/** Fills `chain` again with a chain that was taken and not given back; a VirtioViolation, since the guest may have changed it. */
export function queueReload(guest: Guest, device: VirtioDevice, index: u32, chain: Chain, head: u32, place: u32): u32 {
  const queue = queueOf(device, index)
  return isPacked(device) ? packedReload(guest, device, queue, chain, place) : splitWalk(guest, device, queue, chain, head)
}

/** Puts the chain that was popped last back, as if it had not been taken. */
export function queueUnpop(device: VirtioDevice, index: u32, chain: Chain): void {
  const queue = queueOf(device, index)
  queue.chains -= 1
  if (!isPacked(device)) {
    queue.nextAvail = (queue.nextAvail - 1) & 0xffff
    return
  }
  if (chain.descriptors > queue.nextAvail) {
    queue.nextAvail += queue.size
    queue.wraps ^= 1
  }
  queue.nextAvail -= chain.descriptors
}

/** Gives a chain back to the driver, with `written` bytes of its writable part filled. Nobody is told before queueSignal. */
export function queuePush(guest: Guest, device: VirtioDevice, index: u32, chain: Chain, written: u32): void {
  queueComplete(guest, device, index, chain.head, chain.descriptors, written)
}

/** The same for a chain that is known by its head, and in a packed queue by its number of descriptors. */
export function queueComplete(guest: Guest, device: VirtioDevice, index: u32, head: u32, descriptors: u32, written: u32): void {
  if (!isQueueLive(device, index)) return
  const queue = queueOf(device, index)
  const isPushed = isPacked(device) ? packedPush(guest, queue, head, descriptors, written) : splitPush(guest, queue, head, written)
  if (!isPushed) requireReset(guest, device)
}

/** After pushes: interrupts the driver if it wants to know. */
export function queueSignal(guest: Guest, device: VirtioDevice, index: u32): void {
  if (!isQueueLive(device, index)) return
  const queue = queueOf(device, index)
  // The driver says where it wants to hear of more, and looks at the used index then; here it is the other way round (§2.7.13.4).
  barrier()
  const wants = isPacked(device) ? packedWantsInterrupt(guest, device, queue) : splitWantsInterrupt(guest, device, queue)
  if (!wants) return
  queue.interrupts += 1
  raiseQueueInterrupt(guest, device, queue.vector)
}

/** After the last pop: asks to be notified of the next chain; true when one came meanwhile. */
export function queueAskNotification(guest: Guest, device: VirtioDevice, index: u32): bool {
  if (!isQueueLive(device, index)) return false
  const queue = queueOf(device, index)
  const isAsked = isPacked(device) ? packedAskNotification(guest, device, queue) : splitAskNotification(guest, device, queue)
  if (!isAsked) requireReset(guest, device)
  // A driver on another CPU may have put a chain in before it could see that it is asked to tell.
  barrier()
  return isAsked && queueHasNext(guest, device, index)
}

/** The chains that are there are too few: asks to be notified of more. Some may have come meanwhile, so that whoever asks looks again. */
export function queueAskMore(guest: Guest, device: VirtioDevice, index: u32): void {
  if (!isQueueLive(device, index)) return
  const queue = queueOf(device, index)
  const isAsked = isPacked(device) ? packedAskMore(guest, queue) : splitAskMore(guest, device, queue)
  if (!isAsked) requireReset(guest, device)
  barrier()
}
