/** Functions of a guest as they are made and reset. */
import { Guest, PCI_FUNCTION_BAR_BYTES, PCI_FUNCTION_MSIX, PCI_BARS, PciFunction, PciKind } from '../abi/layout.gen'
import { configPointer, functionAt, placeOf } from './function'
import { configReset, Reset } from './config-space'
import { setIntx } from './intx'
import { resetSlot } from './slot'
import { mapFunctions } from './bar'
import { firstTotalVfsRegister, vfBarRegister } from './sriov'
import { ConfigPlace, Header, HeaderType, Msix, MsixBit, writableAt } from './tables.gen'

// @ts-ignore: decorator
@inline const MSIX_BYTES: u32 = 1024

/** Puts a function into an empty slot; the caller fills in what its kind needs and then calls pciPower. */
export function placeFunction(guest: Guest, slot: u32, kind: u32, bridge: u32, devfn: u32): PciFunction {
  if (slot >= guest.pciFunctions) unreachable()
  const it = functionAt(guest, slot)
  it.kind = kind
  it.slot = slot
  it.bridge = bridge
  it.devfn = devfn
  it.isPresent = 1
  measureBars(it)
  return it
}

/** Power-on of the whole hierarchy. */
export function pciReset(guest: Guest): void {
  for (let slot: u32 = 0; slot < guest.pciFunctions; slot++) {
    const it = functionAt(guest, slot)
    if (it.kind != PciKind.none) resetFunction(guest, it)
  }
  mapFunctions(guest)
}

/** Power-on, or another reset: registers, but for what survives it, the MSI-X table and the line are as after power-on (PCIe 5.0 §6.6). */
export function resetFunction(guest: Guest, it: PciFunction, how: Reset = Reset.power): void {
  configReset(it, how)
  store<u8>(configPointer(it, Header.interruptPin), <u8>it.interruptPin)
  const msix = placeOf(it, ConfigPlace.msix)
  if (msix != 0) store<u16>(configPointer(it, msix + Msix.control), <u16>(it.msixVectors - 1))
  if (placeOf(it, ConfigPlace.sriov) != 0)
    store<u32>(configPointer(it, firstTotalVfsRegister(it)), (it.totalVfs << 16) | it.totalVfs)
  if (it.kind == PciKind.rootPort) {
    markMultifunction(it)
    resetSlot(guest, it)
  }
  it.msixPending = 0
  memory.fill(changetype<usize>(it) + PCI_FUNCTION_MSIX, 0, MSIX_BYTES)
  for (let vector: u32 = 0; vector < it.msixVectors; vector++)
    store<u32>(changetype<usize>(it) + PCI_FUNCTION_MSIX + (vector << 4), <u32>MsixBit.entryMasked, 12)
  setIntx(guest, it, false)
}

/** Root ports are the functions of few devices, so that there can be many. */
function markMultifunction(it: PciFunction): void {
  store<u8>(configPointer(it, Header.headerType), <u8>(<u32>HeaderType.bridge | <u32>HeaderType.multifunction))
}

/** Sizes of the BARs, from the bits of theirs that can be written. */
function measureBars(it: PciFunction): void {
  if (it.kind == PciKind.rootPort || it.kind == PciKind.hostBridge) return
  measure(it, it.kind, Header.bar0)
}

/** The BARs of a virtual function are as those that its physical one has for all. */
export function measureVfBars(it: PciFunction, pf: PciFunction): void {
  measure(it, pf.kind, vfBarRegister(pf, 0))
}

function measure(it: PciFunction, kind: u32, registers: u32): void {
  const sizes = changetype<usize>(it) + PCI_FUNCTION_BAR_BYTES
  for (let bar: u32 = 0; bar < PCI_BARS; bar++) {
    const mask = load<u32>(writableAt(kind, registers + (bar << 2)))
    const isUpperHalf = bar > 0 && mask == u32.MAX_VALUE
    store<u64>(sizes + (bar << 3), mask == 0 || isUpperHalf ? 0 : <u64>(~mask + 1))
  }
}
