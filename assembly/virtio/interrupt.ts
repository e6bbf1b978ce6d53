/** Interrupts of virtio devices: to the line of a memory-mapped device; for one on PCI by its transport. */
import { Guest, VirtioDevice, VirtioInterrupt, VirtioStatus, VirtioTransport } from '../abi/layout.gen'
import { VIRTIO_MMIO_FIRST_IRQ } from '../abi/platform.gen'
import { setInterruptLine } from '../irq/line'

/** The driver has used buffers to look at in the queue whose MSI-X vector is `vector`. */
export function raiseQueueInterrupt(guest: Guest, device: VirtioDevice, vector: u32): void {
  raise(guest, device, VirtioInterrupt.queue)
}

/** The device changed its configuration space, or its status (§2.4.1, §4.2.2). */
export function deviceConfigChanged(guest: Guest, device: VirtioDevice): void {
  device.configGeneration += 1
  if ((device.status & VirtioStatus.driverOk) != 0) raise(guest, device, VirtioInterrupt.config)
}

/** Brings the line up to date after the driver acknowledged, or a reset. */
export function updateInterruptLine(guest: Guest, device: VirtioDevice): void {
  if (device.transport == VirtioTransport.mmio) setInterruptLine(guest, VIRTIO_MMIO_FIRST_IRQ + device.slot, device.interruptStatus != 0)
}

function raise(guest: Guest, device: VirtioDevice, cause: u32): void {
  device.interruptStatus |= cause
  updateInterruptLine(guest, device)
}
