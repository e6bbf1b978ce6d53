/** Interrupts of virtio devices: to the line of a memory-mapped device; for one on PCI by its transport. */
import { Guest, PciFunction, VirtioDevice, VirtioInterrupt, VirtioStatus, VirtioTransport } from '../abi/layout.gen'
import { VIRTIO_MMIO_FIRST_IRQ } from '../abi/platform.gen'
import { NO_VECTOR } from './device'
import { setInterruptLine } from '../irq/line'
import { functionAt } from '../pci/function'
import { setIntx } from '../pci/intx'
import { isMsixEnabled, signalMsix } from '../pci/msix'

/** The driver has used buffers to look at in the queue whose MSI-X vector is `vector`. */
export function raiseQueueInterrupt(guest: Guest, device: VirtioDevice, vector: u32): void {
  raise(guest, device, VirtioInterrupt.queue, vector)
}

/** The device changed its configuration space, or its status (§2.4.1, §4.2.2). */
export function deviceConfigChanged(guest: Guest, device: VirtioDevice): void {
  device.configGeneration += 1
  if ((device.status & VirtioStatus.driverOk) != 0) raise(guest, device, VirtioInterrupt.config, device.configVector)
}

/** Brings the line up to date after the driver acknowledged, or a reset. */
export function updateInterruptLine(guest: Guest, device: VirtioDevice): void {
  if (device.transport == VirtioTransport.mmio) setInterruptLine(guest, VIRTIO_MMIO_FIRST_IRQ + device.slot, device.interruptStatus != 0)
  else setIntx(guest, functionOf(guest, device), device.interruptStatus != 0)
}

function functionOf(guest: Guest, device: VirtioDevice): PciFunction {
  return functionAt(guest, device.pciFunction)
}

/** On PCI a vector is signalled while MSI-X is enabled, and no vector then means no interrupt (§4.1.5.1.3, §4.1.5.3). */
function raise(guest: Guest, device: VirtioDevice, cause: u32, vector: u32): void {
  if (device.transport == VirtioTransport.pci && isMsixEnabled(functionOf(guest, device))) {
    if (vector != NO_VECTOR) signalMsix(guest, functionOf(guest, device), vector)
    return
  }
  device.interruptStatus |= cause
  updateInterruptLine(guest, device)
}
