/** The registers of a physical function of an 82576 that keep what is written, as words, and where they are found by their offsets. */
import { IGB_PF_KEPT, IGB_VF_BYTES, IgbPf, PCI_FUNCTION_STATE, PciFunction } from '../../abi/layout.gen'
import { KEPT_RANGES, KEPT_ROWS } from './tables.gen'

// @ts-ignore: decorator
@inline const ROW_BYTES: u32 = 12

// @ts-ignore: decorator
@inline
export function pfOf(it: PciFunction): IgbPf {
  return changetype<IgbPf>(changetype<usize>(it) + PCI_FUNCTION_STATE + IGB_VF_BYTES)
}

/** A word by its place among IgbPfKept. */
// @ts-ignore: decorator
@inline
export function kept(it: PciFunction, index: u32): u32 {
  return load<u32>(keptPointer(it, index))
}

// @ts-ignore: decorator
@inline
export function keep(it: PciFunction, index: u32, value: u32): void {
  store<u32>(keptPointer(it, index), value)
}

// @ts-ignore: decorator
@inline
function keptPointer(it: PciFunction, index: u32): usize {
  return changetype<usize>(pfOf(it)) + IGB_PF_KEPT + (index << 2)
}

/** Place of the register at `offset`, or -1. */
export function keptIndex(offset: u32): i32 {
  let index: u32 = 0
  for (let row: u32 = 0; row < KEPT_ROWS; row++) {
    const words = load<u32>(KEPT_RANGES + row * ROW_BYTES, 4)
    const word = (offset - load<u32>(KEPT_RANGES + row * ROW_BYTES)) >> 2
    if (word < words) return <i32>(index + word)
    index += words
  }
  return -1
}

/** As after a reset. */
export function resetKept(it: PciFunction): void {
  let index: u32 = 0
  for (let row: u32 = 0; row < KEPT_ROWS; row++) {
    const words = load<u32>(KEPT_RANGES + row * ROW_BYTES, 4)
    for (const end = index + words; index < end; index++) keep(it, index, load<u32>(KEPT_RANGES + row * ROW_BYTES, 8))
  }
}
