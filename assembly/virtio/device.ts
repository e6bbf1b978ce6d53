/**
 * A virtio device apart from its transport and from what it does.
 *
 * The contract, from the guest's side to the device's:
 *
 *   transport     mmio.ts (and one for PCI) shows the VirtioDevice struct of a slot as registers. It keeps no state of its own beside it, and
 *                 each access gives back what the device has to be told: nothing, or a VirtioEvent.
 *   dispatch      hypervisor/virtio.ts hands the event to the device by a dense switch over VirtioKind:
 *                   notify      the driver put chains into a queue (its number is what was written) -> pop them, push them, signal
 *                   start       DRIVER_OK was set: queues may have been filled before
 *                   config      the driver wrote to the configuration space
 *                   queueReset  the queue that queueSel shows was reset: forget its chains
 *                   reset       status 0 was written: forget all that is under way; rings and features are cleared already
 *   device        devices/<noun>/: `<noun>Attach` sets kind, features, queue sizes and configuration space, then `<noun>Notify` and so on.
 *                 What it must remember lies in its state bytes, laid out in src/spec/devices/virtio-<noun>.ts, without host pointers.
 *   queue.ts      queuePop -> Chain (chain.ts), queuePush, queueSignal. Whoever holds a Chain may only reach guest memory through it.
 *   interrupt.ts  raises what queueSignal and deviceConfigChanged ask for, by the transport of the device.
 *   violation.ts  a driver that breaks the rules: DEVICE_NEEDS_RESET, an entry of the security log, and the queues stand still until a reset.
 *
 * Slots 0 to 7 belong to the memory-mapped transport, those behind to PCI. A device without a guest's driver is inert: queuePop finds nothing.
 */
import {
  GUEST_HARTS, Guest, HART_BLOCK_BYTES, VIRTIO_DEVICE_CONFIG, VIRTIO_DEVICE_QUEUE, VIRTIO_DEVICE_STATE, VIRTIO_MMIO_DEVICES,
  VIRTIO_QUEUES, VIRTIO_SLOT_BYTES, VIRTQUEUE_BYTES, VirtioDevice, VirtioFeatureBit, VirtioKind, VirtioStatus, VirtioTransport, Virtqueue,
} from '../abi/layout.gen'

/** What a device is told after an access of its driver. */
export const enum VirtioEvent {
  none,
  notify,
  start,
  config,
  queueReset,
  reset,
}

// @ts-ignore: decorator
@inline export const NO_VECTOR: u32 = 0xffff

/** The device in a slot of the guest, which must be below guest.virtioSlots. */
// @ts-ignore: decorator
@inline
export function deviceOf(guest: Guest, slot: u32): VirtioDevice {
  return changetype<VirtioDevice>(changetype<usize>(guest) + GUEST_HARTS + guest.harts * HART_BLOCK_BYTES + slot * VIRTIO_SLOT_BYTES)
}

// @ts-ignore: decorator
@inline
export function queueOf(device: VirtioDevice, index: u32): Virtqueue {
  return changetype<Virtqueue>(changetype<usize>(device) + VIRTIO_DEVICE_QUEUE + index * VIRTQUEUE_BYTES)
}

// @ts-ignore: decorator
@inline
export function configOf(device: VirtioDevice): usize {
  return changetype<usize>(device) + VIRTIO_DEVICE_CONFIG
}

// @ts-ignore: decorator
@inline
export function stateOf(device: VirtioDevice): usize {
  return changetype<usize>(device) + VIRTIO_DEVICE_STATE
}

/** Was the feature negotiated? */
// @ts-ignore: decorator
@inline
export function hasFeature(device: VirtioDevice, bit: u32): bool {
  return ((device.driverFeatures >> <u64>bit) & 1) != 0
}

/** The driver is up, and nothing is wrong. */
// @ts-ignore: decorator
@inline
export function isDriving(device: VirtioDevice): bool {
  return (device.status & (VirtioStatus.driverOk | VirtioStatus.needsReset)) == VirtioStatus.driverOk
}

/** Puts a device into a slot: without queues, with the features that all have, and no configuration space. Its kind's attach does the rest. */
export function deviceAttach(guest: Guest, slot: u32, kind: u32, deviceId: u32): VirtioDevice {
  const device = deviceOf(guest, slot)
  memory.fill(changetype<usize>(device), 0, VIRTIO_SLOT_BYTES)
  device.kind = kind
  device.deviceId = deviceId
  device.slot = slot
  device.transport = slot < VIRTIO_MMIO_DEVICES ? VirtioTransport.mmio : VirtioTransport.pci
  device.configVector = NO_VECTOR
  device.deviceFeatures = commonFeatures()
  return device
}

/** Gives the device its queues, all of the same largest size. */
export function deviceSetQueues(device: VirtioDevice, queues: u32, size: u32): void {
  device.queues = queues
  for (let i: u32 = 0; i < VIRTIO_QUEUES; i++) {
    const queue = queueOf(device, i)
    queue.maxSize = i < queues ? size : 0
    queue.size = queue.maxSize
    queue.vector = NO_VECTOR
  }
}

