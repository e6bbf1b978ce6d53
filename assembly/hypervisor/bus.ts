/** The guest-physical address space outside RAM: which device answers a hart's access. */
import { Attention, Guest, Hart, InterruptController, MmioState } from '../abi/layout.gen'
import {
  ACLINT_BASE, APLIC_M_BASE, APLIC_M_BYTES, APLIC_S_BASE, APLIC_S_BYTES, FINISHER_BASE, FINISHER_BYTES, IMSIC_M_BASE, IMSIC_M_BYTES_PER_HART,
  IMSIC_S_BASE, IMSIC_S_BYTES_PER_HART, PCIE_ECAM_BASE, PCIE_ECAM_BYTES, PCIE_IO_BASE, PCIE_IO_BYTES, PCIE_MMIO32_BASE, PCIE_MMIO32_BYTES,
  PCIE_MMIO64_BASE, PCIE_MMIO64_BYTES, PLIC_BASE, PLIC_BYTES, RTC_BASE, RTC_BYTES, UART_BASE, UART_BYTES, ACLINT_BYTES, VIRTIO_MMIO_BASE,
  VIRTIO_MMIO_BYTES, VIRTIO_MMIO_SLOTS, VMGENID_BASE, VMGENID_BYTES,
} from '../abi/platform.gen'
import { finisherRead, finisherWrite } from '../devices/finisher/index'
import { rtcRead, rtcWrite } from '../devices/rtc/index'
import { uartRead, uartWrite } from '../devices/uart/index'
import { vmGenIdRead } from '../devices/vmgenid/index'
import { advanceClock } from '../hart/clock'
import { Cause, raiseException } from '../hart/trap'
import { aclintRead, aclintWrite, updateTimers } from '../irq/aclint'
import { aplicRead, aplicWrite } from '../irq/aplic'
import { imsicWrite } from '../irq/imsic'
import { lockGuest, unlockGuest } from '../memory/locks'
import { plicRead, plicWrite } from '../irq/plic'
import { mmioRead } from '../virtio/mmio'
import { writeVirtio } from './virtio'
import { pciConfigRead, pciConfigWrite } from './pci'
import { pciMemoryRead, pciMemoryWrite } from './pci-memory'

const enum Device {
  none,
  finisher,
  rtc,
  vmgenid,
  aclint,
  plic,
  aplicM,
  aplicS,
  imsicM,
  imsicS,
  uart,
  virtio,
  pciMemory,
  pciConfig,
  pciIo,
}

/** Domains of the APLIC and files of an IMSIC. */
const MACHINE: u32 = 0
const SUPERVISOR: u32 = 1

/** Performs the access that `hart` left its loop for; where no device is, it becomes an access fault. */
export function accessDevice(guest: Guest, hart: Hart): void {
  advanceClock(guest, hart)
  const device = deviceAt(guest, hart.mmioGpa, hart.mmioBytes)
  hart.attention = Attention.none
  if (device == Device.none) return refuse(guest, hart)
  lockGuest(guest)
  access(guest, hart, device)
  unlockGuest(guest)
}

function access(guest: Guest, hart: Hart, device: Device): void {
  if (hart.mmioState == MmioState.read) {
    hart.mmioValue = read(guest, device, hart.mmioGpa, hart.mmioBytes)
    hart.mmioState = MmioState.readDone
    return
  }
  write(guest, device, hart.mmioGpa, hart.mmioValue, hart.mmioBytes)
  hart.mmioState = MmioState.writeDone
}

function refuse(guest: Guest, hart: Hart): void {
  const isRead = hart.mmioState == MmioState.read
  hart.mmioState = MmioState.none
  guest.mmioUnassigned += 1
  raiseException(hart, isRead ? Cause.loadAccess : Cause.storeAccess, hart.trapTval)
}

function deviceAt(guest: Guest, gpa: u64, bytes: u32): Device {
  if (isIn(gpa, bytes, VIRTIO_MMIO_BASE, VIRTIO_MMIO_BYTES * VIRTIO_MMIO_SLOTS)) return Device.virtio
  if (isIn(gpa, bytes, PCIE_MMIO64_BASE, PCIE_MMIO64_BYTES)) return Device.pciMemory
  if (isIn(gpa, bytes, UART_BASE, UART_BYTES)) return Device.uart
  if (guest.interruptController == InterruptController.plic) {
    if (isIn(gpa, bytes, PLIC_BASE, PLIC_BYTES)) return Device.plic
  } else {
    const device = messageDeviceAt(guest, gpa, bytes)
    if (device != Device.none) return device
  }
  if (isIn(gpa, bytes, ACLINT_BASE, ACLINT_BYTES)) return Device.aclint
  if (isIn(gpa, bytes, RTC_BASE, RTC_BYTES)) return Device.rtc
  if (isIn(gpa, bytes, VMGENID_BASE, VMGENID_BYTES)) return Device.vmgenid
  if (isIn(gpa, bytes, FINISHER_BASE, FINISHER_BYTES)) return Device.finisher
  return pciDeviceAt(gpa, bytes)
}

