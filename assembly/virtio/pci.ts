/**
 * The PCI transport (§4.1): the VirtioDevice of a function as registers in its BAR 0.
 *
 *     0x0000 common configuration   0x1000 ISR   0x2000 device configuration   0x3000 a doorbell of 4 bytes per queue
 */
import {
  Guest, PciFunction, VIRTIO_PCI_COMMON, VIRTIO_PCI_DEVICE, VIRTIO_PCI_ISR, VIRTIO_PCI_NOTIFY, VIRTIO_PCI_NOTIFY_MULTIPLIER, VirtioDevice,
  VirtioFeatureBit, VirtioPciRegister,
} from '../abi/layout.gen'
import { setIntx } from '../pci/intx'
import { deviceFeatures, hasFeature, NO_VECTOR, queueOf, queueReset, readConfig, setDriverFeatures, setStatus, VirtioEvent, writeConfig } from './device'
import { queueEnable } from './queue'

// @ts-ignore: decorator
@inline const STRUCTURE_SHIFT: u32 = 12
// @ts-ignore: decorator
@inline const STRUCTURE_MASK: u32 = 0xfff

export function virtioPciRead(guest: Guest, it: PciFunction, device: VirtioDevice, offset: u32, bytes: u32): u64 {
  const within = offset & STRUCTURE_MASK
  switch (offset >> STRUCTURE_SHIFT) {
    case VIRTIO_PCI_COMMON >> STRUCTURE_SHIFT:
      return readWide(device, within, bytes)
    case VIRTIO_PCI_ISR >> STRUCTURE_SHIFT:
      return within == 0 ? readIsr(guest, it, device) : 0
    case VIRTIO_PCI_DEVICE >> STRUCTURE_SHIFT:
      return readConfig(device, within, bytes)
    default:
      return 0
  }
}

/** The event that the device has to be told; of a notification, device.queueSel is left alone and the queue is doorbellQueue. */
export function virtioPciWrite(guest: Guest, it: PciFunction, device: VirtioDevice, offset: u32, value: u64, bytes: u32): VirtioEvent {
  const within = offset & STRUCTURE_MASK
  switch (offset >> STRUCTURE_SHIFT) {
    case VIRTIO_PCI_COMMON >> STRUCTURE_SHIFT:
      return writeWide(guest, it, device, within, value, bytes)
    case VIRTIO_PCI_DEVICE >> STRUCTURE_SHIFT:
      return writeConfig(device, within, value, bytes)
    case VIRTIO_PCI_NOTIFY >> STRUCTURE_SHIFT:
      return notify(device, within)
    default:
      return VirtioEvent.none
  }
}

/** The queue that a doorbell rings for. */
export function doorbellQueue(offset: u32): u32 {
  return (offset & STRUCTURE_MASK) / VIRTIO_PCI_NOTIFY_MULTIPLIER
}

function notify(device: VirtioDevice, within: u32): VirtioEvent {
  const queue = doorbellQueue(within)
  if (queue >= device.queues) return VirtioEvent.none
  queueOf(device, queue).notifications += 1
  return VirtioEvent.notify
}

/** Reading it acknowledges, and releases INTx (§4.1.4.5). */
function readIsr(guest: Guest, it: PciFunction, device: VirtioDevice): u32 {
  const value = device.interruptStatus
  device.interruptStatus = 0
  setIntx(guest, it, false)
  return value
}

/** 64-bit registers are read and written as words, or at once. */
function readWide(device: VirtioDevice, offset: u32, bytes: u32): u64 {
  const low = <u64>readRegister(device, offset)
  return bytes == 8 ? low | (<u64>readRegister(device, offset + 4) << 32) : low
}

function readRegister(device: VirtioDevice, offset: u32): u32 {
  switch (offset) {
    case VirtioPciRegister.deviceFeatureSelect:
      return device.deviceFeaturesSel
    case VirtioPciRegister.deviceFeature:
      return deviceFeatures(device)
    case VirtioPciRegister.driverFeatureSelect:
      return device.driverFeaturesSel
    case VirtioPciRegister.driverFeature:
      return device.driverFeaturesSel > 1 ? 0 : <u32>(device.driverFeatures >> (<u64>device.driverFeaturesSel << 5))
    case VirtioPciRegister.configMsixVector:
      return device.configVector
    case VirtioPciRegister.numQueues:
      return device.queues
    case VirtioPciRegister.deviceStatus:
      return device.status
    case VirtioPciRegister.configGeneration:
      return device.configGeneration & 0xff
    case VirtioPciRegister.queueSelect:
      return device.queueSel
    default:
      return device.queueSel < device.queues ? readQueue(device, offset) : 0
  }
}

