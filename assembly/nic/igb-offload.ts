/** What the driver of an 82576 leaves to the adapter, by context and options of a descriptor: tags, checksums, segmentation (§7.2.4, §7.2.5). */
import {
  Guest, IGB_QUEUE_CONTEXT, IgbQueue, IgbTransmit, IgbVf, Nic, NIC_HEADER_BYTES, NIC_LONGEST_FRAME, NIC_MADE, VirtioNetHeader,
} from '../abi/layout.gen'
import { crc32c } from '../lib/crc32c'
import { readChain } from '../virtio/chain'
import { fold, sumMemory } from './checksum'
import { ADDRESSES, ETHERNET_HEADER, frameCopy, frameInChain, frameRun, setBigEndian16, TAG_BYTES, TYPE_8021Q } from './frame'

// @ts-ignore: decorator
@inline const LEAST_IP4: u32 = 20
// @ts-ignore: decorator
@inline const IP6_HEADER: u32 = 40
// @ts-ignore: decorator
@inline const TCP_CHECKSUM: u32 = 16
// @ts-ignore: decorator
@inline const UDP_CHECKSUM: u32 = 6
// @ts-ignore: decorator
@inline const SCTP_CHECKSUM: u32 = 8
// @ts-ignore: decorator
@inline const PROTOCOL_TCP: u32 = 6
// @ts-ignore: decorator
@inline const LONGEST_IP: u32 = 0xffff

/** Host pointer of the context that the options of a descriptor name, 0 when there is no such. */
// @ts-ignore: decorator
@inline
export function contextOf(ring: IgbQueue, options: u32): usize {
  const index = (options >> 4) & 7
  return index > 1 ? 0 : changetype<usize>(ring) + IGB_QUEUE_CONTEXT + (index << 4)
}

/** Makes the frame in hand of the chain that was gathered; false when what is asked for does not fit the frame. */
export function shapeFrame(nic: Nic, guest: Guest, vf: IgbVf, ring: IgbQueue): bool {
  const chain = readChain(guest)
  if (chain.readBytes < ETHERNET_HEADER || chain.readBytes > NIC_LONGEST_FRAME) return false
  frameInChain(nic, guest, chain, 0)
  nic.frameFlags = 0
  nic.frameGso = 0
  if ((vf.frameCommand & IgbTransmit.isAdvanced) == 0) return shapeLegacy(nic, vf)
  const context = contextOf(ring, vf.frameOptions)
  if (context == 0) return false
  const lengths = load<u32>(context)
  const ip = (lengths >> 9) & 0x7f
  const l4 = ip + (lengths & 0x1ff)
  const tag: u32 = (vf.frameCommand & IgbTransmit.insertVlan) != 0 ? (TYPE_8021Q << 16) | (lengths >> 16) : 0
  if ((vf.frameCommand & IgbTransmit.segment) != 0) return shapeSegments(nic, context, ip, l4, tag)
  return shapeChecksums(nic, context, vf.frameOptions, ip, l4, tag)
}

/** A checksum over the rest of the frame, and a tag, told in the descriptor itself. */
function shapeLegacy(nic: Nic, vf: IgbVf): bool {
  const start = (vf.frameOptions >> 8) & 0xff
  const place = (vf.frameCommand >> 16) & 0xff
  const tag: u32 = (vf.frameCommand & IgbTransmit.insertVlan) != 0 ? (TYPE_8021Q << 16) | (vf.frameOptions >> 16) : 0
  const sums = (vf.frameCommand & IgbTransmit.insertChecksum) != 0
  if (sums && (place < start || !askChecksum(nic, start, place - start))) return false
  if (tag != 0) make(nic, ADDRESSES, tag)
  return true
}

function shapeChecksums(nic: Nic, context: usize, options: u32, ip: u32, l4: u32, tag: u32): bool {
  const sumsIp = (options & IgbTransmit.ipChecksum) != 0
  const sumsL4 = (options & IgbTransmit.l4Checksum) != 0
  const kind = l4KindOf(context)
  if ((sumsIp || sumsL4) && (ip < ETHERNET_HEADER || l4 > nic.frameBytes)) return false
  if (sumsIp && (l4 < ip + LEAST_IP4 || l4 + TAG_BYTES > NIC_HEADER_BYTES)) return false
  const isSctp = sumsL4 && kind == IgbTransmit.l4Sctp
  if (isSctp && (l4 + SCTP_CHECKSUM + 4 > nic.frameBytes || l4 + SCTP_CHECKSUM + 4 + TAG_BYTES > NIC_HEADER_BYTES)) return false
  if (sumsL4 && !isSctp && !askChecksum(nic, l4, kind == IgbTransmit.l4Tcp ? TCP_CHECKSUM : UDP_CHECKSUM)) return false
  if (isSctp) make(nic, l4 + SCTP_CHECKSUM + 4, tag)
  else if (sumsIp) make(nic, l4, tag)
  else if (tag != 0) make(nic, ADDRESSES, tag)
  const shift: u32 = tag != 0 ? TAG_BYTES : 0
  if (sumsIp) sumIp(nic, ip + shift, l4 - ip)
  if (isSctp) sumSctp(nic, l4 + shift)
  return true
}

