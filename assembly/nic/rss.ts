/** Receive-side scaling as a virtio driver asks for it: Toeplitz' hash of addresses and ports, and a table of pairs of queues (virtio 1.3 §5.1.6.4.3). */
import { Net, NET_RSS_KEY, NET_RSS_TABLE, Nic, VirtioNetHashType } from '../abi/layout.gen'
import { bigEndian16 } from './frame'

// @ts-ignore: decorator
@inline export const TYPE_IP4: u32 = 0x0800
// @ts-ignore: decorator
@inline export const TYPE_IP6: u32 = 0x86dd
// @ts-ignore: decorator
@inline export const TYPE_BYTES: u32 = 2
/** More fragments, or an offset; as the bytes lie in memory. */
// @ts-ignore: decorator
@inline export const IP4_PART: u32 = 0xff3f
// @ts-ignore: decorator
@inline const TCP: u32 = 6
// @ts-ignore: decorator
@inline const UDP: u32 = 17
// @ts-ignore: decorator
@inline const PORT_BYTES: u32 = 4
// @ts-ignore: decorator
@inline const IP4_BYTES: u32 = 20
// @ts-ignore: decorator
@inline const IP6_BYTES: u32 = 40

/** The pair whose queue the frame goes to; `bytes` from its EtherType on are at nic.framePointer. */
export function rssPair(net: Net, nic: Nic, bytes: u32): u32 {
  const packet = <usize>nic.framePointer + TYPE_BYTES
  switch (bigEndian16(nic.framePointer)) {
    case TYPE_IP4:
      return bytes < TYPE_BYTES + IP4_BYTES ? net.unclassified : pairOf4(net, packet, bytes - TYPE_BYTES)
    case TYPE_IP6:
      return bytes < TYPE_BYTES + IP6_BYTES ? net.unclassified : pairOf6(net, packet, bytes - TYPE_BYTES)
    default:
      return net.unclassified
  }
}

function pairOf4(net: Net, ip: usize, bytes: u32): u32 {
  const header = (<u32>load<u8>(ip) & 15) << 2
  const isPart = (load<u16>(ip, 6) & IP4_PART) != 0
  const ports: usize = isPart || header < IP4_BYTES || header + PORT_BYTES > bytes ? 0 : ip + header
  return pairOf(net, load<u8>(ip, 9), ip + 12, 8, ports, VirtioNetHashType.tcp4, VirtioNetHashType.udp4, VirtioNetHashType.ip4)
}

/** Ports behind extension headers are not looked for. */
function pairOf6(net: Net, ip: usize, bytes: u32): u32 {
  const ports: usize = bytes < IP6_BYTES + PORT_BYTES ? 0 : ip + IP6_BYTES
  return pairOf(net, load<u8>(ip, 6), ip + 8, 32, ports, VirtioNetHashType.tcp6, VirtioNetHashType.udp6, VirtioNetHashType.ip6)
}

/** By the ports, too, where the driver wants that of the protocol. */
function pairOf(net: Net, protocol: u32, addresses: usize, bytes: u32, ports: usize, tcp: u32, udp: u32, plain: u32): u32 {
  const wanted: u32 = protocol == TCP ? tcp : protocol == UDP ? udp : 0
  if (ports != 0 && (net.hashTypes & wanted) != 0)
    return entry(net, toeplitz(net, addresses, bytes, 0) ^ toeplitz(net, ports, PORT_BYTES, bytes))
  return (net.hashTypes & plain) != 0 ? entry(net, toeplitz(net, addresses, bytes, 0)) : net.unclassified
}

// @ts-ignore: decorator
@inline
function entry(net: Net, hash: u32): u32 {
  return load<u16>(changetype<usize>(net) + NET_RSS_TABLE + ((hash & net.rssMask) << 1))
}

/** The share of bytes in the hash that begin `at` bytes into what is hashed: for each bit that is set, 32 bits of the key from there on. */
function toeplitz(net: Net, data: usize, bytes: u32, at: u32): u32 {
  const key = changetype<usize>(net) + NET_RSS_KEY + at
  let hash: u32 = 0
  for (let i: u32 = 0; i < bytes; i++) {
    const window = bswap<u64>(load<u64>(key + i))
    const byte = <u32>load<u8>(data + i)
    for (let bit: u32 = 0; bit < 8; bit++) if (((byte << bit) & 0x80) != 0) hash ^= <u32>((window << <u64>bit) >> 32)
  }
  return hash
}
