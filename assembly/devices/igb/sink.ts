/**
 * A frame on its way into the buffers of a receive ring (§7.1): opened, written in order, and then committed or given up as a whole.
 *
 *     as read:          | packet buffer gpa u64           | header buffer gpa u64, bit 0: done |
 *     as written back:  | type, length of the header | 0  | status and errors | length | VLAN   |
 *
 * The driver sees nothing before the commit, and never more than a ring of its own memory.
 */
import {
  FRAME_SINK_HEAD, FrameSink, Guest, IgbLane, IgbQueue, IgbReceive, IgbVf, PciFunction, SINK_HEADS,
} from '../../abi/layout.gen'
import { PAGE_BYTES, PAGE_MASK } from '../../memory/page'
import { guestIsRam, writePointer } from '../../memory/physical'
import { igbOf, receiveRing } from './index'
import { raiseReceive } from './interrupt'
import { isRingLive, isRingSound, nextPlace, readDescriptor, waitingDescriptors, writeDescriptor } from './ring'

/** How a frame fared. */
export const enum Taken {
  done = 0,
  noBuffer = 1,
  /** The driver's ring or buffer is not in its memory. */
  malformed = 2,
  /** The queue is not enabled. */
  refused = 3,
}

/** Begins a frame in the ring of `queue`. */
export function igbSinkOpen(sink: FrameSink, guest: Guest, it: PciFunction, queue: u32): Taken {
  const ring = receiveRing(igbOf(it), queue)
  sink.guest = <u32>changetype<usize>(guest)
  sink.device = <u32>changetype<usize>(it)
  sink.queue = queue
  sink.heads = 0
  sink.headerBytes = 0
  sink.savedAvail = ring.head
  if ((igbOf(it).lanes & IgbLane.receive) == 0 || !isRingLive(guest, it, ring)) return Taken.refused
  if (!isRingSound(guest, ring)) return Taken.malformed
  return takeBuffer(sink, guest, it)
}

/** The next descriptor of the ring, and its buffers: sink.bufferGpa and bufferBytes, those of the header first. */
function takeBuffer(sink: FrameSink, guest: Guest, it: PciFunction): Taken {
  const vf = igbOf(it)
  const ring = receiveRing(vf, sink.queue)
  if (sink.heads >= SINK_HEADS || waitingDescriptors(ring) == 0) return Taken.noBuffer
  readDescriptor(guest, vf, ring, ring.head)
  const bytes = packetBytes(ring)
  if (!guestIsRam(guest, vf.descriptor, bytes)) return Taken.malformed
  if (sink.heads == 0 && splits(ring)) {
    sink.headerBytes = headerBytes(ring)
    if (!guestIsRam(guest, vf.descriptorHigh & ~1, sink.headerBytes)) return Taken.malformed
  }
  const entry = entryOf(sink, sink.heads)
  store<u32>(entry, ring.head)
  store<u32>(entry, 0, 8)
  sink.heads += 1
  sink.packetGpa = vf.descriptor
  sink.packetBytes = bytes
  sink.headerGpa = vf.descriptorHigh & ~1
  sink.headerLeft = sink.heads == 1 ? sink.headerBytes : 0
  sink.position = 0
  ring.head = nextPlace(ring, ring.head)
  return Taken.done
}

function splits(ring: IgbQueue): bool {
  return typeOf(ring) == IgbReceive.typeSplitAlways
}

/** Kind of its descriptors. */
// @ts-ignore: decorator
@inline
function typeOf(ring: IgbQueue): u32 {
  return (ring.split >> IgbReceive.typeShift) & IgbReceive.typeMask
}

function packetBytes(ring: IgbQueue): u32 {
  const kib = ring.split & IgbReceive.packetMask
  return kib == 0 ? <u32>IgbReceive.usualPacketBytes : kib << IgbReceive.packetShift
}

function headerBytes(ring: IgbQueue): u32 {
  return ((ring.split >> IgbReceive.headerFieldShift) & IgbReceive.headerMask) << IgbReceive.headerShift
}

