/**
 * A small LZ77 for pages: what repeats within the page becomes a distance and a length.
 *
 *     sequence: | literals 7..4, length - 4 3..0 | more literals | literal bytes | distance u16 | more length |
 *
 * A count of 15 goes on in bytes of 255 and a last smaller one. The last sequence may end behind its literals.
 */

const PAGE: u32 = 4096
const SHORTEST: u32 = 4
/** Positions by the hash of four bytes, one more than they are, so that 0 is none. */
const HASH_BITS: u32 = 11
export const LZ_TABLE_BYTES: u32 = 1 << (HASH_BITS + 1)
const HASH_FACTOR: u32 = 2_654_435_761
/** Behind so many bytes without a match the search takes larger steps: what does not repeat is left quickly. */
const PATIENCE_SHIFT: u32 = 5

/** Packs the page at `source`; bytes written, 0 when they would be more than `capacity`. `table` is LZ_TABLE_BYTES of the caller's. */
export function lzPack(source: usize, destination: usize, capacity: u32, table: usize): u32 {
  memory.fill(table, 0, LZ_TABLE_BYTES)
  const end = destination + capacity
  let out = destination
  let anchor: u32 = 0
  let at: u32 = 0
  while (at <= PAGE - 2 * SHORTEST) {
    const slot = table + ((load<u32>(source + at) * HASH_FACTOR >>> (32 - HASH_BITS)) << 1)
    const candidate = <u32>load<u16>(slot)
    store<u16>(slot, <u16>(at + 1))
    if (candidate == 0 || load<u32>(source + candidate - 1) != load<u32>(source + at)) {
      at += 1 + ((at - anchor) >> PATIENCE_SHIFT)
      continue
    }
    const length = matchLength(source, candidate - 1, at)
    out = putSequence(out, end, source + anchor, at - anchor, length)
    if (out == 0) return 0
    store<u16>(out - 2 - extraBytes(length - SHORTEST), <u16>(at - candidate + 1))
    at += length
    anchor = at
  }
  if (anchor < PAGE) out = putSequence(out, end, source + anchor, PAGE - anchor, 0)
  return out == 0 ? 0 : <u32>(out - destination)
}

/** Unpacks a whole page; false when the bytes are not what lzPack wrote. */
export function lzUnpack(source: usize, bytes: u32, destination: usize): bool {
  const end = source + bytes
  let from = source
  let done: u32 = 0
  while (from < end) {
    const token = <u32>load<u8>(from++)
    let literals = token >> 4
    if (literals == 15) {
      let more: u32
      do {
        if (from >= end) return false
        more = load<u8>(from++)
        literals += more
      } while (more == 255)
    }
    if (literals > PAGE - done || literals > <u32>(end - from)) return false
    memory.copy(destination + done, from, literals)
    from += literals
    done += literals
    if (done == PAGE) return from == end
    if (from + 2 > end) return false
    const distance = <u32>load<u16>(from)
    from += 2
    let length = token & 15
    if (length == 15) {
      let more: u32
      do {
        if (from >= end) return false
        more = load<u8>(from++)
        length += more
      } while (more == 255)
    }
    length += SHORTEST
    if (distance == 0 || distance > done || length > PAGE - done) return false
    repeat(destination + done, distance, length)
    done += length
    if (done == PAGE && from == end) return true
  }
  return false
}

function matchLength(source: usize, earlier: u32, at: u32): u32 {
  let length = SHORTEST
  while (at + length + 8 <= PAGE) {
    const difference = load<u64>(source + earlier + length) ^ load<u64>(source + at + length)
    if (difference != 0) return length + (<u32>ctz<u64>(difference) >> 3)
    length += 8
  }
  while (at + length < PAGE && load<u8>(source + earlier + length) == load<u8>(source + at + length)) length += 1
  return length
}

/** Writes a sequence but for its distance, which lies in front of what goes on of the length; 0 when it does not fit. */
function putSequence(out: usize, end: usize, from: usize, literals: u32, length: u32): usize {
  const rest = length == 0 ? 0 : length - SHORTEST
  const tail = length == 0 ? 0 : 2 + extraBytes(rest)
  if (out + 1 + extraBytes(literals) + literals + tail > end) return 0
  store<u8>(out, <u8>((min<u32>(literals, 15) << 4) | min<u32>(rest, 15)))
  let to = putExtra(out + 1, literals)
  memory.copy(to, from, literals)
  to += literals
  return length == 0 ? to : putExtra(to + 2, rest)
}

// @ts-ignore: decorator
@inline
function extraBytes(count: u32): u32 {
  return count < 15 ? 0 : (count - 15) / 255 + 1
}

function putExtra(out: usize, count: u32): usize {
  if (count < 15) return out
  let left = count - 15
  let to = out
  for (; left >= 255; left -= 255) store<u8>(to++, 255)
  store<u8>(to++, <u8>left)
  return to
}

/** Copies what may overlap itself: a distance of 1 repeats one byte. */
function repeat(to: usize, distance: u32, length: u32): void {
  if (distance >= length) {
    memory.copy(to, to - distance, length)
    return
  }
  for (let i: u32 = 0; i < length; i++) store<u8>(to + i, load<u8>(to - distance + i))
}