function pciDeviceAt(gpa: u64, bytes: u32): Device {
  if (isIn(gpa, bytes, PCIE_MMIO32_BASE, PCIE_MMIO32_BYTES)) return Device.pciMemory
  if (isIn(gpa, bytes, PCIE_ECAM_BASE, PCIE_ECAM_BYTES)) return Device.pciConfig
  return isIn(gpa, bytes, PCIE_IO_BASE, PCIE_IO_BYTES) ? Device.pciIo : Device.none
}

/** In a direct start there is no M-mode, and nothing of its interrupt files and domain. */
function messageDeviceAt(guest: Guest, gpa: u64, bytes: u32): Device {
  if (isIn(gpa, bytes, APLIC_S_BASE, APLIC_S_BYTES)) return Device.aplicS
  if (isIn(gpa, bytes, IMSIC_S_BASE, <u64>guest.harts * IMSIC_S_BYTES_PER_HART)) return Device.imsicS
  if (guest.start == 0) return Device.none
  if (isIn(gpa, bytes, APLIC_M_BASE, APLIC_M_BYTES)) return Device.aplicM
  return isIn(gpa, bytes, IMSIC_M_BASE, <u64>guest.harts * IMSIC_M_BYTES_PER_HART) ? Device.imsicM : Device.none
}

function isIn(gpa: u64, bytes: u32, base: u64, size: u64): bool {
  return gpa >= base && gpa - base <= size - bytes
}

function read(guest: Guest, device: Device, gpa: u64, bytes: u32): u64 {
  const value = readDevice(guest, device, gpa, bytes)
  return bytes == 8 ? value : value & ((<u64>1 << (<u64>bytes << 3)) - 1)
}

function readDevice(guest: Guest, device: Device, gpa: u64, bytes: u32): u64 {
  switch (device) {
    case Device.uart:
      return uartRead(guest, <u32>(gpa - UART_BASE), bytes)
    case Device.vmgenid:
      return vmGenIdRead(guest, <u32>(gpa - VMGENID_BASE), bytes)
    case Device.plic:
      return plicRead(guest, <u32>(gpa - PLIC_BASE), bytes)
    case Device.aclint:
      return aclintRead(guest, <u32>(gpa - ACLINT_BASE), bytes)
    case Device.aplicM:
      return aplicRead(guest, MACHINE, <u32>(gpa - APLIC_M_BASE), bytes)
    case Device.aplicS:
      return aplicRead(guest, SUPERVISOR, <u32>(gpa - APLIC_S_BASE), bytes)
    case Device.rtc:
      return rtcRead(guest, <u32>(gpa - RTC_BASE), bytes)
    case Device.finisher:
      return finisherRead(guest, <u32>(gpa - FINISHER_BASE), bytes)
    case Device.virtio:
      return mmioRead(guest, <u32>(gpa - VIRTIO_MMIO_BASE), bytes)
    case Device.pciMemory:
      return pciMemoryRead(guest, gpa, bytes)
    case Device.pciConfig:
      return pciConfigRead(guest, <u32>(gpa - PCIE_ECAM_BASE), bytes)
    case Device.pciIo:
      return u64.MAX_VALUE
    default:
      return 0
  }
}

function write(guest: Guest, device: Device, gpa: u64, value: u64, bytes: u32): void {
  switch (device) {
    case Device.uart:
      return uartWrite(guest, <u32>(gpa - UART_BASE), value, bytes)
    case Device.plic:
      return plicWrite(guest, <u32>(gpa - PLIC_BASE), value, bytes)
    case Device.aclint:
      aclintWrite(guest, <u32>(gpa - ACLINT_BASE), value, bytes)
      return updateTimers(guest)
    case Device.aplicM:
      return aplicWrite(guest, MACHINE, <u32>(gpa - APLIC_M_BASE), value, bytes)
    case Device.aplicS:
      return aplicWrite(guest, SUPERVISOR, <u32>(gpa - APLIC_S_BASE), value, bytes)
    case Device.rtc:
      return rtcWrite(guest, <u32>(gpa - RTC_BASE), value, bytes)
    case Device.finisher:
      return finisherWrite(guest, <u32>(gpa - FINISHER_BASE), value, bytes)
    case Device.virtio:
      return writeVirtio(guest, <u32>(gpa - VIRTIO_MMIO_BASE), value, bytes)
    case Device.pciMemory:
      return pciMemoryWrite(guest, gpa, value, bytes)
    case Device.pciConfig:
      return pciConfigWrite(guest, <u32>(gpa - PCIE_ECAM_BASE), value, bytes)
    case Device.pciIo:
      return
    default:
      if (bytes == 4) writeFile(guest, device, gpa, value)
  }
}

/** Every hart has a page of its own, which takes words alone (AIA §3.5). */
function writeFile(guest: Guest, device: Device, gpa: u64, value: u64): void {
  const machine = device == Device.imsicM
  const offset = gpa - (machine ? IMSIC_M_BASE : IMSIC_S_BASE)
  imsicWrite(guest, <u32>(offset >> 12), machine ? MACHINE : SUPERVISOR, <u32>offset & 0xfff, value)
}
