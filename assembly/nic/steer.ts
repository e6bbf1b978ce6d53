/** Which of its receive queues a flow goes to: always the same one, so that its frames stay in order. */
import { IgbPfKept, Nic, NIC_LOOKED, PciFunction, VirtioDevice } from '../abi/layout.gen'
import { isIgbPf } from '../devices/igb/index'
import { kept } from '../devices/igb/kept'
import { hasPools, ownPool } from '../devices/igb/pools'
import { netOf } from '../devices/net/index'
import { ADDRESSES, bigEndian16, frameCopy, frameRun, TAG_BYTES } from './frame'
import { IP4_PART, rssPair, TYPE_BYTES, TYPE_IP4, TYPE_IP6 } from './rss'

/** MRQC: queues are chosen by a hash. */
// @ts-ignore: decorator
@inline const BY_HASH: u32 = 2
// @ts-ignore: decorator
@inline const REDIRECTION_MASK: u32 = 127
/** Headers up to the ports: IPv6's, or the longest of IPv4. */
// @ts-ignore: decorator
@inline const LOOKED_AT: u32 = 64

export function receiveQueue(nic: Nic, device: VirtioDevice): u32 {
  if (netOf(device).isRss != 0) return rssPair(netOf(device), nic, lookAtHeaders(nic)) << 1
  const pairs = netOf(device).activePairs
  return pairs <= 1 ? 0 : (hashOf(nic) % pairs) << 1
}

/** Of an 82576: drivers of a virtual function use its first queue, and physical ones have that of their pool, or a table. */
export function igbQueue(nic: Nic, it: PciFunction): u32 {
  if (!isIgbPf(it)) return 0
  if (hasPools(it)) return ownPool(it)
  return (kept(it, IgbPfKept.mrqc) & BY_HASH) == 0 ? 0 : redirected(it, hashOf(nic) & REDIRECTION_MASK)
}

/** An entry of the table, four to a word. */
function redirected(it: PciFunction, entry: u32): u32 {
  return (kept(it, IgbPfKept.redirection + (entry >> 2)) >> ((entry & 3) << 3)) & 15
}

/** Twice, since the first product carries what is in its upper bits to none below, and the queue is told by a few of them. */
function hashOf(nic: Nic): u32 {
  const hash = (nic.frameTo ^ rotr<u64>(nic.frameFrom, 17) ^ flowOf(nic)) * 0x9e37_79b9_7f4a_7c15
  return <u32>(((hash ^ (hash >> 32)) * 0x9e37_79b9_7f4a_7c15) >> 32)
}

/** How many bytes there are from the EtherType on, up to the ports; they lie together at nic.framePointer. */
function lookAtHeaders(nic: Nic): u32 {
  const start = ADDRESSES + (nic.frameTag != 0 ? TAG_BYTES : 0)
  const bytes = min<u32>(LOOKED_AT, nic.frameBytes - start)
  if (frameRun(nic, start, bytes) == bytes) return bytes
  const copied = nic.copied
  const looked = changetype<usize>(nic) + NIC_LOOKED
  frameCopy(nic, start, looked, bytes)
  nic.copied = copied
  nic.framePointer = <u32>looked
  return bytes
}

/** Addresses and ports of an IP packet; 0 of everything else, and of parts of packets. */
function flowOf(nic: Nic): u64 {
  const bytes = lookAtHeaders(nic)
  const ip = <usize>nic.framePointer + TYPE_BYTES
  const protocol = bigEndian16(nic.framePointer)
  if (protocol == TYPE_IP6 && bytes >= TYPE_BYTES + 44) return load<u64>(ip, 16) ^ rotr<u64>(load<u64>(ip, 32), 29) ^ load<u32>(ip, 40)
  if (protocol != TYPE_IP4 || bytes < TYPE_BYTES + 20 || (load<u16>(ip, 6) & IP4_PART) != 0) return 0
  const header = (<u32>load<u8>(ip) & 15) << 2
  return load<u64>(ip, 12) ^ (TYPE_BYTES + header + 4 <= bytes ? rotr<u64>(load<u32>(ip + header), 31) : 0)
}
