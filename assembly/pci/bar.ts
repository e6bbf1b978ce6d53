/** Where the BARs of all functions answer, as command registers, power states and the windows of root ports have it now. */
import { Guest, PCI_BARS, PCI_FUNCTION_BAR_BYTES, PCI_FUNCTION_BARS, PciFunction, PciKind } from '../abi/layout.gen'
import { PCIE_MMIO32_BASE, PCIE_MMIO32_BYTES, PCIE_MMIO64_BASE, PCIE_MMIO64_BYTES } from '../abi/platform.gen'
import { config16, config32, functionAt, isOn } from './function'
import { doVfsAnswer, vfBarRegister, vfBarStride } from './sriov'
import { Bar, Command, Header } from './tables.gen'

// @ts-ignore: decorator
@inline export const UNMAPPED: u64 = u64.MAX_VALUE

/** Works the addresses of all BARs out again, after a write to any configuration space. */
export function mapFunctions(guest: Guest): void {
  for (let slot: u32 = 0; slot < guest.pciFunctions; slot++) mapFunction(guest, functionAt(guest, slot))
}

function mapFunction(guest: Guest, it: PciFunction): void {
  const addresses = changetype<usize>(it) + PCI_FUNCTION_BARS
  for (let bar: u32 = 0; bar < PCI_BARS; bar++) store<u64>(addresses + (bar << 3), addressOf(guest, it, bar))
}

function addressOf(guest: Guest, it: PciFunction, bar: u32): u64 {
  const bytes = barBytes(it, bar)
  if (bytes == 0 || !isOn(it)) return UNMAPPED
  const gpa = it.physicalFunction != 0 ? vfAddress(guest, it, bar, bytes) : ownAddress(it, bar)
  return gpa != UNMAPPED && isWindow(gpa, bytes) && isForwarded(guest, it, gpa, bytes) ? gpa : UNMAPPED
}

function ownAddress(it: PciFunction, bar: u32): u64 {
  if ((config16(it, Header.command) & Command.memorySpace) == 0) return UNMAPPED
  return barAddress(it, Header.bar0 + (bar << 2))
}

/** The BARs of VFs follow each other from what the PF's capability says (PCIe 5.0 §9.2.1.1.1). */
function vfAddress(guest: Guest, it: PciFunction, bar: u32, bytes: u64): u64 {
  const pf = functionAt(guest, it.physicalFunction)
  if (!isOn(pf) || !doVfsAnswer(pf)) return UNMAPPED
  return barAddress(pf, vfBarRegister(pf, bar)) + <u64>it.vfIndex * vfBarStride(pf, bytes)
}

function barAddress(it: PciFunction, offset: u32): u64 {
  const low = config32(it, offset)
  const high = (low & Bar.is64Bit) != 0 ? <u64>config32(it, offset + 4) << 32 : 0
  return high | (<u64>low & ~(<u64>Bar.flags))
}

/** Only what the host bridge forwards to PCI can be reached there. */
function isWindow(gpa: u64, bytes: u64): bool {
  return isWithin(gpa, bytes, PCIE_MMIO32_BASE, PCIE_MMIO32_BYTES) || isWithin(gpa, bytes, PCIE_MMIO64_BASE, PCIE_MMIO64_BYTES)
}

function isForwarded(guest: Guest, it: PciFunction, gpa: u64, bytes: u64): bool {
  if (it.bridge == 0) return true
  const port = functionAt(guest, it.bridge)
  if (port.kind != PciKind.rootPort || !isOn(port) || (config16(port, Header.command) & Command.memorySpace) == 0) return false
  const base = <u64>(config16(port, Header.memoryBase) & 0xfff0) << 16
  const limit = (<u64>(config16(port, Header.memoryLimit) & 0xfff0) << 16) | 0xf_ffff
  if (limit > base && isWithin(gpa, bytes, base, limit - base + 1)) return true
  const prefetchBase = prefetchable(port, Header.prefetchBase, Header.prefetchBaseUpper)
  const prefetchLimit = prefetchable(port, Header.prefetchLimit, Header.prefetchLimitUpper) | 0xf_ffff
  return prefetchLimit > prefetchBase && isWithin(gpa, bytes, prefetchBase, prefetchLimit - prefetchBase + 1)
}

function prefetchable(port: PciFunction, low: u32, high: u32): u64 {
  return (<u64>config32(port, high) << 32) | (<u64>(config16(port, low) & 0xfff0) << 16)
}

function isWithin(gpa: u64, bytes: u64, base: u64, size: u64): bool {
  return gpa >= base && bytes <= size && gpa - base <= size - bytes
}

// @ts-ignore: decorator
@inline
export function barGpa(it: PciFunction, bar: u32): u64 {
  return load<u64>(changetype<usize>(it) + PCI_FUNCTION_BARS + (bar << 3))
}

// @ts-ignore: decorator
@inline
export function barBytes(it: PciFunction, bar: u32): u64 {
  return load<u64>(changetype<usize>(it) + PCI_FUNCTION_BAR_BYTES + (bar << 3))
}

/** Which BAR of the function answers at `gpa`, or -1. */
export function barAt(it: PciFunction, gpa: u64, bytes: u32): i32 {
  for (let bar: u32 = 0; bar < PCI_BARS; bar++) {
    const base = barGpa(it, bar)
    if (base != UNMAPPED && isWithin(gpa, bytes, base, barBytes(it, bar))) return <i32>bar
  }
  return -1
}

/** The function with a BAR at `gpa`, or null; the one that was reached last is looked at first. */
export function functionWithBarAt(guest: Guest, gpa: u64, bytes: u32): PciFunction | null {
  if (guest.pciLast < guest.pciFunctions) {
    const last = functionAt(guest, guest.pciLast)
    if (barAt(last, gpa, bytes) >= 0) return last
  }
  for (let slot: u32 = 0; slot < guest.pciFunctions; slot++) {
    const it = functionAt(guest, slot)
    if (it.kind == PciKind.none || barAt(it, gpa, bytes) < 0) continue
    guest.pciLast = slot
    return it
  }
  return null
}
