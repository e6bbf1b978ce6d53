/**
 * Writes one frame to one port: a header that was worked on, then the rest straight from where the sender has it. A VLAN tag is put in or
 * taken out on the way.
 *
 *     | addresses 12 | tag 4, put in | type ... end of the header | rest of the frame |
 */
import {
  FrameSink, Guest, Nic, NIC_HEADER_BYTES, NIC_SEGMENT, NIC_SINK, NicPort, PortOwner, VIRTIO_NET_HEADER_BYTES, VirtioNetHeader,
} from '../abi/layout.gen'
import { BROADCAST, isGroup } from '../devices/net/filter'
import { sinkAbort, sinkCommit, sinkOpen, sinkWrite } from '../devices/net/sink'
import { host } from '../memory/host'
import { lockGuest, unlockGuest } from '../memory/locks'
import { isQueueLive } from '../virtio/queue'
import { ADDRESSES, frameRun, setBigEndian16, TAG_BYTES } from './frame'
import { outboxCommit, outboxOpen, outboxWrite } from './outbox'
import { deviceAtPort, guestOf } from './port'
import { receiveQueue } from './steer'

export const enum Delivery {
  done = 0,
  /** The receiver has no buffer. */
  noBuffer = 1,
  /** It cannot be delivered, now or later. */
  refused = 2,
}

/** Where the tag that is put in is made: behind the headers of a segment. */
// @ts-ignore: decorator
@inline const TAG_AT: u32 = NIC_SEGMENT + NIC_HEADER_BYTES

// @ts-ignore: decorator
@inline
function sinkOf(nic: Nic): FrameSink {
  return changetype<FrameSink>(changetype<usize>(nic) + NIC_SINK)
}

/** `headerBytes` from `header`, then `bytes` of the frame from `position` on; `flags` and `gso` are for the receiver's virtio header. */
export function emit(nic: Nic, port: NicPort, header: usize, headerBytes: u32, position: u32, bytes: u32, flags: u32, gso: u32): Delivery {
  const sink = sinkOf(nic)
  const total = headerBytes + bytes + TAG_BYTES
  if (port.owner == PortOwner.virtioNet) {
    const device = deviceAtPort(port)
    const queue = receiveQueue(nic, device)
    if (port.isStopped != 0 || !isQueueLive(device, queue)) return Delivery.refused
    lockGuest(guestOf(port))
    if (!sinkOpen(sink, guestOf(port), device, queue)) {
      unlockGuest(guestOf(port))
      return Delivery.noBuffer
    }
  } else if (!outboxOpen(sink, nic, total)) return Delivery.refused
  const strips = stripsTag(nic, port)
  const pushes = !strips && pushesTag(nic, port)
  if (!writeFrame(nic, sink, header, headerBytes, position, bytes, strips, pushes)) {
    sinkAbort(sink)
    unlockGuest(guestOf(port))
    return Delivery.noBuffer
  }
  count(nic, port, headerBytes + bytes + (pushes ? TAG_BYTES : 0) - (strips ? TAG_BYTES : 0))
  if (port.owner == PortOwner.virtioNet) {
    writeVirtioHeader(nic, sink, flags, gso, pushes ? TAG_BYTES : strips ? -(<i32>TAG_BYTES) : 0)
    sinkCommit(sink)
    if (port.guest != nic.frameGuest) markInterrupted(guestOf(port))
    unlockGuest(guestOf(port))
  } else outboxCommit(sink, port.index)
  return Delivery.done
}

/** A tag that the frame came with, which is the receiver's port VLAN. */
function stripsTag(nic: Nic, port: NicPort): bool {
  return port.vlan != 0 && nic.framePushed == 0 && nic.frameTag != 0
}

/** A tag that the sender's port VLAN stands for, and the receiver has no such VLAN of its own. */
function pushesTag(nic: Nic, port: NicPort): bool {
  return port.vlan == 0 && nic.framePushed != 0
}

function writeFrame(
  nic: Nic, sink: FrameSink, header: usize, headerBytes: u32, position: u32, bytes: u32, strips: bool, pushes: bool,
): bool {
  if (!write(sink, header, ADDRESSES)) return false
  if (pushes) {
    const tag = changetype<usize>(nic) + TAG_AT
    setBigEndian16(tag, nic.framePushed >> 16)
    setBigEndian16(tag + 2, nic.framePushed & 0xffff)
    if (!write(sink, tag, TAG_BYTES)) return false
  }
  const skipped = ADDRESSES + (strips ? TAG_BYTES : 0)
  if (!write(sink, header + skipped, headerBytes - skipped)) return false
  let done: u32 = 0
  while (done < bytes) {
    const run = frameRun(nic, position + done, bytes - done)
    if (!write(sink, nic.framePointer, run)) return false
    done += run
  }
  return true
}

// @ts-ignore: decorator
@inline
function write(sink: FrameSink, source: usize, bytes: u32): bool {
  if (sink.guest != 0) return sinkWrite(sink, source, bytes)
  outboxWrite(sink, source, bytes)
  return true
}

/** `shift`: bytes by which a tag moved the place of the checksum. */
function writeVirtioHeader(nic: Nic, sink: FrameSink, flags: u32, gso: u32, shift: i32): void {
  const header = <usize>sink.headerPointer
  memory.fill(header, 0, VIRTIO_NET_HEADER_BYTES)
  if ((flags & VirtioNetHeader.needsCsum) == 0) return
  store<u8>(header, <u8>flags)
  store<u16>(header, <u16>(nic.frameCsumStart + shift), 6)
  store<u16>(header, <u16>nic.frameCsumOffset, 8)
  if (gso == 0) return
  store<u8>(header, <u8>gso, 1)
  store<u16>(header, <u16>(nic.frameHeader + shift), 2)
  store<u16>(header, <u16>nic.frameSegment, 4)
}

/** The receiver may have an interrupt now; whoever runs guests looks. */
export function markInterrupted(guest: Guest): void {
  if (guest.toWake != 0) return
  guest.toWake = 1
  host().toWake += 1
}

function count(nic: Nic, port: NicPort, bytes: u32): void {
  port.rxPackets += 1
  port.rxBytes += bytes
  port.copies += 1
  if (nic.frameTo == BROADCAST) port.broadcast += 1
  else if (isGroup(nic.frameTo)) port.multicast += 1
}