function readQueue(device: VirtioDevice, offset: u32): u32 {
  const queue = queueOf(device, device.queueSel)
  switch (offset) {
    case VirtioPciRegister.queueSize:
      return queue.size
    case VirtioPciRegister.queueMsixVector:
      return queue.vector
    case VirtioPciRegister.queueEnable:
      return queue.ready
    case VirtioPciRegister.queueNotifyOff:
      return device.queueSel
    case VirtioPciRegister.queueDesc:
      return <u32>queue.descriptorGpa
    case VirtioPciRegister.queueDesc + 4:
      return <u32>(queue.descriptorGpa >> 32)
    case VirtioPciRegister.queueDriver:
      return <u32>queue.driverGpa
    case VirtioPciRegister.queueDriver + 4:
      return <u32>(queue.driverGpa >> 32)
    case VirtioPciRegister.queueDevice:
      return <u32>queue.deviceGpa
    case VirtioPciRegister.queueDevice + 4:
      return <u32>(queue.deviceGpa >> 32)
    case VirtioPciRegister.queueNotifyData:
      return device.queueSel
    default:
      return 0
  }
}

function writeWide(guest: Guest, it: PciFunction, device: VirtioDevice, offset: u32, value: u64, bytes: u32): VirtioEvent {
  const event = writeRegister(guest, it, device, offset, <u32>value)
  if (bytes == 8) writeRegister(guest, it, device, offset + 4, <u32>(value >> 32))
  return event
}

function writeRegister(guest: Guest, it: PciFunction, device: VirtioDevice, offset: u32, value: u32): VirtioEvent {
  switch (offset) {
    case VirtioPciRegister.deviceFeatureSelect:
      device.deviceFeaturesSel = value
      return VirtioEvent.none
    case VirtioPciRegister.driverFeatureSelect:
      device.driverFeaturesSel = value
      return VirtioEvent.none
    case VirtioPciRegister.driverFeature:
      setDriverFeatures(device, value)
      return VirtioEvent.none
    case VirtioPciRegister.configMsixVector:
      device.configVector = vectorOf(it, value)
      return VirtioEvent.none
    case VirtioPciRegister.deviceStatus:
      return writeStatus(guest, it, device, value & 0xff)
    case VirtioPciRegister.queueSelect:
      device.queueSel = value & 0xffff
      return VirtioEvent.none
    default:
      return device.queueSel < device.queues ? writeQueue(guest, it, device, offset, value) : VirtioEvent.none
  }
}

/** A vector that the function does not have reads back as none (§4.1.5.1.2). */
function vectorOf(it: PciFunction, value: u32): u32 {
  return (value & 0xffff) < it.msixVectors ? value & 0xffff : NO_VECTOR
}

function writeStatus(guest: Guest, it: PciFunction, device: VirtioDevice, value: u32): VirtioEvent {
  const event = setStatus(device, value)
  if (event == VirtioEvent.reset) setIntx(guest, it, false)
  return event
}

function writeQueue(guest: Guest, it: PciFunction, device: VirtioDevice, offset: u32, value: u32): VirtioEvent {
  const queue = queueOf(device, device.queueSel)
  switch (offset) {
    case VirtioPciRegister.queueMsixVector:
      queue.vector = vectorOf(it, value)
      return VirtioEvent.none
    case VirtioPciRegister.queueEnable:
      if (value == 1) queueEnable(guest, device, device.queueSel)
      return VirtioEvent.none
    case VirtioPciRegister.queueReset:
      if (value != 1 || !hasFeature(device, VirtioFeatureBit.ringReset)) return VirtioEvent.none
      queueReset(queue)
      return VirtioEvent.queueReset
    default:
      if (queue.ready == 0) place(device, offset, value)
      return VirtioEvent.none
  }
}

/** Size and addresses hold still while the queue is enabled. */
function place(device: VirtioDevice, offset: u32, value: u32): void {
  const queue = queueOf(device, device.queueSel)
  switch (offset) {
    case VirtioPciRegister.queueSize:
      queue.size = value & 0xffff
      return
    case VirtioPciRegister.queueDesc:
      queue.descriptorGpa = (queue.descriptorGpa & 0xffff_ffff_0000_0000) | value
      return
    case VirtioPciRegister.queueDesc + 4:
      queue.descriptorGpa = (queue.descriptorGpa & 0xffff_ffff) | (<u64>value << 32)
      return
    case VirtioPciRegister.queueDriver:
      queue.driverGpa = (queue.driverGpa & 0xffff_ffff_0000_0000) | value
      return
    case VirtioPciRegister.queueDriver + 4:
      queue.driverGpa = (queue.driverGpa & 0xffff_ffff) | (<u64>value << 32)
      return
    case VirtioPciRegister.queueDevice:
      queue.deviceGpa = (queue.deviceGpa & 0xffff_ffff_0000_0000) | value
      return
    case VirtioPciRegister.queueDevice + 4:
      queue.deviceGpa = (queue.deviceGpa & 0xffff_ffff) | (<u64>value << 32)
      return
  }
}
