/**
 * A chain of buffers that a device took out of a queue, and the only way to the memory behind them.
 *
 *     segment: | gpa u64 | bytes u32 | 0 |       readable ones first
 *
 * Every segment is RAM of the device's guest, checked once when it is added: the guest cannot change this copy.
 */
import {
  CHAIN_SEGMENT, Chain, DescriptorFlag, GUEST_CHAIN_READ, GUEST_CHAIN_WRITE, Guest, VIRTIO_QUEUE_SIZE, VirtioViolation,
} from '../abi/layout.gen'
import { PAGE_BYTES, PAGE_MASK } from '../memory/page'
import { guestIsRam, readPointer, writePointer } from '../memory/physical'

/** The guest's scratch for a chain that is served at once, or for the one to copy from. */
// @ts-ignore: decorator
@inline
export function readChain(guest: Guest): Chain {
  return changetype<Chain>(changetype<usize>(guest) + GUEST_CHAIN_READ)
}

/** The guest's other scratch: for the chain to copy to while the first is in use. */
// @ts-ignore: decorator
@inline
export function writeChain(guest: Guest): Chain {
  return changetype<Chain>(changetype<usize>(guest) + GUEST_CHAIN_WRITE)
}

export function chainClear(chain: Chain, head: u32): void {
  chain.head = head
  chain.descriptors = 0
  chain.readSegments = 0
  chain.writeSegments = 0
  chain.readBytes = 0
  chain.writeBytes = 0
  chain.readIndex = 0
  chain.readStart = 0
  chain.writeIndex = 0
  chain.writeStart = 0
}

/** Adds the descriptor that chain.gpa, bytes and flags tell; a VirtioViolation, or none. */
export function chainAdd(guest: Guest, chain: Chain): u32 {
  const bytes = chain.length
  const count = chain.readSegments + chain.writeSegments
  if (count >= VIRTIO_QUEUE_SIZE) return VirtioViolation.chainLength
  if (bytes == 0) return VirtioViolation.emptyBuffer
  if (!guestIsRam(guest, chain.gpa, bytes)) return VirtioViolation.bufferAddress
  if ((chain.flags & DescriptorFlag.write) != 0) {
    if (chain.writeBytes + bytes < bytes) return VirtioViolation.totalLength
    chain.writeSegments += 1
    chain.writeBytes += bytes
  } else {
    if (chain.writeSegments != 0) return VirtioViolation.bufferOrder
    if (chain.readBytes + bytes < bytes) return VirtioViolation.totalLength
    chain.readSegments += 1
    chain.readBytes += bytes
  }
  store<u64>(segmentAt(chain, count), chain.gpa)
  store<u64>(segmentAt(chain, count), bytes, 8)
  return VirtioViolation.none
}

/** Bytes of the readable part from `position` on, at most `limit`, that lie together at the host pointer chain.pointer. */
export function chainReadRun(guest: Guest, chain: Chain, position: u32, limit: u32): u32 {
  if (position >= chain.readBytes) return 0
  if (position < chain.readStart) {
    chain.readIndex = 0
    chain.readStart = 0
  }
  let bytes = segmentBytes(chain, chain.readIndex)
  while (position - chain.readStart >= bytes) {
    chain.readStart += bytes
    chain.readIndex += 1
    bytes = segmentBytes(chain, chain.readIndex)
  }
  const inside = position - chain.readStart
  const gpa = load<u64>(segmentAt(chain, chain.readIndex)) + inside
  chain.pointer = <u32>readPointer(guest, gpa)
  return run(gpa, bytes - inside, limit)
}

/** The same in the writable part; 0 as well when the host has no frame left for the page. */
export function chainWriteRun(guest: Guest, chain: Chain, position: u32, limit: u32): u32 {
  if (position >= chain.writeBytes) return 0
  if (position < chain.writeStart) {
    chain.writeIndex = 0
    chain.writeStart = 0
  }
  let bytes = segmentBytes(chain, chain.readSegments + chain.writeIndex)
  while (position - chain.writeStart >= bytes) {
    chain.writeStart += bytes
    chain.writeIndex += 1
    bytes = segmentBytes(chain, chain.readSegments + chain.writeIndex)
  }
  const inside = position - chain.writeStart
  const gpa = load<u64>(segmentAt(chain, chain.readSegments + chain.writeIndex)) + inside
  const length = run(gpa, bytes - inside, limit)
  chain.pointer = <u32>writePointer(guest, gpa, length)
  return chain.pointer == 0 ? 0 : length
}

/** Copies `bytes` of the readable part from `position` on to a host pointer; how many there were. */
export function chainRead(guest: Guest, chain: Chain, position: u32, destination: usize, bytes: u32): u32 {
  let done: u32 = 0
  while (done < bytes) {
    const length = chainReadRun(guest, chain, position + done, bytes - done)
    if (length == 0) break
    memory.copy(destination + done, chain.pointer, length)
    done += length
  }
  return done
}

/** Copies `bytes` from a host pointer into the writable part from `position` on; how many had room. */
export function chainWrite(guest: Guest, chain: Chain, position: u32, source: usize, bytes: u32): u32 {
  let done: u32 = 0
  while (done < bytes) {
    const length = chainWriteRun(guest, chain, position + done, bytes - done)
    if (length == 0) break
    memory.copy(chain.pointer, source + done, length)
    done += length
  }
  return done
}

/** Writes `bytes` of zeros into the writable part from `position` on; how many had room. */
export function chainFill(guest: Guest, chain: Chain, position: u32, bytes: u32): u32 {
  let done: u32 = 0
  while (done < bytes) {
    const length = chainWriteRun(guest, chain, position + done, bytes - done)
    if (length == 0) break
    memory.fill(chain.pointer, 0, length)
    done += length
  }
  return done
}

/** Address of a segment, counted over readable and writable ones. */
// @ts-ignore: decorator
@inline
export function segmentGpa(chain: Chain, index: u32): u64 {
  return load<u64>(segmentAt(chain, index))
}

// @ts-ignore: decorator
@inline
export function segmentBytes(chain: Chain, index: u32): u32 {
  return load<u32>(segmentAt(chain, index), 8)
}

// @ts-ignore: decorator
@inline
function segmentAt(chain: Chain, index: u32): usize {
  return changetype<usize>(chain) + CHAIN_SEGMENT + (index << 4)
}

// @ts-ignore: decorator
@inline
function run(gpa: u64, rest: u32, limit: u32): u32 {
  return min<u32>(min<u32>(rest, limit), PAGE_BYTES - (<u32>gpa & PAGE_MASK))
}
