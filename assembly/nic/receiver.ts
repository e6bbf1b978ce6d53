/** The receiving end of a port: buffers of a virtio device, those of an 82576, or the outbox. A frame is opened, written, and committed as a whole. */
import {
  FrameSink, IgbReceive, Nic, NicPort, PortOwner, SINK_HEADS, VIRTIO_NET_HEADER_BYTES, VirtioNetFeature, VirtioNetHeader, VirtioViolation,
} from '../abi/layout.gen'
import { igbOf } from '../devices/igb/index'
import { isPfLooped } from '../devices/igb/phy'
import { igbSinkAbort, igbSinkCommit, igbSinkOpen, igbSinkWrite, Taken } from '../devices/igb/sink'
import { sinkAbort, sinkCommit, sinkOpen, sinkWrite } from '../devices/net/sink'
import { isGroup } from '../devices/net/filter'
import { lockGuest, unlockGuest } from '../memory/locks'
import { hasFeature } from '../virtio/device'
import { isQueueLive, queueAskMore } from '../virtio/queue'
import { stopIgb } from './igb-stop'
import { outboxCommit, outboxOpen, outboxWrite } from './outbox'
import { igbAtPort } from './owner'
import { deviceAtPort, guestOf, UPLINK } from './port'
import { igbQueue, receiveQueue } from './steer'

export const enum Delivery {
  done = 0,
  /** The receiver has no buffer. */
  noBuffer = 1,
  /** It cannot be delivered, now or later. */
  refused = 2,
}

// @ts-ignore: decorator
@inline const UDP_CHECKSUM: u32 = 6
/** Addresses, two tags and the type, which the MTU does not count: a driver that knows it gets no longer pieces (§5.1.4.1). */
// @ts-ignore: decorator
@inline const MOST_HEADER: u32 = 22

/** Begins a frame of at most `total` bytes, of one piece unless `gso` says otherwise. When it is done, the receiving guest's devices are locked. */
export function openReceiver(nic: Nic, sink: FrameSink, port: NicPort, total: u32, gso: u32): Delivery {
  nic.sinkOwner = port.owner
  if (port.owner == PortOwner.outside) return outboxOpen(sink, nic, total) ? Delivery.done : Delivery.refused
  if (port.isStopped != 0) return Delivery.refused
  lockGuest(guestOf(port))
  const opened = port.owner == PortOwner.igb ? openIgb(nic, sink, port, total) : openVirtio(nic, sink, port, gso == 0 ? total : 0)
  if (opened != Delivery.done) unlockGuest(guestOf(port))
  return opened
}

function openVirtio(nic: Nic, sink: FrameSink, port: NicPort, piece: u32): Delivery {
  const device = deviceAtPort(port)
  if (piece > nic.mtu + MOST_HEADER && nic.mtu != 0 && hasFeature(device, VirtioNetFeature.mtu)) return Delivery.refused
  const queue = receiveQueue(nic, device)
  if (!isQueueLive(device, queue)) return Delivery.refused
  return sinkOpen(sink, guestOf(port), device, queue) ? Delivery.done : Delivery.noBuffer
}

/** The port has no buffers for a frame: its driver is asked to tell of more. An 82576's tells of all. */
export function askForBuffers(nic: Nic, port: NicPort): void {
  if (port.owner != PortOwner.virtioNet) return
  const device = deviceAtPort(port)
  lockGuest(guestOf(port))
  queueAskMore(guestOf(port), device, receiveQueue(nic, device))
  unlockGuest(guestOf(port))
}

function openIgb(nic: Nic, sink: FrameSink, port: NicPort, total: u32): Delivery {
  const it = igbAtPort(port)
  if (total > igbOf(it).longestFrame || (nic.framePort != port.index && isPfLooped(it))) return Delivery.refused
  return deliveryOf(igbSinkOpen(sink, guestOf(port), it, igbQueue(nic, it)), sink, port)
}

function deliveryOf(taken: Taken, sink: FrameSink, port: NicPort): Delivery {
  if (taken == Taken.malformed) stopIgb(guestOf(port), port, sink.queue, VirtioViolation.bufferAddress, sink.packetGpa, sink.packetBytes)
  if (taken == Taken.done) return Delivery.done
  return taken == Taken.noBuffer ? Delivery.noBuffer : Delivery.refused
}

/** Appends `bytes`; false when there is no room for them. */
export function writeReceiver(nic: Nic, sink: FrameSink, port: NicPort, source: usize, bytes: u32): bool {
  nic.copied += bytes
  switch (nic.sinkOwner) {
    case PortOwner.virtioNet:
      return sinkWrite(sink, source, bytes)
    case PortOwner.igb:
      return deliveryOf(igbSinkWrite(sink, source, bytes), sink, port) == Delivery.done
    default:
      outboxWrite(sink, source, bytes)
      return true
  }
}

/** Are the buffers that the driver gives too small for the frame, so that waiting for more of them is in vain? */
export function neverFits(nic: Nic, sink: FrameSink): bool {
  return nic.sinkOwner == PortOwner.virtioNet && (sink.isMergeable == 0 || sink.heads >= SINK_HEADS)
}

/** As if the frame had not been opened. */
export function abortReceiver(nic: Nic, sink: FrameSink, port: NicPort): void {
  if (nic.sinkOwner == PortOwner.outside) return
  if (nic.sinkOwner == PortOwner.igb) igbSinkAbort(sink)
  else sinkAbort(sink)
  unlockGuest(guestOf(port))
}

/** `flags` and `gso` are for a virtio header, `shift` are bytes by which a tag moved the place of the checksum. */
export function commitVirtio(nic: Nic, sink: FrameSink, flags: u32, gso: u32, shift: i32): void {
  writeVirtioHeader(nic, sink, flags, gso, shift)
  sinkCommit(sink)
}

export function commitOutbox(sink: FrameSink, port: NicPort): void {
  outboxCommit(sink, port.index)
}

/** `tag` is what was taken out of the frame for the driver, 0 for none; checksums that the adapter completed are told to be right. */
export function commitIgb(nic: Nic, sink: FrameSink, port: NicPort, bytes: u32, tag: u32): void {
  const vf = igbOf(igbAtPort(port))
  let status: u32 = tag != 0 ? <u32>IgbReceive.vlanPacket : 0
  if ((nic.frameFlags & VirtioNetHeader.needsCsum) != 0)
    status |= nic.frameCsumOffset == UDP_CHECKSUM ? <u32>IgbReceive.udpChecked : <u32>IgbReceive.l4Checked
  vf.gprc += 1
  vf.gorc += bytes
  if (isGroup(nic.frameTo)) vf.mprc += 1
  if (nic.framePort != UPLINK) {
    status |= IgbReceive.loopback
    vf.gprlbc += 1
    vf.gorlbc += bytes
  }
  igbSinkCommit(sink, status, tag & 0xffff)
}

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