// @ts-ignore: decorator
@inline
function l4KindOf(context: usize): u32 {
  return (load<u32>(context, 8) >> IgbTransmit.contextL4Shift) & 3
}

/** The checksum from `start` on is left to who delivers, at `offset` from there. */
function askChecksum(nic: Nic, start: u32, offset: u32): bool {
  if (start < ADDRESSES || start + offset + 2 > nic.frameBytes) return false
  nic.frameFlags = VirtioNetHeader.needsCsum
  nic.frameCsumStart = start
  nic.frameCsumOffset = offset
  return true
}

/** Puts the first `bytes` where they can be changed, with a tag behind the addresses. */
function make(nic: Nic, bytes: u32, tag: u32): void {
  const made = changetype<usize>(nic) + NIC_MADE
  const shift: u32 = tag != 0 ? TAG_BYTES : 0
  frameCopy(nic, 0, made, ADDRESSES)
  frameCopy(nic, ADDRESSES, made + ADDRESSES + shift, bytes - ADDRESSES)
  if (tag != 0) {
    setBigEndian16(made + ADDRESSES, tag >> 16)
    setBigEndian16(made + ADDRESSES + 2, tag & 0xffff)
    nic.frameStart -= TAG_BYTES
    nic.frameBytes += TAG_BYTES
    nic.frameCsumStart += TAG_BYTES
  }
  nic.frameMade = bytes + shift
}

function sumIp(nic: Nic, at: u32, bytes: u32): void {
  const ip = changetype<usize>(nic) + NIC_MADE + at
  store<u16>(ip, 0, 10)
  store<u16>(ip, <u16>~fold(sumMemory(0, ip, bytes)), 10)
}

function sumSctp(nic: Nic, at: u32): void {
  const place = changetype<usize>(nic) + NIC_MADE + at + SCTP_CHECKSUM
  store<u32>(place, 0)
  let crc: u32 = u32.MAX_VALUE
  for (let position = at; position < nic.frameBytes; ) {
    const run = frameRun(nic, position, nic.frameBytes - position)
    crc = crc32c(crc, nic.framePointer, run)
    position += run
  }
  store<u32>(place, ~crc)
}

/** A large TCP frame: its headers are as if it were one packet, which drivers leave open. */
function shapeSegments(nic: Nic, context: usize, ip: u32, l4: u32, tag: u32): bool {
  const sizes = load<u32>(context, 12)
  const headers = l4 + ((sizes >> 8) & 0xff)
  const isIp4 = (load<u32>(context, 8) & IgbTransmit.contextIpv4) != 0
  const least = isIp4 ? LEAST_IP4 : IP6_HEADER
  if (l4KindOf(context) != IgbTransmit.l4Tcp || sizes >> 16 == 0 || ip < ETHERNET_HEADER || l4 < ip + least) return false
  if (headers + TAG_BYTES > NIC_HEADER_BYTES || headers >= nic.frameBytes || nic.frameBytes - ip > LONGEST_IP) return false
  if (headers < l4 + TCP_CHECKSUM + 4 || !askChecksum(nic, l4, TCP_CHECKSUM)) return false
  make(nic, headers, tag)
  const shift: u32 = tag != 0 ? TAG_BYTES : 0
  nic.frameGso = isIp4 ? VirtioNetHeader.gsoTcp4 : VirtioNetHeader.gsoTcp6
  nic.frameSegment = sizes >> 16
  nic.frameHeader = headers + shift
  completeHeaders(nic, ip + shift, l4 + shift, isIp4)
  return true
}

function completeHeaders(nic: Nic, ipAt: u32, l4At: u32, isIp4: bool): void {
  const ip = changetype<usize>(nic) + NIC_MADE + ipAt
  const tcpBytes = nic.frameBytes - l4At
  let sum: u64 = (<u64>PROTOCOL_TCP << 8) + bswap<u16>(<u16>tcpBytes)
  if (isIp4) {
    setBigEndian16(ip + 2, nic.frameBytes - ipAt)
    sumIp(nic, ipAt, l4At - ipAt)
    sum = sumMemory(sum, ip + 12, 8)
  } else {
    setBigEndian16(ip + 4, nic.frameBytes - ipAt - IP6_HEADER)
    sum = sumMemory(sum, ip + 8, 32)
  }
  store<u16>(changetype<usize>(nic) + NIC_MADE + l4At + TCP_CHECKSUM, <u16>fold(sum))
}
