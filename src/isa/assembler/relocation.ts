/** %hi, %lo, %pcrel_hi and %pcrel_lo (RISC-V ELF psABI, "Relocations"). */
import { problem } from './syntax-error'

export const relocationPattern = /^%(hi|lo|pcrel_hi|pcrel_lo)\s*\(([\s\S]*)\)$/

/** What to add to a base so that a sign-extended 12-bit low part completes it. */
export const highPart = (value: bigint): bigint => ((value + 0x800n) >> 12n) << 12n

export const lowPart = (value: bigint): bigint => value - highPart(value)

export function checkHigh(value: bigint): number {
  const high = highPart(BigInt.asIntN(64, value))
  if (BigInt.asIntN(32, high) !== high) throw problem(`${value} is further than 2 GiB away`)
  return Number(high)
}
