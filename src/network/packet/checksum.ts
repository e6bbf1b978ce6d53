/** The Internet checksum (RFC 1071). */

/** The one's complement sum of `bytes` as big-endian halfwords on top of `sum`, not yet folded; an odd byte counts as the high one. */
export function addUp(bytes: Uint8Array, sum = 0): number {
  const even = bytes.length & ~1
  for (let i = 0; i < even; i += 2) sum += ((bytes[i] as number) << 8) | (bytes[i + 1] as number)
  if (even < bytes.length) sum += (bytes[even] as number) << 8
  return sum
}

/** The checksum of what was added up. */
export function fold(sum: number): number {
  let folded = sum
  while (folded > 0xffff) folded = (folded & 0xffff) + Math.floor(folded / 0x1_0000)
  return ~folded & 0xffff
}

/** What the pseudo header of TCP and UDP adds (RFC 9293 §3.1). */
export function pseudoHeader(facts: { source: number; destination: number; protocol: number; bytes: number }): number {
  const { source, destination, protocol, bytes } = facts
  return (source >>> 16) + (source & 0xffff) + (destination >>> 16) + (destination & 0xffff) + protocol + bytes
}
