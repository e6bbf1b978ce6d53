/** Tells virtio devices what their drivers did, by kind. */
import { Guest, VIRTIO_MMIO_DEVICES, VirtioDevice, VirtioKind } from '../abi/layout.gen'
import { balloonAttach, balloonNotify, balloonQueueReset, balloonReset } from '../devices/balloon/index'
import { blkNotify, blkReleaseHeld, blkReset } from '../devices/blk/index'
import { netAttach } from '../devices/net/index'
import { portNotify, portQueueReset, portReset } from '../devices/port/index'
import { rngAttach, rngNotify, rngSeed } from '../devices/rng/index'
import { lockGuest, unlockGuest } from '../memory/locks'
import { netNotified, netStarted, netWasReset } from '../nic/virtio'
import { deviceOf, deviceReset, hasDevice, VirtioEvent } from '../virtio/device'
import { updateInterruptLine } from '../virtio/interrupt'
import { mmioSlot, mmioWrite } from '../virtio/mmio'

/** Times that all devices go on before a hart does: more than an honest driver's queues need. */
const MOST_PASSES: u32 = 256

/** Puts a device into an empty slot; false when the slot is taken, or the kind unknown. */
export function attachDevice(guest: Guest, slot: u32, kind: u32): bool {
  if (slot >= guest.virtioSlots || hasDevice(guest, slot)) return false
  switch (kind) {
    case VirtioKind.rng:
      rngAttach(guest, slot)
      return true
    case VirtioKind.balloon:
      balloonAttach(guest, slot)
      return true
    default:
      return false
  }
}

/** Puts a network device with `pairs` pairs of queues into an empty slot. */
export function attachNetDevice(guest: Guest, slot: u32, pairs: u32): bool {
  if (slot >= guest.virtioSlots || hasDevice(guest, slot)) return false
  netAttach(guest, slot, pairs)
  return true
}

export function seedDevice(guest: Guest, slot: u32, seed: usize): void {
  if (slot >= guest.virtioSlots) return
  const device = deviceOf(guest, slot)
  if (device.kind == VirtioKind.rng) rngSeed(device, seed)
}

/** A write to the window of the memory-mapped transport. */
export function writeVirtio(guest: Guest, offset: u32, value: u64, bytes: u32): void {
  const event = mmioWrite(guest, offset, value, bytes)
  if (event != VirtioEvent.none) tellDevice(guest, deviceOf(guest, mmioSlot(offset)), event, <u32>value)
}

/** Hands an event to its device; `queue` is the one that was notified. */
export function tellDevice(guest: Guest, device: VirtioDevice, event: VirtioEvent, queue: u32): void {
  switch (event) {
    case VirtioEvent.notify:
      return notify(guest, device, queue)
    case VirtioEvent.start:
      if (device.kind == VirtioKind.net) return netStarted(guest, device)
      for (let i: u32 = 0; i < device.queues; i++) notify(guest, device, i)
      return
    case VirtioEvent.reset:
      device.pending = 0
      return reset(guest, device)
    case VirtioEvent.queueReset:
      if (device.kind == VirtioKind.blk) blkReset(guest, device, device.queueSel)
      else if (isPort(device)) portQueueReset(guest, device, device.queueSel)
      else if (device.kind == VirtioKind.balloon) balloonQueueReset(device, device.queueSel)
      return
  }
}

function notify(guest: Guest, device: VirtioDevice, queue: u32): void {
  if (!serve(guest, device, queue)) return
  device.pending |= 1 << queue
  guest.virtioPending = 1
}

/** Devices do a bounded amount of work for one notification; true when a queue may have more. */
function serve(guest: Guest, device: VirtioDevice, queue: u32): bool {
  switch (device.kind) {
    case VirtioKind.net:
      netNotified(guest, device, queue)
      return false
    case VirtioKind.rng:
      return rngNotify(guest, device, queue)
    case VirtioKind.balloon:
      return balloonNotify(guest, device, queue)
    case VirtioKind.blk:
      return blkNotify(guest, device, queue)
    case VirtioKind.console:
    case VirtioKind.p9:
    case VirtioKind.vsock:
      return portNotify(guest, device, queue)
    default:
      return false
  }
}

function isPort(device: VirtioDevice): bool {
  return device.kind == VirtioKind.console || device.kind == VirtioKind.p9 || device.kind == VirtioKind.vsock
}

function reset(guest: Guest, device: VirtioDevice): void {
  switch (device.kind) {
    case VirtioKind.net:
      return netWasReset(guest, device)
    case VirtioKind.blk:
      return blkReset(guest, device, u32.MAX_VALUE)
    case VirtioKind.balloon:
      return balloonReset(guest, device)
    case VirtioKind.console:
    case VirtioKind.p9:
    case VirtioKind.vsock:
      return portReset(guest, device)
  }
}

/** Does the device take pages from its guest, which no hart may be using then? */
export function takesPages(guest: Guest, slot: u32): bool {
  return deviceOf(guest, slot).kind == VirtioKind.balloon
}

/** Has such a device more to do? */
export function hasPagesToTake(guest: Guest): bool {
  if (guest.virtioPending == 0) return false
  for (let slot: u32 = 0; slot < VIRTIO_MMIO_DEVICES; slot++) if (takesPages(guest, slot) && deviceOf(guest, slot).pending != 0) return true
  return false
}

/** Goes on with what was left of notifications, until all is done or a while is over; the caller holds no lock. */
export function serveDevices(guest: Guest): void {
  if (guest.virtioPending == 0 && guest.timeNs < guest.diskWakeNs) return
  lockGuest(guest)
  if (guest.timeNs >= guest.diskWakeNs) wakeDisks(guest)
  for (let left = MOST_PASSES; left > 0 && guest.virtioPending != 0; left--) servePending(guest)
  unlockGuest(guest)
}

/** Disks that used up their limits go on; those that still wait say until when. */
function wakeDisks(guest: Guest): void {
  guest.diskWakeNs = u64.MAX_VALUE
  for (let slot: u32 = 0; slot < guest.virtioSlots; slot++) {
    const device = deviceOf(guest, slot)
    if (device.kind != VirtioKind.blk) continue
    device.pending |= blkReleaseHeld(device)
    if (device.pending != 0) guest.virtioPending = 1
  }
}

function servePending(guest: Guest): void {
  guest.virtioPending = 0
  for (let slot: u32 = 0; slot < guest.virtioSlots; slot++) {
    const device = deviceOf(guest, slot)
    let pending = device.pending
    device.pending = 0
    for (; pending != 0; pending &= pending - 1) notify(guest, device, ctz(pending))
  }
}

/** All devices as after power-on, with what identifies them. */
export function resetVirtioDevices(guest: Guest): void {
  for (let slot: u32 = 0; slot < guest.virtioSlots; slot++) {
    const device = deviceOf(guest, slot)
    if (device.kind == VirtioKind.none) continue
    deviceReset(device)
    updateInterruptLine(guest, device)
    tellDevice(guest, device, VirtioEvent.reset, 0)
  }
}
