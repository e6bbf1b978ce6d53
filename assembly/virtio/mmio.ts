/** The memory-mapped transport, version 2 (§4.2): eight slots, each a page of registers over its VirtioDevice. */
import {
  Guest, VIRTIO_MAGIC, VIRTIO_MMIO_VERSION, VIRTIO_VENDOR, VirtioDevice, VirtioFeatureBit, VirtioMmioRegister, Virtqueue,
} from '../abi/layout.gen'
import { deviceFeatures, deviceOf, hasFeature, queueOf, queueReset, readConfig, setDriverFeatures, setStatus, VirtioEvent, writeConfig } from './device'
import { updateInterruptLine } from './interrupt'
import { queueEnable } from './queue'

// @ts-ignore: decorator
@inline const SLOT_SHIFT: u32 = 12
// @ts-ignore: decorator
@inline const SLOT_MASK: u32 = 0xfff

/** Slot of an offset into the window of the transport. */
// @ts-ignore: decorator
@inline
export function mmioSlot(offset: u32): u32 {
  return offset >> SLOT_SHIFT
}

/** Registers are words; the configuration space takes any width. */
export function mmioRead(guest: Guest, offset: u32, bytes: u32): u64 {
  const device = deviceOf(guest, mmioSlot(offset))
  const register = offset & SLOT_MASK
  if (register >= <u32>VirtioMmioRegister.config) return readConfig(device, register - VirtioMmioRegister.config, bytes)
  if (bytes != 4 || (register & 3) != 0) return 0
  return readRegister(device, register)
}

/** Writes a register; the VirtioEvent that the device has to be told. */
export function mmioWrite(guest: Guest, offset: u32, value: u64, bytes: u32): VirtioEvent {
  const device = deviceOf(guest, mmioSlot(offset))
  const register = offset & SLOT_MASK
  if (device.deviceId == 0) return VirtioEvent.none
  if (register >= <u32>VirtioMmioRegister.config) return writeConfig(device, register - VirtioMmioRegister.config, value, bytes)
  if (bytes != 4 || (register & 3) != 0) return VirtioEvent.none
  if (isQueueRegister(register)) return writeQueue(guest, device, register, <u32>value)
  return writeRegister(guest, device, register, <u32>value)
}

function readRegister(device: VirtioDevice, register: u32): u32 {
  switch (register >> 2) {
    case VirtioMmioRegister.magicValue >> 2:
      return VIRTIO_MAGIC
    case VirtioMmioRegister.version >> 2:
      return VIRTIO_MMIO_VERSION
    case VirtioMmioRegister.deviceId >> 2:
      return device.deviceId
    case VirtioMmioRegister.vendorId >> 2:
      return VIRTIO_VENDOR
    case VirtioMmioRegister.deviceFeatures >> 2:
      return deviceFeatures(device)
    case VirtioMmioRegister.queueNumMax >> 2:
      return device.queueSel < device.queues ? queueOf(device, device.queueSel).maxSize : 0
    case VirtioMmioRegister.queueReady >> 2:
      return device.queueSel < device.queues ? queueOf(device, device.queueSel).ready : 0
    case VirtioMmioRegister.interruptStatus >> 2:
      return device.interruptStatus
    case VirtioMmioRegister.status >> 2:
      return device.status
    case VirtioMmioRegister.shmLenLow >> 2:
    case VirtioMmioRegister.shmLenHigh >> 2:
    case VirtioMmioRegister.shmBaseLow >> 2:
    case VirtioMmioRegister.shmBaseHigh >> 2:
      /* A region that does not exist has the length and the address of all ones (§4.2.2). */
      return 0xffff_ffff
    case VirtioMmioRegister.configGeneration >> 2:
      return device.configGeneration
    default:
      return 0
  }
}

