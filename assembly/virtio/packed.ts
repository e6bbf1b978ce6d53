/**
 * Packed virtqueues (§2.8): one ring that both sides write, and a structure of event suppression for each.
 *
 *     descriptor area  | gpa u64 | bytes u32 | id u16 | flags u16 |  x size
 *     driver, device   | off_wrap u16 | flags u16 |
 */
import { Chain, DescriptorFlag, Guest, VirtioDevice, VirtioFeatureBit, VirtioViolation, Virtqueue } from '../abi/layout.gen'
import { barrier } from '../memory/barrier'
import { guestIsRam, guestRead, readPointer, writePointer } from '../memory/physical'
import { chainAdd, chainClear } from './chain'
import { hasFeature } from './device'

// @ts-ignore: decorator
@inline const DESCRIPTOR_SHIFT: u32 = 4
// @ts-ignore: decorator
@inline const DESCRIPTOR_BYTES: u32 = 16

const enum Flag {
  avail = 0x80,
  used = 0x8000,
}

/** RING_EVENT_FLAGS (§2.8.10). */
const enum Events {
  enable = 0,
  disable = 1,
  descriptor = 2,
}

const enum Wrap {
  driver = 1,
  device = 2,
}

export function packedHasNext(guest: Guest, queue: Virtqueue): bool {
  return isAvailable(flagsAt(guest, queue, queue.nextAvail), (queue.wraps & Wrap.driver) != 0)
}

/** Takes the next chain; a VirtioViolation, and none as well when there is no chain: then `chain` has no segment. */
export function packedPop(guest: Guest, device: VirtioDevice, queue: Virtqueue, chain: Chain): u32 {
  chainClear(chain, 0)
  if (!packedHasNext(guest, queue)) return VirtioViolation.none
  // What the driver wrote before the flags is read after them.
  barrier()
  chain.place = queue.nextAvail
  return walk(guest, device, queue, chain)
}

/** Fills `chain` with the descriptors from the place `place` on, again; a VirtioViolation. */
export function packedReload(guest: Guest, device: VirtioDevice, queue: Virtqueue, chain: Chain, place: u32): u32 {
  const nextAvail = queue.nextAvail
  const wraps = queue.wraps
  chainClear(chain, 0)
  queue.nextAvail = place
  const violation = place < queue.size ? walk(guest, device, queue, chain) : VirtioViolation.descriptorIndex
  queue.nextAvail = nextAvail
  queue.wraps = wraps
  return violation
}

function walk(guest: Guest, device: VirtioDevice, queue: Virtqueue, chain: Chain): u32 {
  for (let count: u32 = 0; count < queue.size; count++) {
    readDescriptor(guest, chain, descriptorGpa(queue, queue.nextAvail))
    const flags = chain.flags
    advanceAvail(queue)
    chain.descriptors += 1
    chain.head = flags & 0xffff
    chain.flags = flags >> 16
    if ((chain.flags & DescriptorFlag.indirect) != 0) return walkIndirect(guest, device, chain)
    const violation = chainAdd(guest, chain)
    if (violation != VirtioViolation.none) return violation
    if ((chain.flags & DescriptorFlag.next) == 0) return VirtioViolation.none
  }
  return VirtioViolation.chainLength
}

/** The entries of the table follow each other; the flag that tells a next one has no meaning in it (§2.8.7). */
function walkIndirect(guest: Guest, device: VirtioDevice, chain: Chain): u32 {
  const table = chain.gpa
  const bytes = chain.length
  if (!hasFeature(device, VirtioFeatureBit.indirectDesc) || (chain.flags & DescriptorFlag.next) != 0) return VirtioViolation.indirectTable
  if (bytes == 0 || (bytes & (DESCRIPTOR_BYTES - 1)) != 0 || !guestIsRam(guest, table, bytes)) return VirtioViolation.indirectTable
  const entries = bytes >> DESCRIPTOR_SHIFT
  for (let index: u32 = 0; index < entries; index++) {
    readDescriptor(guest, chain, table + (<u64>index << DESCRIPTOR_SHIFT))
    chain.flags >>= 16
    if ((chain.flags & DescriptorFlag.indirect) != 0) return VirtioViolation.indirectInIndirect
    const violation = chainAdd(guest, chain)
    if (violation != VirtioViolation.none) return violation
  }
  return VirtioViolation.none
}

