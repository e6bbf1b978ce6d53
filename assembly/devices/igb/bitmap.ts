/** Bitmaps of an 82576: groups by a hash of their addresses, and VLANs. */

/** Twelve bits of the last two bytes, as the multicast table is addressed (MO = 0). */
export function hashOf(mac: u64): u32 {
  return (<u32>(mac >> 36) & 15) | ((<u32>(mac >> 40) & 0xff) << 4)
}

export function hasBit(bitmap: usize, index: u32): bool {
  return ((load<u64>(bitmap + ((index >> 6) << 3)) >> (<u64>index & 63)) & 1) != 0
}

export function setBit(bitmap: usize, index: u32, on: bool): void {
  const word = bitmap + ((index >> 6) << 3)
  const bit = <u64>1 << (<u64>index & 63)
  store<u64>(word, on ? load<u64>(word) | bit : load<u64>(word) & ~bit)
}