function writeRegister(guest: Guest, device: VirtioDevice, register: u32, value: u32): VirtioEvent {
  switch (register >> 2) {
    case VirtioMmioRegister.deviceFeaturesSel >> 2:
      device.deviceFeaturesSel = value
      return VirtioEvent.none
    case VirtioMmioRegister.driverFeatures >> 2:
      setDriverFeatures(device, value)
      return VirtioEvent.none
    case VirtioMmioRegister.driverFeaturesSel >> 2:
      device.driverFeaturesSel = value
      return VirtioEvent.none
    case VirtioMmioRegister.queueSel >> 2:
      device.queueSel = value
      return VirtioEvent.none
    case VirtioMmioRegister.queueNotify >> 2:
      return notify(device, value)
    case VirtioMmioRegister.interruptAck >> 2:
      device.interruptStatus &= ~value
      updateInterruptLine(guest, device)
      return VirtioEvent.none
    case VirtioMmioRegister.status >> 2:
      return writeStatus(guest, device, value)
    case VirtioMmioRegister.queueReset >> 2:
      return value == 1 ? resetQueue(device) : VirtioEvent.none
    default:
      return VirtioEvent.none
  }
}

function notify(device: VirtioDevice, value: u32): VirtioEvent {
  if (value >= device.queues) return VirtioEvent.none
  queueOf(device, value).notifications += 1
  return VirtioEvent.notify
}

function resetQueue(device: VirtioDevice): VirtioEvent {
  if (!hasFeature(device, VirtioFeatureBit.ringReset) || device.queueSel >= device.queues) return VirtioEvent.none
  queueReset(queueOf(device, device.queueSel))
  return VirtioEvent.queueReset
}

function writeStatus(guest: Guest, device: VirtioDevice, value: u32): VirtioEvent {
  const event = setStatus(device, value)
  updateInterruptLine(guest, device)
  return event
}

// @ts-ignore: decorator
@inline
function isQueueRegister(register: u32): bool {
  if (register >= <u32>VirtioMmioRegister.queueDescLow) return register <= <u32>VirtioMmioRegister.queueDeviceHigh
  return register == VirtioMmioRegister.queueNum || register == VirtioMmioRegister.queueReady
}

/** Size and addresses hold still while the queue is enabled (§4.2.2.2). */
function writeQueue(guest: Guest, device: VirtioDevice, register: u32, value: u32): VirtioEvent {
  if (device.queueSel >= device.queues) return VirtioEvent.none
  const queue = queueOf(device, device.queueSel)
  if (register == VirtioMmioRegister.queueReady) return (value & 1) != 0 ? enable(guest, device) : disable(queue)
  if (queue.ready == 0) place(queue, register, value)
  return VirtioEvent.none
}

function enable(guest: Guest, device: VirtioDevice): VirtioEvent {
  queueEnable(guest, device, device.queueSel)
  return VirtioEvent.none
}

/** What was taken out of the queue comes back no more, as after its reset: the driver may put it elsewhere. */
function disable(queue: Virtqueue): VirtioEvent {
  const wasReady = queue.ready != 0
  queue.ready = 0
  return wasReady ? VirtioEvent.queueReset : VirtioEvent.none
}

function place(queue: Virtqueue, register: u32, value: u32): void {
  switch (register) {
    case VirtioMmioRegister.queueNum:
      queue.size = value
      return
    case VirtioMmioRegister.queueDescLow:
      queue.descriptorGpa = withLow(queue.descriptorGpa, value)
      return
    case VirtioMmioRegister.queueDescHigh:
      queue.descriptorGpa = withHigh(queue.descriptorGpa, value)
      return
    case VirtioMmioRegister.queueDriverLow:
      queue.driverGpa = withLow(queue.driverGpa, value)
      return
    case VirtioMmioRegister.queueDriverHigh:
      queue.driverGpa = withHigh(queue.driverGpa, value)
      return
    case VirtioMmioRegister.queueDeviceLow:
      queue.deviceGpa = withLow(queue.deviceGpa, value)
      return
    case VirtioMmioRegister.queueDeviceHigh:
      queue.deviceGpa = withHigh(queue.deviceGpa, value)
      return
  }
}

// @ts-ignore: decorator
@inline
function withLow(value: u64, low: u32): u64 {
  return (value & 0xffff_ffff_0000_0000) | low
}

// @ts-ignore: decorator
@inline
function withHigh(value: u64, high: u32): u64 {
  return (value & 0xffff_ffff) | (<u64>high << 32)
}
