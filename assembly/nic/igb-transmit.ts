/**
 * What the driver of an 82576 function wants to send: descriptors of a transmit ring, up to the end of a packet, are a frame that goes through
 * the switch (§7.2). A queue stands still, as that of a virtio device does, while its port has used up its rate or its receiver has no buffer.
 */
import { Guest, IgbLane, IgbQueue, IgbTransmit, IgbVf, NicPort, PciFunction, VirtioViolation } from '../abi/layout.gen'
import { igbOf, portOfIgb, transmitRing } from '../devices/igb/index'
import { raiseTransmit } from '../devices/igb/interrupt'
import { isPfLooped } from '../devices/igb/phy'
import { isRingLive, isRingSound, nextPlace, readDescriptor, writeLastWord } from '../devices/igb/ring'
import { guestWrite } from '../memory/physical'
import { readChain } from '../virtio/chain'
import { Gathered, gatherFrame } from './igb-gather'
import { shapeFrame } from './igb-offload'
import { stopIgb } from './igb-stop'
import { igbAtPort } from './owner'
import { NEVER, nicOf } from './port'
import { sendsAgainNs, takeTokens } from './rate'
import { forward, Forwarded, loopBack } from './switch'
import { awaitReceiver, pause } from './wait'

/** Frames of one queue in one go: nobody sends for ever. */
// @ts-ignore: decorator
@inline export const MOST_FRAMES: u32 = 1024

/** The driver moved the tail of a transmit ring, or what the queue waited for has come. */
export function igbTransmit(guest: Guest, it: PciFunction, queue: u32): void {
  const vf = igbOf(it)
  if (vf.port == 0) return
  const port = portOfIgb(vf)
  const ring = transmitRing(vf, queue)
  port.waitingQueues &= ~(<u64>1 << <u64>queue)
  if (port.isStopped != 0 || (vf.lanes & IgbLane.transmit) == 0 || !isRingLive(guest, it, ring)) return
  if (!isRingSound(guest, ring)) return stopIgb(guest, port, queue, VirtioViolation.queueAddress, ring.baseGpa, ring.length)
  const head = ring.head
  if (sendFrames(guest, vf, port, queue)) raiseTransmit(guest, it, vf, queue)
  if (ring.head != head) writeHead(guest, vf, ring)
}

/** True when a descriptor was done that asked to be told. */
function sendFrames(guest: Guest, vf: IgbVf, port: NicPort, queue: u32): bool {
  const ring = transmitRing(vf, queue)
  const bit = <u64>1 << <u64>queue
  let isReported = false
  for (let frames: u32 = 0; ring.head != ring.tail && port.isStopped == 0; frames++) {
    const again = frames < MOST_FRAMES ? sendsAgainNs(port, guest.timeNs) : guest.timeNs
    if (again != NEVER) {
      pause(guest, port, bit, again)
      break
    }
    const gathered = gatherFrame(guest, vf, ring)
    if (gathered == Gathered.partial) break
    if (gathered == Gathered.frame && !send(guest, vf, port, queue)) {
      awaitReceiver(guest, port, bit)
      break
    }
    if (gathered == Gathered.malformed) stopIgb(guest, port, queue, vf.frameReason, readChain(guest).gpa, readChain(guest).length)
    if (port.isStopped != 0) break
    isReported = complete(guest, vf, ring) || isReported
  }
  return isReported
}

/** False when the frame has to wait for its receiver. */
function send(guest: Guest, vf: IgbVf, port: NicPort, queue: u32): bool {
  const nic = nicOf(port)
  if (!shapeFrame(nic, guest, vf, transmitRing(vf, queue))) {
    stopIgb(guest, port, queue, VirtioViolation.request, 0, readChain(guest).readBytes)
    return true
  }
  const bytes = nic.frameBytes
  if (isPfLooped(igbAtPort(port))) loopBack(nic, port)
  else if (forward(nic, port, true) == Forwarded.wait) return false
  takeTokens(port, bytes)
  vf.gptc += 1
  vf.gotc += bytes
  return true
}

/** The descriptors up to vf.frameEnd are done; true when one asked to be told. */
function complete(guest: Guest, vf: IgbVf, ring: IgbQueue): bool {
  let isReported = false
  while (ring.head != vf.frameEnd) {
    readDescriptor(guest, vf, ring, ring.head)
    if ((<u32>vf.descriptorHigh & IgbTransmit.reportStatus) != 0) {
      writeLastWord(guest, ring, ring.head, (<u32>(vf.descriptorHigh >> 32) & ~15) | IgbTransmit.done)
      isReported = true
    }
    ring.head = nextPlace(ring, ring.head)
  }
  return isReported
}

/** Head write-back, where the driver asked for it (§7.2.4). */
function writeHead(guest: Guest, vf: IgbVf, ring: IgbQueue): void {
  if ((ring.headGpa & 1) == 0) return
  vf.descriptor = ring.head
  guestWrite(guest, ring.headGpa & ~3, changetype<usize>(vf) + offsetof<IgbVf>('descriptor'), 4)
}
