/** The SR-IOV capability of a physical function (PCIe 5.0 §9.3.3): how many virtual functions there are, and where their BARs lie. */
import { PCI_BARS, PciFunction } from '../abi/layout.gen'
import { config16, config32, configPointer, placeOf } from './function'
import { Bar, ConfigPlace, Sriov, SriovBit } from './tables.gen'

// @ts-ignore: decorator
@inline
function register(pf: PciFunction, offset: u32): u32 {
  return placeOf(pf, ConfigPlace.sriov) + offset
}

/** Virtual functions that are enabled; more than there are is undefined, and enables none. */
export function enabledVfs(pf: PciFunction): u32 {
  if (placeOf(pf, ConfigPlace.sriov) == 0 || (config16(pf, register(pf, Sriov.control)) & SriovBit.vfEnable) == 0) return 0
  const count = config16(pf, register(pf, Sriov.numVfs))
  return count <= pf.totalVfs ? count : 0
}

// @ts-ignore: decorator
@inline
export function doVfsAnswer(pf: PciFunction): bool {
  const both = <u32>SriovBit.vfEnable | <u32>SriovBit.vfMemorySpace
  return (config16(pf, register(pf, Sriov.control)) & both) == both
}

/** NumVFs and the system page size hold still while virtual functions are enabled (§9.3.3.7, §9.3.3.13). */
export function isHeldBySriov(it: PciFunction, offset: u32): bool {
  const start = placeOf(it, ConfigPlace.sriov)
  if (start == 0 || (config16(it, start + Sriov.control) & SriovBit.vfEnable) == 0) return false
  const inside = offset - start
  return inside - <u32>Sriov.numVfs < 2 || inside - <u32>Sriov.systemPageSize < 4
}

/** Bits of a byte of the BARs of virtual functions that are below a system page: they are 0, so that a sizing tells whole pages (§9.3.3.14). */
export function isUnderVfPage(it: PciFunction, offset: u32): u32 {
  const start = placeOf(it, ConfigPlace.sriov)
  if (start == 0) return 0
  const inside = offset - start - <u32>Sriov.vfBar0
  if (inside >= PCI_BARS << 2 || isUpperHalf(it, inside >> 2)) return 0
  return ((pageBytes(it) - 1) >> ((inside & 3) << 3)) & 0xff
}

/** The second word of a BAR of 64 bits. */
function isUpperHalf(it: PciFunction, bar: u32): bool {
  return bar > 0 && (config32(it, vfBarRegister(it, bar - 1)) & Bar.is64Bit) != 0 && !isUpperHalf(it, bar - 1)
}

/** After another size of system pages. */
export function alignVfBars(it: PciFunction): void {
  for (let bar: u32 = 0; bar < PCI_BARS; bar++) {
    if (isUpperHalf(it, bar)) continue
    const at = configPointer(it, vfBarRegister(it, bar))
    store<u32>(at, load<u32>(at) & (~(pageBytes(it) - 1) | <u32>Bar.flags))
  }
}

// @ts-ignore: decorator
@inline
function pageBytes(pf: PciFunction): u32 {
  return config32(pf, register(pf, Sriov.systemPageSize)) << <u32>SriovBit.smallestPageShift
}

/** Offset of a register in the configuration space of the physical function that stands for a BAR of all its virtual ones. */
// @ts-ignore: decorator
@inline
export function vfBarRegister(pf: PciFunction, bar: u32): u32 {
  return register(pf, Sriov.vfBar0 + (bar << 2))
}

/** Bytes from a BAR of one virtual function to that of the next: whole system pages. */
export function vfBarStride(pf: PciFunction, bytes: u64): u64 {
  return max<u64>(bytes, pageBytes(pf))
}

export function firstTotalVfsRegister(pf: PciFunction): u32 {
  return register(pf, Sriov.initialVfs)
}
