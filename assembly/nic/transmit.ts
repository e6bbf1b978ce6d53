/**
 * What the driver of a network device wants to send, queue by queue: each chain is a header and a frame, which goes through the switch.
 *
 * A queue stands still while its port has used up its rate, and while the only receiver of its next frame has no buffer: not a frame is lost
 * then, as with pause frames on a wire. A receiver that stays without buffers is congested after a while (wait.ts), and costs its senders
 * no more than the frames for it.
 */
import {
  Chain, Guest, Nic, NIC_SEGMENT, NicPort, PortOwner, VIRTIO_NET_HEADER_BYTES, VirtioDevice, VirtioKind, VirtioNetFeature, VirtioNetHeader,
  VirtioViolation,
} from '../abi/layout.gen'
import { igbOf, isIgb, portOfIgb } from '../devices/igb/index'
import { netOf } from '../devices/net/index'
import { lockGuest, lockNics, unlockGuest, unlockNics } from '../memory/locks'
import { functionAt } from '../pci/function'
import { chainRead, readChain } from '../virtio/chain'
import { deviceOf, hasFeature } from '../virtio/device'
import { queueAskNotification, queuePop, queuePush, queueSignal, queueUnpop } from '../virtio/queue'
import { reportViolation } from '../virtio/violation'
import { markInterrupted } from './emit'
import { ETHERNET_HEADER, frameInChain } from './frame'
import { igbTransmit, MOST_FRAMES } from './igb-transmit'
import { igbAtPort, isGuests } from './owner'
import { deviceAtPort, guestOf, NEVER, nicEvent, nicOf, portAt } from './port'
import { hasCredit, sendsAgainNs, takeTokens } from './rate'
import { forward, Forwarded } from './switch'
import { awaitReceiver, forgetWait, giveUp, pause, waitOn } from './wait'

// @ts-ignore: decorator
@inline const HEADER_BYTES: u32 = VIRTIO_NET_HEADER_BYTES

/** The driver put chains into a transmit queue. */
export function transmit(guest: Guest, device: VirtioDevice, queue: u32): void {
  const port = changetype<NicPort>(<usize>netOf(device).port)
  if (changetype<usize>(port) == 0) return
  const bit = <u64>1 << <u64>(queue >> 1)
  port.waitingQueues &= ~bit
  let frames: u32 = 0
  do {
    while (true) {
      if (frames >= MOST_FRAMES) return pause(guest, port, bit, guest.timeNs)
      const again = sendsAgainNs(port, guest.timeNs)
      if (again != NEVER) {
        queueSignal(guest, device, queue)
        return pause(guest, port, bit, again)
      }
      const chain = readChain(guest)
      if (!queuePop(guest, device, queue, chain)) break
      if (!send(guest, device, queue, port, chain)) {
        queueUnpop(device, queue, chain)
        queueSignal(guest, device, queue)
        return awaitReceiver(guest, port, bit)
      }
      queuePush(guest, device, queue, chain, 0)
      frames++
    }
    queueSignal(guest, device, queue)
  } while (queueAskNotification(guest, device, queue))
}

/** False when the frame has to wait for its receiver. */
function send(guest: Guest, device: VirtioDevice, queue: u32, port: NicPort, chain: Chain): bool {
  const nic = nicOf(port)
  if (port.isStopped != 0) return true
  if (!readFrame(guest, device, nic, chain)) {
    stop(guest, device, queue, port, chain)
    return true
  }
  const bytes = nic.frameBytes
  if (forward(nic, port, true) == Forwarded.wait) return false
  takeTokens(port, bytes)
  return true
}

/** Takes the header of the chain; false when it is not one. */
function readFrame(guest: Guest, device: VirtioDevice, nic: Nic, chain: Chain): bool {
  if (chain.writeSegments != 0 || chain.readBytes < HEADER_BYTES + ETHERNET_HEADER) return false
  const header = changetype<usize>(nic) + NIC_SEGMENT
  chainRead(guest, chain, 0, header, HEADER_BYTES)
  frameInChain(nic, guest, chain, HEADER_BYTES)
  nic.frameFlags = <u32>load<u8>(header) & VirtioNetHeader.needsCsum
  nic.frameGso = load<u8>(header, 1)
  nic.frameHeader = load<u16>(header, 2)
  nic.frameSegment = load<u16>(header, 4)
  nic.frameCsumStart = load<u16>(header, 6)
  nic.frameCsumOffset = load<u16>(header, 8)
  if (nic.frameFlags == 0) return nic.frameGso == 0
  if (!hasFeature(device, VirtioNetFeature.csum)) return false
  return nic.frameCsumStart + nic.frameCsumOffset + 2 <= nic.frameBytes && isGsoKnown(nic, device)
}

