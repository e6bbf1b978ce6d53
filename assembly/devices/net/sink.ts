/**
 * A frame on its way into the buffers of a receive queue: opened, written in order, and then committed or given up as a whole.
 *
 *     buffer 1: | header 12 | frame ...     buffer 2 ... n: | frame ...        (several only with mergeable buffers, §5.1.6.4)
 *
 * The driver sees nothing before the commit.
 */
import {
  FRAME_SINK_HEAD, FrameSink, Guest, SINK_HEADS, VIRTIO_NET_HEADER_BYTES, VirtioDevice, VirtioNetFeature, VirtioViolation,
} from '../../abi/layout.gen'
import { chainWriteRun, writeChain } from '../../virtio/chain'
import { hasFeature, queueOf } from '../../virtio/device'
import { queueComplete, queuePop, queueSignal } from '../../virtio/queue'
import { reportViolation } from '../../virtio/violation'

// @ts-ignore: decorator
@inline const NUM_BUFFERS: u32 = 10

/** Begins a frame in receive queue `queue`; false when there is no buffer. */
export function sinkOpen(sink: FrameSink, guest: Guest, device: VirtioDevice, queue: u32): bool {
  const ring = queueOf(device, queue)
  sink.guest = <u32>changetype<usize>(guest)
  sink.device = <u32>changetype<usize>(device)
  sink.queue = queue
  sink.heads = 0
  sink.isMergeable = hasFeature(device, VirtioNetFeature.mrgRxbuf) ? 1 : 0
  sink.savedAvail = ring.nextAvail
  sink.savedWraps = ring.wraps
  if (!takeBuffer(sink, guest, device)) return false
  const run = chainWriteRun(guest, writeChain(guest), 0, VIRTIO_NET_HEADER_BYTES)
  sink.headerPointer = run == VIRTIO_NET_HEADER_BYTES ? writeChain(guest).pointer : 0
  sink.position = VIRTIO_NET_HEADER_BYTES
  if (sink.headerPointer != 0) return true
  sinkAbort(sink)
  return false
}

/** Buffers of a receive queue are for the device to write, and hold a header. */
function takeBuffer(sink: FrameSink, guest: Guest, device: VirtioDevice): bool {
  const chain = writeChain(guest)
  if (sink.heads >= SINK_HEADS || !queuePop(guest, device, sink.queue, chain)) return false
  if (chain.readSegments != 0 || (sink.heads == 0 && chain.writeBytes < VIRTIO_NET_HEADER_BYTES)) {
    reportViolation(guest, device, sink.queue, VirtioViolation.request, 0, chain.writeBytes)
    return false
  }
  const entry = entryOf(sink, sink.heads)
  store<u32>(entry, chain.head)
  store<u32>(entry, chain.descriptors, 4)
  sink.heads += 1
  sink.position = 0
  return true
}

/** Appends `bytes` from the host pointer `source`; false when the buffers are at their end. */
export function sinkWrite(sink: FrameSink, source: usize, bytes: u32): bool {
  const guest = changetype<Guest>(<usize>sink.guest)
  const chain = writeChain(guest)
  let done: u32 = 0
  while (done < bytes) {
    const run = chainWriteRun(guest, chain, sink.position, bytes - done)
    if (run == 0) {
      if (!nextBuffer(sink)) return false
      continue
    }
    memory.copy(chain.pointer, source + done, run)
    done += run
    sink.position += run
  }
  return true
}

function nextBuffer(sink: FrameSink): bool {
  if (sink.isMergeable == 0 || sink.position == 0) return false
  closeBuffer(sink)
  return takeBuffer(sink, changetype<Guest>(<usize>sink.guest), changetype<VirtioDevice>(<usize>sink.device))
}

function closeBuffer(sink: FrameSink): void {
  store<u32>(entryOf(sink, sink.heads - 1), sink.position, 8)
}

/** Host pointer of the header that goes in front of the frame; its last two bytes are the sink's. */
// @ts-ignore: decorator
@inline
export function sinkHeader(sink: FrameSink): usize {
  return sink.headerPointer
}

/** Gives the frame to the driver. */
export function sinkCommit(sink: FrameSink): void {
  const guest = changetype<Guest>(<usize>sink.guest)
  const device = changetype<VirtioDevice>(<usize>sink.device)
  closeBuffer(sink)
  store<u16>(<usize>sink.headerPointer + NUM_BUFFERS, <u16>sink.heads)
  for (let i: u32 = 0; i < sink.heads; i++) {
    const entry = entryOf(sink, i)
    queueComplete(guest, device, sink.queue, load<u32>(entry), load<u32>(entry, 4), load<u32>(entry, 8))
  }
  queueSignal(guest, device, sink.queue)
}

/** As if nothing had been taken. */
export function sinkAbort(sink: FrameSink): void {
  const device = changetype<VirtioDevice>(<usize>sink.device)
  const ring = queueOf(device, sink.queue)
  ring.nextAvail = sink.savedAvail
  ring.wraps = sink.savedWraps
}

// @ts-ignore: decorator
@inline
function entryOf(sink: FrameSink, index: u32): usize {
  return changetype<usize>(sink) + FRAME_SINK_HEAD + (index << 4)
}
