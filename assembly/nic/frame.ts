/** The frame that a switch has in hand: where its bytes are, and what was read of its headers, once. */
import { Chain, Guest, Nic, NIC_HEADER, NIC_MADE } from '../abi/layout.gen'
import { chainReadRun } from '../virtio/chain'

// @ts-ignore: decorator
@inline export const ADDRESSES: u32 = 12
// @ts-ignore: decorator
@inline export const ETHERNET_HEADER: u32 = 14
// @ts-ignore: decorator
@inline export const TAG_BYTES: u32 = 4
// @ts-ignore: decorator
@inline export const TYPE_8021Q: u32 = 0x8100
// @ts-ignore: decorator
@inline const TYPE_8021AD: u32 = 0x88a8
// @ts-ignore: decorator
@inline const MAC_MASK: u64 = 0xffff_ffff_ffff

/** A frame in a chain of a guest, behind its virtio header. */
export function frameInChain(nic: Nic, guest: Guest, chain: Chain, start: u32): void {
  nic.frameGuest = <u32>changetype<usize>(guest)
  nic.frameChain = <u32>changetype<usize>(chain)
  nic.frameStart = start
  nic.frameMade = 0
  nic.frameBytes = chain.readBytes - start
  nic.copied = 0
}

/** A frame that lies together in host memory. */
export function frameInMemory(nic: Nic, pointer: usize, bytes: u32): void {
  nic.frameGuest = 0
  nic.frameStart = <u32>pointer
  nic.frameMade = 0
  nic.frameBytes = bytes
  nic.copied = 0
  nic.frameFlags = 0
  nic.frameGso = 0
}

/** Bytes from `position` on, at most `limit`, that lie together at nic.framePointer. */
export function frameRun(nic: Nic, position: u32, limit: u32): u32 {
  if (position < nic.frameMade) {
    nic.framePointer = <u32>changetype<usize>(nic) + NIC_MADE + position
    return min<u32>(limit, nic.frameMade - position)
  }
  if (nic.frameGuest == 0) {
    nic.framePointer = nic.frameStart + position
    return min<u32>(limit, nic.frameBytes - position)
  }
  const chain = changetype<Chain>(<usize>nic.frameChain)
  const run = chainReadRun(changetype<Guest>(<usize>nic.frameGuest), chain, nic.frameStart + position, limit)
  nic.framePointer = chain.pointer
  return run
}

/** Copies bytes of the frame to a host pointer; they must be there. */
export function frameCopy(nic: Nic, position: u32, destination: usize, bytes: u32): void {
  let done: u32 = 0
  while (done < bytes) {
    const run = frameRun(nic, position + done, bytes - done)
    memory.copy(destination + done, nic.framePointer, run)
    done += run
  }
  nic.copied += bytes
}

/** Reads the addresses and the tag, which the guest cannot change any more then; the frame has a whole Ethernet header. */
export function frameRead(nic: Nic): void {
  const header = headerOf(nic)
  const bytes = min<u32>(nic.frameBytes, ETHERNET_HEADER + TAG_BYTES)
  const copied = nic.copied
  frameCopy(nic, 0, header, bytes)
  nic.copied = copied
  nic.frameTo = load<u64>(header) & MAC_MASK
  nic.frameFrom = load<u64>(header, 6) & MAC_MASK
  const type = bigEndian16(header + ADDRESSES)
  const tagged = (type == TYPE_8021Q || type == TYPE_8021AD) && bytes == ETHERNET_HEADER + TAG_BYTES
  nic.frameTag = tagged ? (type << 16) | bigEndian16(header + ETHERNET_HEADER) : 0
  nic.framePushed = 0
}

// @ts-ignore: decorator
@inline
export function headerOf(nic: Nic): usize {
  return changetype<usize>(nic) + NIC_HEADER
}

// @ts-ignore: decorator
@inline
export function bigEndian16(pointer: usize): u32 {
  return <u32>bswap<u16>(load<u16>(pointer))
}

// @ts-ignore: decorator
@inline
export function setBigEndian16(pointer: usize, value: u32): void {
  store<u16>(pointer, bswap<u16>(<u16>value))
}
