/**
 * Writes one frame to one port: a header that was worked on, then the rest straight from where the sender has it. A VLAN tag is put in or
 * taken out on the way.
 *
 *     | addresses 12 | tag 4, put in | type ... end of the header | rest of the frame |
 */
import { FrameSink, Guest, Nic, NIC_HEADER_BYTES, NIC_SEGMENT, NIC_SINK, NicPort, PortOwner } from '../abi/layout.gen'
import { igbStripsTags } from '../devices/igb/filter'
import { BROADCAST, isGroup } from '../devices/net/filter'
import { host } from '../memory/host'
import { unlockGuest } from '../memory/locks'
import { ADDRESSES, frameRun, setBigEndian16, TAG_BYTES, TYPE_8021Q } from './frame'
import { igbAtPort } from './owner'
import { guestOf } from './port'
import { abortReceiver, commitIgb, commitOutbox, commitVirtio, Delivery, neverFits, openReceiver, writeReceiver } from './receiver'
import { earnPatience } from './wait'

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
  const opened = openReceiver(nic, sink, port, headerBytes + bytes + (port.owner == PortOwner.outside ? TAG_BYTES : 0), gso)
  if (opened != Delivery.done) return opened
  const tag = tagForDriver(nic, port)
  const strips = tag != 0 ? nic.framePushed == 0 : stripsTag(nic, port)
  const pushes = tag == 0 && pushesTag(nic, port)
  if (!writeFrame(nic, sink, port, header, headerBytes, position, bytes, strips, pushes)) {
    const isHopeless = neverFits(nic, sink)
    abortReceiver(nic, sink, port)
    return isHopeless ? Delivery.refused : Delivery.noBuffer
  }
  const written = headerBytes + bytes + (pushes ? TAG_BYTES : 0) - (strips ? TAG_BYTES : 0)
  count(nic, port, written)
  if (port.owner == PortOwner.outside) {
    commitOutbox(sink, port)
    return Delivery.done
  }
  if (port.owner == PortOwner.igb) commitIgb(nic, sink, port, written, tag)
  else commitVirtio(nic, sink, flags, gso, pushes ? TAG_BYTES : strips ? -(<i32>TAG_BYTES) : 0)
  if (port.guest != nic.frameGuest) markInterrupted(guestOf(port))
  unlockGuest(guestOf(port))
  return Delivery.done
}

/** An 82576 hands over the tag of a VLAN of its driver's beside the frame: EtherType and TCI, 0 when there is none. */
function tagForDriver(nic: Nic, port: NicPort): u32 {
  if (port.owner != PortOwner.igb || port.vlan != 0 || !igbStripsTags(guestOf(port), igbAtPort(port))) return 0
  const tag = nic.framePushed != 0 ? nic.framePushed : nic.frameTag
  return tag >> 16 == TYPE_8021Q ? tag : 0
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
  nic: Nic, sink: FrameSink, port: NicPort, header: usize, headerBytes: u32, position: u32, bytes: u32, strips: bool, pushes: bool,
): bool {
  if (!writeReceiver(nic, sink, port, header, ADDRESSES)) return false
  if (pushes) {
    const tag = changetype<usize>(nic) + TAG_AT
    setBigEndian16(tag, nic.framePushed >> 16)
    setBigEndian16(tag + 2, nic.framePushed & 0xffff)
    if (!writeReceiver(nic, sink, port, tag, TAG_BYTES)) return false
  }
  const skipped = ADDRESSES + (strips ? TAG_BYTES : 0)
  if (!writeReceiver(nic, sink, port, header + skipped, headerBytes - skipped)) return false
  let done: u32 = 0
  while (done < bytes) {
    const run = frameRun(nic, position + done, bytes - done)
    if (!writeReceiver(nic, sink, port, nic.framePointer, run)) return false
    done += run
  }
  return true
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
  port.copiedBytes += nic.copied
  nic.copied = 0
  earnPatience(port)
  if (nic.frameTo == BROADCAST) port.broadcast += 1
  else if (isGroup(nic.frameTo)) port.multicast += 1
}
