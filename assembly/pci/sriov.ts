/** The SR-IOV capability of a physical function (PCIe 5.0 §9.3.3): how many virtual functions there are, and where their BARs lie. */
import { PciFunction } from '../abi/layout.gen'
import { config16, config32, placeOf } from './function'
import { ConfigPlace } from './tables.gen'

/** Offsets from the capability. */
const enum Sriov {
  control = 0x08,
  initialVfs = 0x0c,
  totalVfs = 0x0e,
  numVfs = 0x10,
  systemPageSize = 0x20,
  vfBar0 = 0x24,
}

// @ts-ignore: decorator
@inline const VF_ENABLE: u32 = 1
// @ts-ignore: decorator
@inline const VF_MEMORY_SPACE: u32 = 8
// @ts-ignore: decorator
@inline const SMALLEST_PAGE_SHIFT: u64 = 12

// @ts-ignore: decorator
@inline
function register(pf: PciFunction, offset: u32): u32 {
  return placeOf(pf, ConfigPlace.sriovHeader) + offset
}

/** Virtual functions that are enabled; more than there are is undefined, and enables none. */
export function enabledVfs(pf: PciFunction): u32 {
  if (placeOf(pf, ConfigPlace.sriovHeader) == 0 || (config16(pf, register(pf, Sriov.control)) & VF_ENABLE) == 0) return 0
  const count = config16(pf, register(pf, Sriov.numVfs))
  return count <= pf.totalVfs ? count : 0
}

// @ts-ignore: decorator
@inline
export function doVfsAnswer(pf: PciFunction): bool {
  const both = VF_ENABLE | VF_MEMORY_SPACE
  return (config16(pf, register(pf, Sriov.control)) & both) == both
}

/** NumVFs and the system page size hold still while virtual functions are enabled (§9.3.3.7, §9.3.3.13). */
export function isHeldBySriov(it: PciFunction, offset: u32): bool {
  const start = placeOf(it, ConfigPlace.sriovHeader)
  if (start == 0 || (config16(it, start + Sriov.control) & VF_ENABLE) == 0) return false
  const inside = offset - start
  return inside - <u32>Sriov.numVfs < 2 || inside - <u32>Sriov.systemPageSize < 4
}

/** Offset of a register in the configuration space of the physical function that stands for a BAR of all its virtual ones. */
// @ts-ignore: decorator
@inline
export function vfBarRegister(pf: PciFunction, bar: u32): u32 {
  return register(pf, Sriov.vfBar0 + (bar << 2))
}

/** Bytes from a BAR of one virtual function to that of the next: whole system pages. */
export function vfBarStride(pf: PciFunction, bytes: u64): u64 {
  const page = <u64>config32(pf, register(pf, Sriov.systemPageSize)) << SMALLEST_PAGE_SHIFT
  return max<u64>(bytes, page)
}

export function firstTotalVfsRegister(pf: PciFunction): u32 {
  return register(pf, Sriov.initialVfs)
}
