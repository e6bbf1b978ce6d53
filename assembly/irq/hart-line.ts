/** The interrupt lines of a hart, at their bits in mip (Privileged §3.1.9). */
import { Hart } from '../abi/layout.gen'
import { clearBits64, setBits64 } from '../lib/shared-word'
import { kick } from '../memory/exclusive'

export const enum Line {
  msip = 3,
  stip = 5,
  mtip = 7,
  seip = 9,
  meip = 11,
}

// @ts-ignore: decorator
@inline
export function driveLine(hart: Hart, line: u32, level: bool): void {
  if (isDriven(hart, line) == level) return
  const lines = changetype<usize>(hart) + offsetof<Hart>('lines')
  const bit = <u64>1 << line
  if (level) {
    setBits64(lines, bit)
    kick(hart)
  } else clearBits64(lines, bit)
}

// @ts-ignore: decorator
@inline
export function isDriven(hart: Hart, line: u32): bool {
  return ((hart.lines >> line) & 1) != 0
}
