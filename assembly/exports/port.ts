/** Devices whose work is done outside, and the requests to it. */
import { Guest } from '../abi/layout.gen'
import { portAttach, portGive, portOf, portRoom, portSetConfig, portTakeReady } from '../devices/port/index'
import { host } from '../memory/host'
import { lockGuest, unlockGuest } from '../memory/locks'
import { deviceOf, hasDevice } from '../virtio/device'
import { ioComplete, ioRead as readRequest, ioTake as takeRequest, ioTakeReady, ioWrite as writeRequest } from '../virtio/outside'

/** Puts a device whose work the outside does into a slot; `inputs` are the queues that it fills, a bit each. False when that cannot be. */
export function portCreate(guest: usize, slot: u32, kind: u32, queues: u32, inputs: u32, features: u64): bool {
  const it = changetype<Guest>(guest)
  return slot < it.virtioSlots && !hasDevice(it, slot) && portAttach(it, slot, kind, queues, inputs, features)
}

/** Its configuration space is the bytes at the host pointer. */
export function portConfig(guest: usize, slot: u32, pointer: usize, bytes: u32): void {
  const it = changetype<Guest>(guest)
  lockGuest(it)
  portSetConfig(it, deviceOf(it, slot), pointer, bytes)
  unlockGuest(it)
}

/** Puts bytes into the next chain of an input queue; how many it took, 0 when there is no chain. */
export function portInput(guest: usize, slot: u32, queue: u32, pointer: usize, bytes: u32): u32 {
  const it = changetype<Guest>(guest)
  lockGuest(it)
  const taken = portGive(it, deviceOf(it, slot), queue, pointer, bytes)
  unlockGuest(it)
  return taken
}

/** Bytes that the next chain of an input queue has room for; 0 when there is none. */
export function portInputRoom(guest: usize, slot: u32, queue: u32): u32 {
  const it = changetype<Guest>(guest)
  lockGuest(it)
  const room = portRoom(it, deviceOf(it, slot), queue)
  unlockGuest(it)
  return room
}

/** How often its driver has reset it. */
export function portResets(guest: usize, slot: u32): u32 {
  return portOf(deviceOf(changetype<Guest>(guest), slot)).resets
}

/** Was the device reset, or has it a chain that the outside waits for, since the last call? */
export function portReady(guest: usize, slot: u32): bool {
  const it = changetype<Guest>(guest)
  lockGuest(it)
  const isReady = portTakeReady(deviceOf(it, slot))
  unlockGuest(it)
  return isReady
}

/** Is there any device for which that is so? Each is to be asked then. */
export function ioReady(guest: usize): bool {
  const it = changetype<Guest>(guest)
  lockGuest(it)
  const ready = ioTakeReady(it)
  unlockGuest(it)
  return ready
}

/** The outside is done with a request: so many bytes are in its writable part. */
export function ioDone(guest: usize, request: u32, written: u32): void {
  const it = changetype<Guest>(guest)
  lockGuest(it)
  ioComplete(it, request, written)
  unlockGuest(it)
}

/** Number of the oldest request that waits for the outside, all ones when there is none. */
export function ioTake(guest: usize): u32 {
  const it = changetype<Guest>(guest)
  lockGuest(it)
  const index = takeRequest(it)
  unlockGuest(it)
  return index
}

/** Copies bytes of a request's readable part to the host pointer; how many. */
export function ioRead(guest: usize, request: u32, position: u32, pointer: usize, bytes: u32): u32 {
  const it = changetype<Guest>(guest)
  lockGuest(it)
  const done = readRequest(it, request, position, pointer, bytes)
  unlockGuest(it)
  return done
}

/** Copies bytes from the host pointer into a request's writable part; how many. */
export function ioWrite(guest: usize, request: u32, position: u32, pointer: usize, bytes: u32): u32 {
  const it = changetype<Guest>(guest)
  lockGuest(it)
  const done = writeRequest(it, request, position, pointer, bytes)
  unlockGuest(it)
  return done
}
