/** The four wires of INTx: levels of all functions, swizzled at the root port and wired to the platform's controller. */
import { Guest, PciFunction, PciKind } from '../abi/layout.gen'
import { PCIE_INTX_FIRST_IRQ } from '../abi/platform.gen'
import { setInterruptLine } from '../irq/line'
import { config16, configPointer, functionAt } from './function'
import { isMsixEnabled } from './msix'
import { Command, Header, Status } from './tables.gen'

/** Asserts or releases the line of a function; one that has no pin has no line. */
export function setIntx(guest: Guest, it: PciFunction, level: bool): void {
  if (it.interruptPin == 0 || (it.intxLevel != 0) == level) return
  it.intxLevel = level ? 1 : 0
  const status = configPointer(it, Header.status)
  const before = <u32>load<u16>(status)
  store<u16>(status, <u16>(level ? before | <u32>Status.interrupt : before & ~(<u32>Status.interrupt)))
  driveWire(guest, wireOf(guest, it))
}

/** After a write to configuration space: INTx may be switched off there, by the command register, or because MSI-X is on (§7.7.2.2). */
export function refreshIntx(guest: Guest, it: PciFunction): void {
  if (it.interruptPin != 0) driveWire(guest, wireOf(guest, it))
}

/** A bridge turns the pins by the number of the device, and so does the host bridge (PCI-to-PCI Bridge 1.2 §9.1). */
function wireOf(guest: Guest, it: PciFunction): u32 {
  const pin = (it.devfn >> 3) + it.interruptPin - 1
  return (it.bridge == 0 ? pin : pin + (functionAt(guest, it.bridge).devfn >> 3)) & 3
}

function driveWire(guest: Guest, wire: u32): void {
  let level = false
  for (let slot: u32 = 0; slot < guest.pciFunctions; slot++) {
    const it = functionAt(guest, slot)
    if (it.kind != PciKind.none && asserts(it) && wireOf(guest, it) == wire) level = true
  }
  setInterruptLine(guest, PCIE_INTX_FIRST_IRQ + wire, level)
}

function asserts(it: PciFunction): bool {
  return it.interruptPin != 0 && it.intxLevel != 0 && !isMsixEnabled(it) && (config16(it, Header.command) & Command.interruptDisable) == 0
}
