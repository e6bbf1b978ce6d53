/** Cuts a large TCP frame into segments for a receiver that does not take it whole (virtio §5.1.6.2.1). */
import { Nic, NIC_HEADER_BYTES, NIC_SEGMENT, NicPort, VirtioNetHeader } from '../abi/layout.gen'
import { complement, fold, sumFrame, sumMemory } from './checksum'
import { emit } from './emit'
import { ADDRESSES, bigEndian16, ETHERNET_HEADER, frameCopy, headerOf, setBigEndian16, TAG_BYTES } from './frame'
import { Delivery } from './receiver'

// @ts-ignore: decorator
@inline const LEAST_TCP_HEADER: u32 = 20
// @ts-ignore: decorator
@inline const PROTOCOL_TCP: u32 = 6
// @ts-ignore: decorator
@inline const LEAST_IP4_HEADER: u32 = 20
// @ts-ignore: decorator
@inline const IP6_HEADER: u32 = 40
/** TCP flags at byte 13: only the last segment pushes and ends, only the first tells of a reduced window. */
// @ts-ignore: decorator
@inline const FIN_AND_PSH: u32 = 0x09
// @ts-ignore: decorator
@inline const CWR: u32 = 0x80

/** The whole frame or nothing but what fits: a receiver that runs out of buffers loses the rest, as on a wire. */
export function deliverSegments(nic: Nic, port: NicPort, takesPartial: bool): Delivery {
  const headerBytes = readHeaders(nic)
  if (headerBytes == 0) return Delivery.refused
  const payload = nic.frameBytes - headerBytes
  let result: Delivery = Delivery.refused
  for (let done: u32 = 0, index: u32 = 0; done < payload; index++) {
    const bytes = min<u32>(nic.frameSegment, payload - done)
    makeHeader(nic, headerBytes, done, bytes, index, takesPartial)
    const flags: u32 = takesPartial ? <u32>VirtioNetHeader.needsCsum : 0
    const segment = changetype<usize>(nic) + NIC_SEGMENT
    const delivered = emit(nic, port, segment, headerBytes, headerBytes + done, bytes, flags, 0)
    if (delivered != Delivery.done) {
      if (done != 0) port.rxDropped += 1
      return done == 0 ? delivered : Delivery.done
    }
    result = Delivery.done
    done += bytes
  }
  return result
}

/** Copies the headers to work on; their length, 0 when they are not what the frame claims to be. */
function readHeaders(nic: Nic): u32 {
  const ip = ipStart(nic)
  const tcp = nic.frameCsumStart
  if (tcp + LEAST_TCP_HEADER > min<u32>(nic.frameBytes, NIC_HEADER_BYTES) || tcp < ip + LEAST_IP4_HEADER || nic.frameCsumOffset != 16) return 0
  const header = headerOf(nic)
  frameCopy(nic, ADDRESSES, header + ADDRESSES, tcp + LEAST_TCP_HEADER - ADDRESSES)
  const end = tcp + ((<u32>load<u8>(header + tcp, 12) >> 4) << 2)
  if (end < tcp + LEAST_TCP_HEADER || end > min<u32>(nic.frameBytes, NIC_HEADER_BYTES)) return 0
  frameCopy(nic, tcp + LEAST_TCP_HEADER, header + tcp + LEAST_TCP_HEADER, end - tcp - LEAST_TCP_HEADER)
  if (!isIp4(nic)) return tcp >= ip + IP6_HEADER && end < nic.frameBytes ? end : 0
  const isTcp = load<u8>(header + ip, 9) == PROTOCOL_TCP && ip + ((<u32>load<u8>(header + ip) & 15) << 2) == tcp
  return isTcp && end < nic.frameBytes ? end : 0
}

// @ts-ignore: decorator
@inline
function ipStart(nic: Nic): u32 {
  return ETHERNET_HEADER + (nic.frameTag != 0 ? TAG_BYTES : 0)
}

// @ts-ignore: decorator
@inline
function isIp4(nic: Nic): bool {
  return (nic.frameGso & ~(<u32>VirtioNetHeader.gsoEcn)) == VirtioNetHeader.gsoTcp4
}

/** The headers of the segment with `bytes` of payload from `done` on. */
function makeHeader(nic: Nic, headerBytes: u32, done: u32, bytes: u32, index: u32, takesPartial: bool): void {
  const segment = changetype<usize>(nic) + NIC_SEGMENT
  const ip = segment + ipStart(nic)
  const tcp = segment + nic.frameCsumStart
  const tcpBytes = headerBytes - nic.frameCsumStart + bytes
  memory.copy(segment, headerOf(nic), headerBytes)
  const pseudo = isIp4(nic) ? patchIp4(ip, tcp, tcpBytes, index) : patchIp6(ip, tcp, tcpBytes)
  store<u32>(tcp, bswap<u32>(bswap<u32>(load<u32>(tcp, 4)) + done), 4)
  let flags = <u32>load<u8>(tcp, 13)
  if (headerBytes + done + bytes < nic.frameBytes) flags &= ~FIN_AND_PSH
  if (index != 0) flags &= ~CWR
  store<u8>(tcp, <u8>flags, 13)
  store<u16>(tcp, <u16>fold(pseudo), 16)
  if (takesPartial) return
  const header = sumMemory(0, tcp, headerBytes - nic.frameCsumStart)
  store<u16>(tcp, <u16>complement(sumFrame(nic, header, headerBytes + done, bytes)), 16)
}

/** Length, identification and checksum; the sum of the pseudo header. */
function patchIp4(ip: usize, tcp: usize, tcpBytes: u32, index: u32): u64 {
  const ipBytes = <u32>(tcp - ip)
  setBigEndian16(ip + 2, ipBytes + tcpBytes)
  setBigEndian16(ip + 4, bigEndian16(ip + 4) + index)
  store<u16>(ip, 0, 10)
  store<u16>(ip, <u16>~fold(sumMemory(0, ip, ipBytes)), 10)
  return sumMemory(pseudoTail(tcpBytes), ip + 12, 8)
}

function patchIp6(ip: usize, tcp: usize, tcpBytes: u32): u64 {
  setBigEndian16(ip + 4, <u32>(tcp - ip) - IP6_HEADER + tcpBytes)
  return sumMemory(pseudoTail(tcpBytes), ip + 8, 32)
}

/** Protocol and length of the pseudo header, as little-endian words. */
function pseudoTail(tcpBytes: u32): u64 {
  return (<u64>PROTOCOL_TCP << 8) + bswap<u16>(<u16>tcpBytes)
}