function isGsoKnown(nic: Nic, device: VirtioDevice): bool {
  if (nic.frameGso == 0) return true
  if (nic.frameSegment == 0) return false
  if ((nic.frameGso & VirtioNetHeader.gsoEcn) != 0 && !hasFeature(device, VirtioNetFeature.hostEcn)) return false
  const type = nic.frameGso & ~(<u32>VirtioNetHeader.gsoEcn)
  if (type == VirtioNetHeader.gsoTcp4) return hasFeature(device, VirtioNetFeature.hostTso4)
  return type == VirtioNetHeader.gsoTcp6 && hasFeature(device, VirtioNetFeature.hostTso6)
}

/** A malformed frame is no accident: the function stops until its driver resets it, and the embedder is told. */
function stop(guest: Guest, device: VirtioDevice, queue: u32, port: NicPort, chain: Chain): void {
  port.malicious += 1
  port.isStopped = 1
  nicEvent(nicOf(port))
  reportViolation(guest, device, queue, VirtioViolation.request, 0, chain.readBytes)
}

/** Time has come for something that a network device of the guest waits for. */
export function nicTick(guest: Guest): void {
  lockNics()
  lockGuest(guest)
  guest.nicWakeNs = NEVER
  for (let slot: u32 = 0; slot < guest.virtioSlots; slot++) {
    const device = deviceOf(guest, slot)
    if (device.kind != VirtioKind.net || netOf(device).port == 0) continue
    tickPort(guest, changetype<NicPort>(<usize>netOf(device).port))
  }
  for (let slot: u32 = 0; slot < guest.pciFunctions; slot++) {
    const it = functionAt(guest, slot)
    if (isIgb(it) && igbOf(it).port != 0) tickPort(guest, portOfIgb(igbOf(it)))
  }
  unlockGuest(guest)
  unlockNics()
}

function tickPort(guest: Guest, port: NicPort): void {
  if (port.congestedNs <= guest.timeNs) {
    giveUp(portAt(nicOf(port), port.waitsFor - 1))
    resume(port)
  } else if (port.wakeNs <= guest.timeNs) resume(port)
  guest.nicWakeNs = min<u64>(guest.nicWakeNs, min<u64>(port.wakeNs, port.congestedNs))
}

/** Lets the queues of a port that wait go on. Its driver may be told of frames that are sent now, and waits for that. */
function resume(port: NicPort): void {
  forgetWait(port)
  const guest = guestOf(port)
  lockGuest(guest)
  for (let rest = port.waitingQueues; rest != 0; rest &= rest - 1) resumeQueue(guest, port, <u32>ctz(rest))
  markInterrupted(guest)
  unlockGuest(guest)
}

function resumeQueue(guest: Guest, port: NicPort, queue: u32): void {
  if (port.owner == PortOwner.igb) igbTransmit(guest, igbAtPort(port), queue)
  else transmit(guest, deviceAtPort(port), (queue << 1) | 1)
}

/**
 * A receive queue has buffers again: those that wait for them go on. First those that have sent less than their min_tx_rate, each up to that;
 * if one of them still waits, the others go on doing so.
 */
export function receiverReady(port: NicPort): void {
  port.isCongested = 0
  if (port.waiters == 0) return
  port.guaranteedWaiters += 1
  resumeWaiters(port, true)
  port.guaranteedWaiters -= 1
  resumeWaiters(port, false)
}

function resumeWaiters(port: NicPort, isCreditNeeded: bool): void {
  const nic = nicOf(port)
  for (let index: u32 = 0; index < nic.ports && port.waiters != 0; index++) {
    const sender = portAt(nic, index)
    if (sender.waitsFor != port.index + 1 || !isGuests(sender)) continue
    if (isCreditNeeded) {
      if (hasCredit(sender, guestOf(sender).timeNs)) resume(sender)
    } else if (port.guaranteedWaiters == 0) resume(sender)
    else if (sender.waitsGuaranteed == 0) waitOn(sender, port)
  }
}