/** Appends `bytes` from the host pointer `source`. */
export function igbSinkWrite(sink: FrameSink, source: usize, bytes: u32): Taken {
  const guest = changetype<Guest>(<usize>sink.guest)
  const it = changetype<PciFunction>(<usize>sink.device)
  let done: u32 = 0
  while (done < bytes) {
    if (sink.headerLeft == 0 && sink.position == sink.packetBytes) {
      closeBuffer(sink)
      const taken = takeBuffer(sink, guest, it)
      if (taken != Taken.done) return taken
    }
    const run = writeRun(sink, guest, source + done, bytes - done)
    if (run == 0) return Taken.noBuffer
    done += run
  }
  return Taken.done
}

/** Up to the end of a page or of the buffer; 0 when the host has no frame. */
function writeRun(sink: FrameSink, guest: Guest, source: usize, limit: u32): u32 {
  const isHeader = sink.headerLeft != 0
  const gpa = isHeader ? sink.headerGpa : sink.packetGpa + sink.position
  const rest = isHeader ? sink.headerLeft : sink.packetBytes - sink.position
  const run = min<u32>(min<u32>(rest, limit), PAGE_BYTES - (<u32>gpa & PAGE_MASK))
  const pointer = writePointer(guest, gpa, run)
  if (pointer == 0) return 0
  memory.copy(pointer, source, run)
  if (isHeader) {
    sink.headerGpa += run
    sink.headerLeft -= run
  } else sink.position += run
  return run
}

function closeBuffer(sink: FrameSink): void {
  store<u32>(entryOf(sink, sink.heads - 1), sink.position, 8)
}

/** Gives the frame to the driver: `status` goes into its last descriptor, with `vlan`. */
export function igbSinkCommit(sink: FrameSink, status: u32, vlan: u32): void {
  const guest = changetype<Guest>(<usize>sink.guest)
  const it = changetype<PciFunction>(<usize>sink.device)
  const vf = igbOf(it)
  const ring = receiveRing(vf, sink.queue)
  closeBuffer(sink)
  for (let i: u32 = 0; i < sink.heads; i++) {
    const entry = entryOf(sink, i)
    const isLast = i + 1 == sink.heads
    const length = load<u32>(entry, 8)
    if (typeOf(ring) == IgbReceive.typeLegacy) {
      readDescriptor(guest, vf, ring, load<u32>(entry))
      fillLegacy(vf, length, isLast ? status : 0, isLast, vlan)
    } else fill(vf, i == 0 ? sink.headerBytes - sink.headerLeft : 0, length, isLast ? status : 0, isLast, vlan)
    writeDescriptor(guest, vf, ring, load<u32>(entry))
  }
  raiseReceive(guest, it, vf, sink.queue)
}

function fill(vf: IgbVf, header: u32, length: u32, status: u32, isLast: bool, vlan: u32): void {
  const split: u32 = header != 0 ? <u32>IgbReceive.splitHeader | (header << IgbReceive.headerLengthShift) : 0
  vf.descriptor = <u64>split << 16
  const done = status | <u32>IgbReceive.done | (isLast ? <u32>IgbReceive.endOfPacket : 0)
  vf.descriptorHigh = done | (<u64>length << 32) | (isLast ? <u64>vlan << 48 : 0)
}

/** | buffer, which stays | length, checksum, status, errors, VLAN | */
function fillLegacy(vf: IgbVf, length: u32, status: u32, isLast: bool, vlan: u32): void {
  const done = (status & 0xff) | <u32>IgbReceive.done | (isLast ? <u32>IgbReceive.endOfPacket : 0)
  vf.descriptorHigh = <u64>(length & 0xffff) | (<u64>done << 32) | (isLast ? <u64>vlan << 48 : 0)
}

/** As if nothing had been taken. */
export function igbSinkAbort(sink: FrameSink): void {
  receiveRing(igbOf(changetype<PciFunction>(<usize>sink.device)), sink.queue).head = sink.savedAvail
}

// @ts-ignore: decorator
@inline
function entryOf(sink: FrameSink, index: u32): usize {
  return changetype<usize>(sink) + FRAME_SINK_HEAD + (index << 4)
}
