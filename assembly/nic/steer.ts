/** Which of its receive queues a flow goes to: always the same one, so that its frames stay in order. */
import { IgbPfKept, Nic, PciFunction, VirtioDevice } from '../abi/layout.gen'
import { isIgbPf } from '../devices/igb/index'
import { kept } from '../devices/igb/kept'
import { hasPools, ownPool } from '../devices/igb/pools'
import { netOf } from '../devices/net/index'
import { ADDRESSES, bigEndian16, frameRun, TAG_BYTES } from './frame'

// @ts-ignore: decorator
@inline const TYPE_IP4: u32 = 0x0800
// @ts-ignore: decorator
@inline const TYPE_IP6: u32 = 0x86dd
/** MRQC: queues are chosen by a hash. */
// @ts-ignore: decorator
@inline const BY_HASH: u32 = 2
// @ts-ignore: decorator
@inline const REDIRECTION_MASK: u32 = 127
/** Headers up to the ports: IPv6's, or the longest of IPv4. */
// @ts-ignore: decorator
@inline const LOOKED_AT: u32 = 64

export function receiveQueue(nic: Nic, device: VirtioDevice): u32 {
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

function hashOf(nic: Nic): u32 {
  const hash = (nic.frameTo ^ rotr<u64>(nic.frameFrom, 17) ^ flowOf(nic)) * 0x9e37_79b9_7f4a_7c15
  return <u32>(hash >> 40)
}

/** Addresses and ports of an IP packet whose headers lie together; 0 of everything else. */
function flowOf(nic: Nic): u64 {
  const type = ADDRESSES + (nic.frameTag != 0 ? TAG_BYTES : 0)
  const run = frameRun(nic, type, LOOKED_AT)
  if (run < LOOKED_AT) return 0
  const ip = <usize>nic.framePointer + 2
  const protocol = bigEndian16(nic.framePointer)
  if (protocol == TYPE_IP6) return load<u64>(ip, 16) ^ rotr<u64>(load<u64>(ip, 32), 29) ^ load<u32>(ip, 40)
  if (protocol != TYPE_IP4 || (load<u16>(ip, 6) & 0xff3f) != 0) return 0
  const header = (<u32>load<u8>(ip) & 15) << 2
  return load<u64>(ip, 12) ^ (header + 6 <= run ? rotr<u64>(load<u32>(ip + header), 31) : 0)
}
