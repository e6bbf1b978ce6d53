/**
 * Split virtqueues (§2.7), whose three areas were checked to be RAM and apart from each other when the queue was enabled.
 *
 *     descriptor area  | gpa u64 | bytes u32 | flags u16 | next u16 |  x size
 *     driver area      | flags u16 | idx u16 | ring u16 x size | used_event u16 |
 *     device area      | flags u16 | idx u16 | { id u32, len u32 } x size | avail_event u16 |
 */
import { AvailFlag, Chain, DescriptorFlag, Guest, VirtioDevice, VirtioFeatureBit, VirtioViolation, Virtqueue } from '../abi/layout.gen'
import { barrier } from '../memory/barrier'
import { guestIsRam, guestRead, readPointer, writePointer } from '../memory/physical'
import { chainAdd, chainClear } from './chain'
import { hasFeature } from './device'

// @ts-ignore: decorator
@inline const DESCRIPTOR_SHIFT: u32 = 4
// @ts-ignore: decorator
@inline const DESCRIPTOR_BYTES: u32 = 16
// @ts-ignore: decorator
@inline const WORD: u32 = 0xffff

export function splitHasNext(guest: Guest, queue: Virtqueue): bool {
  return availIdx(guest, queue) != (queue.nextAvail & WORD)
}

/** Takes the next chain; a VirtioViolation, and none as well when there is no chain: then `chain` has no segment. */
export function splitPop(guest: Guest, device: VirtioDevice, queue: Virtqueue, chain: Chain): u32 {
  const waiting = (availIdx(guest, queue) - queue.nextAvail) & WORD
  chainClear(chain, 0)
  if (waiting == 0) return VirtioViolation.none
  if (waiting > queue.size) return VirtioViolation.availIndex
  // What the driver wrote before the index is read after it.
  barrier()
  const slot = queue.nextAvail & (queue.size - 1)
  const head = <u32>load<u16>(readPointer(guest, queue.driverGpa + 4 + (<u64>slot << 1)))
  queue.nextAvail = (queue.nextAvail + 1) & WORD
  return splitWalk(guest, device, queue, chain, head)
}

/** Fills `chain` with the descriptors from `head` on; a VirtioViolation. */
export function splitWalk(guest: Guest, device: VirtioDevice, queue: Virtqueue, chain: Chain, head: u32): u32 {
  chainClear(chain, head)
  let index = head
  for (let count: u32 = 0; count < queue.size; count++) {
    if (index >= queue.size) return VirtioViolation.descriptorIndex
    readDescriptor(guest, chain, queue.descriptorGpa + (<u64>index << DESCRIPTOR_SHIFT))
    if ((chain.flags & DescriptorFlag.indirect) != 0) return walkIndirect(guest, device, chain)
    const violation = chainAdd(guest, chain)
    if (violation != VirtioViolation.none) return violation
    if ((chain.flags & DescriptorFlag.next) == 0) return VirtioViolation.none
    index = chain.flags >> 16
  }
  return VirtioViolation.chainLength
}

/** The table that the descriptor tells; it is the end of its chain, and has no table in it (§2.7.5.3). */
function walkIndirect(guest: Guest, device: VirtioDevice, chain: Chain): u32 {
  const table = chain.gpa
  const bytes = chain.length
  if (!hasFeature(device, VirtioFeatureBit.indirectDesc) || (chain.flags & DescriptorFlag.next) != 0) return VirtioViolation.indirectTable
  if (bytes == 0 || (bytes & (DESCRIPTOR_BYTES - 1)) != 0 || !guestIsRam(guest, table, bytes)) return VirtioViolation.indirectTable
  const entries = bytes >> DESCRIPTOR_SHIFT
  let index: u32 = 0
  for (let count: u32 = 0; count < entries; count++) {
    if (index >= entries) return VirtioViolation.descriptorIndex
    readDescriptor(guest, chain, table + (<u64>index << DESCRIPTOR_SHIFT))
    if ((chain.flags & DescriptorFlag.indirect) != 0) return VirtioViolation.indirectInIndirect
    const violation = chainAdd(guest, chain)
    if (violation != VirtioViolation.none) return violation
    if ((chain.flags & DescriptorFlag.next) == 0) return VirtioViolation.none
    index = chain.flags >> 16
  }
  return VirtioViolation.chainLength
}

/** Gives a chain back with `written` bytes in it. */
export function splitPush(guest: Guest, queue: Virtqueue, head: u32, written: u32): bool {
  const slot = queue.nextUsed & (queue.size - 1)
  const entry = writePointer(guest, queue.deviceGpa + 4 + (<u64>slot << 3), 8)
  if (entry == 0) return false
  store<u32>(entry, head)
  store<u32>(entry, written, 4)
  queue.nextUsed = (queue.nextUsed + 1) & WORD
  const index = writePointer(guest, queue.deviceGpa + 2, 2)
  if (index == 0) return false
  // The driver must not see the index before the entry, and what is in the buffers.
  barrier()
  store<u16>(index, <u16>queue.nextUsed)
  return true
}

/** Does the driver want to hear of what was pushed since it was last told? (§2.7.7) */
export function splitWantsInterrupt(guest: Guest, device: VirtioDevice, queue: Virtqueue): bool {
  const before = queue.signalledUsed
  const now = queue.nextUsed
  queue.signalledUsed = now
  if (now == before) return false
  if (!hasFeature(device, VirtioFeatureBit.eventIdx)) {
    return (load<u16>(readPointer(guest, queue.driverGpa)) & AvailFlag.noInterrupt) == 0
  }
  const event = <u32>load<u16>(readPointer(guest, queue.driverGpa + 4 + (<u64>queue.size << 1)))
  return ((now - event - 1) & WORD) < ((now - before) & WORD)
}

/** Asks for a notification of the next chain; without EVENT_IDX the driver always notifies. */
export function splitAskNotification(guest: Guest, device: VirtioDevice, queue: Virtqueue): bool {
  if (!hasFeature(device, VirtioFeatureBit.eventIdx)) return true
  const event = writePointer(guest, queue.deviceGpa + 4 + (<u64>queue.size << 3), 2)
  if (event == 0) return false
  store<u16>(event, <u16>queue.nextAvail)
  return true
}

/** Asks for a notification of the next chain behind those that are there, which are too few. */
export function splitAskMore(guest: Guest, device: VirtioDevice, queue: Virtqueue): bool {
  if (!hasFeature(device, VirtioFeatureBit.eventIdx)) return true
  const event = writePointer(guest, queue.deviceGpa + 4 + (<u64>queue.size << 3), 2)
  if (event == 0) return false
  store<u16>(event, <u16>availIdx(guest, queue))
  return true
}

function availIdx(guest: Guest, queue: Virtqueue): u32 {
  return load<u16>(readPointer(guest, queue.driverGpa + 2))
}

/** A copy, so that what is checked is what is used. Tables of indirect descriptors may lie across pages. */
function readDescriptor(guest: Guest, chain: Chain, gpa: u64): void {
  if ((gpa & 0xfff) <= 0xff0) {
    const at = readPointer(guest, gpa)
    chain.gpa = load<u64>(at)
    chain.length = load<u32>(at, 8)
    chain.flags = load<u32>(at, 12)
  } else guestRead(guest, gpa, changetype<usize>(chain) + offsetof<Chain>('gpa'), DESCRIPTOR_BYTES)
}