function commonFeatures(): u64 {
  return (
    ((<u64>1) << VirtioFeatureBit.indirectDesc) |
    ((<u64>1) << VirtioFeatureBit.eventIdx) |
    ((<u64>1) << VirtioFeatureBit.version1) |
    ((<u64>1) << VirtioFeatureBit.ringPacked) |
    ((<u64>1) << VirtioFeatureBit.ringReset)
  )
}

/** Status 0: as after power-on. What identifies the device and its configuration space stay. */
export function deviceReset(device: VirtioDevice): void {
  device.status = 0
  device.driverFeatures = 0
  device.deviceFeaturesSel = 0
  device.driverFeaturesSel = 0
  device.queueSel = 0
  device.interruptStatus = 0
  device.configVector = NO_VECTOR
  for (let i: u32 = 0; i < device.queues; i++) queueReset(queueOf(device, i))
}

/** The queue is as after a reset of its device (§2.6.1). */
export function queueReset(queue: Virtqueue): void {
  queue.ready = 0
  queue.size = queue.maxSize
  queue.nextAvail = 0
  queue.nextUsed = 0
  queue.signalledUsed = 0
  queue.wraps = 0
  queue.vector = NO_VECTOR
  queue.descriptorGpa = 0
  queue.driverGpa = 0
  queue.deviceGpa = 0
}

/** A word of the feature bits on offer; there are two (§4.2.2). */
export function deviceFeatures(device: VirtioDevice): u32 {
  if (device.deviceFeaturesSel > 1) return 0
  return <u32>(device.deviceFeatures >> (<u64>device.deviceFeaturesSel << 5))
}

/** Once FEATURES_OK is set the negotiation is over (§3.1.1). */
export function setDriverFeatures(device: VirtioDevice, value: u32): void {
  if (device.driverFeaturesSel > 1 || (device.status & VirtioStatus.featuresOk) != 0) return
  const shift = <u64>device.driverFeaturesSel << 5
  device.driverFeatures = (device.driverFeatures & ~((<u64>0xffff_ffff) << shift)) | (<u64>value << shift)
}

/** The driver writes the status: bits are only added (§2.1.2), and FEATURES_OK holds only for features that are on offer. */
export function setStatus(device: VirtioDevice, value: u32): VirtioEvent {
  if (value == 0) {
    deviceReset(device)
    return VirtioEvent.reset
  }
  const before = device.status
  let status = (value & 0xff & ~(<u32>VirtioStatus.needsReset)) | (before & VirtioStatus.needsReset)
  if ((status & VirtioStatus.featuresOk) != 0 && !areAcceptable(device)) status &= ~(<u32>VirtioStatus.featuresOk)
  if ((status & VirtioStatus.featuresOk) == 0) status &= ~(<u32>VirtioStatus.driverOk)
  device.status = status
  const starts = (status & ~before & VirtioStatus.driverOk) != 0
  return starts ? VirtioEvent.start : VirtioEvent.none
}

/** Devices of this interface are modern ones: VERSION_1 is a must (§6.1). */
function areAcceptable(device: VirtioDevice): bool {
  const accepted = device.driverFeatures
  return (accepted & ~device.deviceFeatures) == 0 && ((accepted >> <u64>VirtioFeatureBit.version1) & 1) != 0
}

/** Are the features that the driver accepted, and says to be done with, among those on offer? */
export function areFeaturesSound(device: VirtioDevice): bool {
  return (device.status & VirtioStatus.featuresOk) == 0 || areAcceptable(device)
}

/** Reads `bytes` (1, 2, 4 or 8) of the configuration space; zeros past its end. */
export function readConfig(device: VirtioDevice, offset: u32, bytes: u32): u64 {
  let value: u64 = 0
  for (let i: u32 = 0; i < bytes; i++) {
    const at = offset + i
    if (at < device.configBytes) value |= <u64>load<u8>(configOf(device) + at) << (<u64>i << 3)
  }
  return value
}

/** Writes those bytes of the configuration space that the driver may write. */
export function writeConfig(device: VirtioDevice, offset: u32, value: u64, bytes: u32): VirtioEvent {
  let event = VirtioEvent.none
  for (let i: u32 = 0; i < bytes; i++) {
    const at = offset + i
    if (at >= 64 || at >= device.configBytes || ((device.configWritable >> <u64>at) & 1) == 0) continue
    store<u8>(configOf(device) + at, <u8>(value >> (<u64>i << 3)))
    event = VirtioEvent.config
  }
  return event
}

/** Is there a device for the outside to talk to in this slot? */
export function hasDevice(guest: Guest, slot: u32): bool {
  return slot < guest.virtioSlots && deviceOf(guest, slot).kind != VirtioKind.none
}
