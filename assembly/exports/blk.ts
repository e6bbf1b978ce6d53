/** Disks. */
import { Guest } from '../abi/layout.gen'
import { blkAttach, blkComplete, blkResize, blkSetId, blkSetLimits, blkSetVolume } from '../devices/blk/index'
import { host } from '../memory/host'
import { lockGuest, unlockGuest } from '../memory/locks'
import { deviceOf, hasDevice } from '../virtio/device'

/** Puts a disk of so many sectors into a slot of a guest, which may be running; `volume` is its memory volume, or 0 when the outside serves it. False when the slot is taken. */
export function blkCreate(guest: usize, slot: u32, sectors: u64, queues: u32, isReadOnly: u32, volume: usize): bool {
  const it = changetype<Guest>(guest)
  lockGuest(it)
  const isFree = slot < it.virtioSlots && !hasDevice(it, slot)
  if (isFree) blkAttach(it, slot, sectors, queues, isReadOnly != 0, volume)
  unlockGuest(it)
  return isFree
}

/** Gives the disk the 20 bytes at the host pointer as serial number. */
export function blkSerial(guest: usize, slot: u32, pointer: usize): void {
  blkSetId(deviceOf(changetype<Guest>(guest), slot), pointer)
}

/** A disk goes on with another memory volume. */
export function blkVolume(guest: usize, slot: u32, volume: usize): void {
  blkSetVolume(deviceOf(changetype<Guest>(guest), slot), volume)
}

/** The disk has another size: its driver is told. */
export function blkSetSectors(guest: usize, slot: u32, sectors: u64): void {
  const it = changetype<Guest>(guest)
  lockGuest(it)
  blkResize(it, deviceOf(it, slot), sectors)
  unlockGuest(it)
}

/** Bytes and requests that the disk may do in a second of the guest's time, 0 without a limit. */
export function blkLimit(guest: usize, slot: u32, bytes: u64, operations: u64): void {
  const it = changetype<Guest>(guest)
  lockGuest(it)
  blkSetLimits(it, deviceOf(it, slot), bytes, operations)
  unlockGuest(it)
}

/** The outside is done with a request of a disk; a BlkStatus. */
export function blkDone(guest: usize, request: u32, status: u32): void {
  const it = changetype<Guest>(guest)
  lockGuest(it)
  blkComplete(it, request, status)
  unlockGuest(it)
}
