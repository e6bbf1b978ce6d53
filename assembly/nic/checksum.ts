/** The Internet checksum (RFC 1071), over memory and over the frame in hand. */
import { Nic } from '../abi/layout.gen'
import { frameRun } from './frame'

/** Adds `bytes` at the host pointer to a sum of little-endian 16-bit words; `bytes` is even, or these are the last. */
export function sumMemory(sum: u64, pointer: usize, bytes: u32): u64 {
  let total = sum
  let at = pointer
  let left = bytes
  while (left >= 8) {
    total += <u64>load<u32>(at) + <u64>load<u32>(at, 4)
    at += 8
    left -= 8
  }
  while (left >= 2) {
    total += load<u16>(at)
    at += 2
    left -= 2
  }
  return left != 0 ? total + load<u8>(at) : total
}

/** Adds the frame's bytes from `position` on. Where a run ends at an odd place, what follows counts with its halves exchanged. */
export function sumFrame(nic: Nic, sum: u64, position: u32, bytes: u32): u64 {
  let total = sum
  let done: u32 = 0
  while (done < bytes) {
    const run = frameRun(nic, position + done, bytes - done)
    const part = fold(sumMemory(0, nic.framePointer, run))
    total += (done & 1) != 0 ? swap(part) : part
    done += run
  }
  return total
}

/** The sum in 16 bits. */
export function fold(sum: u64): u32 {
  let value = (sum & 0xffff_ffff) + (sum >> 32)
  value = (value & 0xffff) + (value >> 16)
  value = (value & 0xffff) + (value >> 16)
  return <u32>((value & 0xffff) + (value >> 16))
}

/** What goes into the header: the complement, in which UDP has no zero (RFC 768). */
export function complement(sum: u64): u32 {
  const value = ~fold(sum) & 0xffff
  return value == 0 ? 0xffff : value
}

// @ts-ignore: decorator
@inline
function swap(value: u32): u32 {
  return ((value & 0xff) << 8) | (value >> 8)
}