/** Gives a chain of `descriptors` descriptors back: one used descriptor stands for all of them. */
export function packedPush(guest: Guest, queue: Virtqueue, id: u32, descriptors: u32, written: u32): bool {
  const at = writePointer(guest, descriptorGpa(queue, queue.nextUsed), DESCRIPTOR_BYTES)
  if (at == 0) return false
  store<u32>(at, written, 8)
  store<u16>(at, <u16>id, 12)
  const wrap = (queue.wraps & Wrap.device) != 0 ? <u32>Flag.avail | Flag.used : 0
  // The driver must not see the flags before the rest, and what is in the buffers.
  barrier()
  store<u16>(at, <u16>(wrap | (written != 0 ? DescriptorFlag.write : 0)), 14)
  queue.nextUsed += descriptors
  if (queue.nextUsed < queue.size) return true
  queue.nextUsed -= queue.size
  queue.wraps ^= Wrap.device
  return true
}

/** Does the driver want to hear of what was pushed since it was last told? (§2.8.10) */
export function packedWantsInterrupt(guest: Guest, device: VirtioDevice, queue: Virtqueue): bool {
  const before = queue.signalledUsed
  const now = queue.nextUsed
  queue.signalledUsed = now
  if (now == before) return false
  const suppression = readPointer(guest, queue.driverGpa)
  const flags = load<u16>(suppression, 2) & 3
  if (flags == Events.disable) return false
  if (flags == Events.enable || !hasFeature(device, VirtioFeatureBit.eventIdx)) return true
  const place = <u32>load<u16>(suppression)
  const isThisRound = (place >> 15 != 0) == ((queue.wraps & Wrap.device) != 0)
  const event = <i32>(place & 0x7fff) - (isThisRound ? 0 : <i32>queue.size)
  const start = <i32>before - (before > now ? <i32>queue.size : 0)
  return event >= start && event < <i32>now
}

/** Asks for a notification of the next chain. */
export function packedAskNotification(guest: Guest, device: VirtioDevice, queue: Virtqueue): bool {
  const suppression = writePointer(guest, queue.deviceGpa, 4)
  if (suppression == 0) return false
  const usesIndex = hasFeature(device, VirtioFeatureBit.eventIdx)
  store<u16>(suppression, <u16>(queue.nextAvail | ((queue.wraps & Wrap.driver) << 15)))
  store<u16>(suppression, <u16>(usesIndex ? Events.descriptor : Events.enable), 2)
  return true
}

/** Asks for notifications of all chains: those that are there are too few. */
export function packedAskMore(guest: Guest, queue: Virtqueue): bool {
  const suppression = writePointer(guest, queue.deviceGpa, 4)
  if (suppression == 0) return false
  store<u16>(suppression, <u16>Events.enable, 2)
  return true
}

/** Both wrap counters begin with 1. */
export function packedStart(queue: Virtqueue): void {
  queue.wraps = Wrap.driver | Wrap.device
}

function advanceAvail(queue: Virtqueue): void {
  queue.nextAvail += 1
  if (queue.nextAvail < queue.size) return
  queue.nextAvail = 0
  queue.wraps ^= Wrap.driver
}

// @ts-ignore: decorator
@inline
function isAvailable(flags: u32, wrap: bool): bool {
  return ((flags & Flag.avail) != 0) == wrap && ((flags & Flag.used) != 0) != wrap
}

// @ts-ignore: decorator
@inline
function descriptorGpa(queue: Virtqueue, index: u32): u64 {
  return queue.descriptorGpa + (<u64>index << DESCRIPTOR_SHIFT)
}

function flagsAt(guest: Guest, queue: Virtqueue, index: u32): u32 {
  return load<u16>(readPointer(guest, descriptorGpa(queue, index)), 14)
}

/** chain.flags is the buffer id, and the flags in its upper half. */
function readDescriptor(guest: Guest, chain: Chain, gpa: u64): void {
  if ((gpa & 0xfff) <= 0xff0) {
    const at = readPointer(guest, gpa)
    chain.gpa = load<u64>(at)
    chain.length = load<u32>(at, 8)
    chain.flags = load<u32>(at, 12)
  } else guestRead(guest, gpa, changetype<usize>(chain) + offsetof<Chain>('gpa'), DESCRIPTOR_BYTES)
}
