/** Tells virtio devices what their drivers did, by kind. */
import { Guest, VirtioDevice, VirtioKind } from '../abi/layout.gen'
import { netAttach } from '../devices/net/index'
import { rngAttach, rngNotify, rngSeed } from '../devices/rng/index'
import { netNotified, netStarted, netWasReset } from '../nic/virtio'
import { deviceOf, deviceReset, hasDevice, VirtioEvent } from '../virtio/device'
import { updateInterruptLine } from '../virtio/interrupt'
import { mmioSlot, mmioWrite } from '../virtio/mmio'

/** Puts a device into an empty slot; false when the slot is taken, or the kind unknown. */
export function attachDevice(guest: Guest, slot: u32, kind: u32): bool {
  if (slot >= guest.virtioSlots || hasDevice(guest, slot)) return false
  switch (kind) {
    case VirtioKind.rng:
      rngAttach(guest, slot)
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
      if (device.kind == VirtioKind.net) netWasReset(guest, device)
      return
  }
}

function notify(guest: Guest, device: VirtioDevice, queue: u32): void {
  switch (device.kind) {
    case VirtioKind.net:
      return netNotified(guest, device, queue)
    case VirtioKind.rng:
      return rngNotify(guest, device, queue)
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
