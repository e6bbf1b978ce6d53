/** The registers of a virtual function of an 82576, in its BAR 0; they are words. */
import {
  Guest, IGB_MAILBOX_WORDS, IGB_VECTORS, IgbBit, IgbMailbox, IgbQueue, IgbRinging, IgbVf, IgbVfRegister, PciFunction,
} from '../../abi/layout.gen'
import { igbOf, igbPing, igbReset, igbStatus, isIgbBusVf, receiveRing, transmitRing } from './index'
import { causesOf, raiseCauses, sendCauses, sendHeld } from './interrupt'
import { mailboxWord, setMailboxWord } from './mailbox-memory'
import { tellMailbox, vfWasReset } from './pf'
import { readThrottle, writeThrottle } from './throttle'

// @ts-ignore: decorator
@inline const QUEUE_BIT: u32 = 0x100
/** Registers of a queue are told apart by the low byte and the kind of the queue. */
// @ts-ignore: decorator
@inline const QUEUE_BYTES: u32 = 0x200
// @ts-ignore: decorator
@inline const MAILBOX_BYTES: u32 = IGB_MAILBOX_WORDS << 2
// @ts-ignore: decorator
@inline const EITR_BYTES: u32 = IGB_VECTORS << 2
/** RDLEN and TDLEN: whole cache lines, 32 Ki descriptors at most. */
// @ts-ignore: decorator
@inline const LENGTH_BITS: u32 = 0x000f_fff0
// @ts-ignore: decorator
@inline const PLACE_BITS: u32 = 0xffff
// @ts-ignore: decorator
@inline const NS_PER_US: u64 = 1000

export function igbRead(guest: Guest, it: PciFunction, offset: u32, bytes: u32): u64 {
  if (bytes < 4 || (offset & 3) != 0) return 0
  const vf = igbOf(it)
  const low = <u64>readRegister(guest, vf, offset)
  return bytes == 8 ? low | (<u64>readRegister(guest, vf, offset + 4) << 32) : low
}

function readRegister(guest: Guest, vf: IgbVf, offset: u32): u32 {
  if (offset - IgbVfRegister.rdbal < QUEUE_BYTES) return readQueue(receiveRing(vf, (offset >> 8) & 1), offset & ~QUEUE_BIT)
  if (offset - IgbVfRegister.tdbal < QUEUE_BYTES) return readQueue(transmitRing(vf, (offset >> 8) & 1), (offset & ~QUEUE_BIT) - 0x1000)
  if (offset - IgbVfRegister.mailboxMemory < MAILBOX_BYTES) return mailboxWord(vf, (offset - IgbVfRegister.mailboxMemory) >> 2)
  if (offset - IgbVfRegister.eitr < EITR_BYTES) return readThrottle(guest, vf, (offset - IgbVfRegister.eitr) >> 2)
  switch (offset) {
    case IgbVfRegister.ctrl:
      return vf.ctrl
    case IgbVfRegister.status:
      return igbStatus(vf)
    case IgbVfRegister.frameTimer:
      return <u32>(guest.timeNs / NS_PER_US)
    case IgbVfRegister.eims:
    case IgbVfRegister.eiac:
    case IgbVfRegister.eiam:
    case IgbVfRegister.eicr:
      return readInterrupts(vf, offset)
    case IgbVfRegister.ivar:
      return vf.ivar
    case IgbVfRegister.ivarMisc:
      return vf.ivarMisc
    case IgbVfRegister.mailbox:
      return readMailbox(vf)
    case IgbVfRegister.psrtype:
      return vf.psrtype
    default:
      return readCounter(vf, offset)
  }
}

/** Registers of vectors, which all functions have at the same place. */
export function readInterrupts(vf: IgbVf, offset: u32): u32 {
  switch (offset) {
    case IgbVfRegister.eims:
      return vf.eims
    case IgbVfRegister.eiac:
      return vf.eiac
    case IgbVfRegister.eiam:
      return vf.eiam
    case IgbVfRegister.eicr:
      return takeCauses(vf)
    default:
      return 0
  }
}

function takeCauses(vf: IgbVf): u32 {
  const causes = vf.eicr
  vf.eicr = 0
  return causes
}

/** What the physical function did is told once. */
function readMailbox(vf: IgbVf): u32 {
  const value = vf.mailbox
  vf.mailbox &= ~<u32>(IgbMailbox.pfMessage | IgbMailbox.pfAcknowledge | IgbMailbox.resetDone)
  return value
}

function readCounter(vf: IgbVf, offset: u32): u32 {
  switch (offset) {
    case IgbVfRegister.gprc:
      return vf.gprc
    case IgbVfRegister.gptc:
      return vf.gptc
    case IgbVfRegister.gorc:
      return vf.gorc
    case IgbVfRegister.gotc:
      return vf.gotc
    case IgbVfRegister.mprc:
      return vf.mprc
    case IgbVfRegister.gprlbc:
      return vf.gprlbc
    case IgbVfRegister.gptlbc:
      return vf.gptlbc
    case IgbVfRegister.gorlbc:
      return vf.gorlbc
    case IgbVfRegister.gotlbc:
      return vf.gotlbc
    default:
      return 0
  }
}

/** Both kinds of queues, by the offsets of the receiving one. */
function readQueue(ring: IgbQueue, offset: u32): u32 {
  switch (offset) {
    case IgbVfRegister.rdbal:
      return <u32>ring.baseGpa
    case IgbVfRegister.rdbah:
      return <u32>(ring.baseGpa >> 32)
    case IgbVfRegister.rdlen:
      return ring.length
    case IgbVfRegister.srrctl:
      return ring.split
    case IgbVfRegister.rdh:
      return ring.head
    case IgbVfRegister.rxctl:
      return ring.dca
    case IgbVfRegister.rdt:
      return ring.tail
    case IgbVfRegister.rxdctl:
      return ring.control
    case IgbVfRegister.tdwbal - 0x1000:
      return <u32>ring.headGpa
    case IgbVfRegister.tdwbah - 0x1000:
      return <u32>(ring.headGpa >> 32)
    default:
      return 0
  }
}

export function igbWrite(guest: Guest, it: PciFunction, offset: u32, value: u64, bytes: u32): void {
  if (bytes < 4 || (offset & 3) != 0) return
  writeRegister(guest, it, offset, <u32>value)
  if (bytes == 8) writeRegister(guest, it, offset + 4, <u32>(value >> 32))
  if (igbOf(it).ringing != 0) guest.nicRinging = 1
}

function writeRegister(guest: Guest, it: PciFunction, offset: u32, value: u32): void {
  const vf = igbOf(it)
  if (offset - IgbVfRegister.rdbal < QUEUE_BYTES) return writeReceive(vf, (offset >> 8) & 1, offset & ~QUEUE_BIT, value)
  if (offset - IgbVfRegister.tdbal < QUEUE_BYTES) return writeTransmit(vf, (offset >> 8) & 1, offset & ~QUEUE_BIT, value)
  if (offset - IgbVfRegister.mailboxMemory < MAILBOX_BYTES) return setMailboxWord(vf, (offset - IgbVfRegister.mailboxMemory) >> 2, value)
  if (offset - IgbVfRegister.eitr < EITR_BYTES) {
    return setThrottle(guest, it, vf, (offset - IgbVfRegister.eitr) >> 2, value)
  }
  switch (offset) {
    case IgbVfRegister.ctrl:
      return writeControl(guest, it, vf, value)
    case IgbVfRegister.eics:
    case IgbVfRegister.eims:
    case IgbVfRegister.eimc:
    case IgbVfRegister.eiac:
    case IgbVfRegister.eiam:
    case IgbVfRegister.eicr:
      return writeInterrupts(guest, it, vf, offset, value)
    case IgbVfRegister.ivar:
      vf.ivar = value & 0x8383_8383
      return
    case IgbVfRegister.ivarMisc:
      vf.ivarMisc = value & 0x83
      return
    case IgbVfRegister.mailbox:
      return writeMailbox(guest, it, vf, value)
    case IgbVfRegister.psrtype:
      vf.psrtype = value
      return
  }
}

export function writeInterrupts(guest: Guest, it: PciFunction, vf: IgbVf, offset: u32, value: u32): void {
  switch (offset) {
    case IgbVfRegister.eics:
      return raiseCauses(guest, it, vf, value)
    case IgbVfRegister.eims:
      vf.eims |= value & causesOf(it)
      return sendCauses(guest, it, vf, value)
    case IgbVfRegister.eimc:
      vf.eims &= ~value
      return
    case IgbVfRegister.eiac:
      vf.eiac = value & causesOf(it)
      return
    case IgbVfRegister.eiam:
      vf.eiam = value & causesOf(it)
      return
    case IgbVfRegister.eicr:
      vf.eicr &= ~value
      return
  }
}

/** What was held back goes at once when nothing holds it any more. */
export function setThrottle(guest: Guest, it: PciFunction, vf: IgbVf, vector: u32, value: u32): void {
  writeThrottle(guest, vf, vector, value)
  sendHeld(guest, it, vf)
}

function writeControl(guest: Guest, it: PciFunction, vf: IgbVf, value: u32): void {
  vf.ctrl = value & ~(<u32>IgbBit.ctrlReset)
  if ((value & IgbBit.ctrlReset) == 0) return
  igbReset(vf)
  vf.ringing = IgbRinging.reset
  if (isIgbBusVf(it)) vfWasReset(guest, it)
}

/** The driver takes the mailbox, says that a message is in it, or that it read one; either gives the mailbox back. */
function writeMailbox(guest: Guest, it: PciFunction, vf: IgbVf, value: u32): void {
  const mayHold = (vf.mailbox & IgbMailbox.heldByPf) == 0
  vf.mailbox = (vf.mailbox & ~(<u32>IgbMailbox.heldByVf)) | (mayHold ? value & IgbMailbox.heldByVf : 0)
  if (isIgbBusVf(it)) {
    if ((value & IgbMailbox.request) != 0) tellMailbox(guest, it, false)
    if ((value & IgbMailbox.acknowledge) != 0) tellMailbox(guest, it, true)
    return
  }
  if ((value & IgbMailbox.request) != 0) vf.ringing |= IgbRinging.mailbox
  if ((value & IgbMailbox.acknowledge) != 0) vf.isReplyUnread = 0
  const isFree = (value & (IgbMailbox.heldByVf | IgbMailbox.request)) == 0
  if (vf.isPingDue != 0 && isFree && vf.isReplyUnread == 0) igbPing(guest, it)
}

/** A register of a queue, by its offset among them. */
export function readQueueOf(vf: IgbVf, isTransmit: bool, queue: u32, offset: u32): u32 {
  return readQueue(isTransmit ? transmitRing(vf, queue) : receiveRing(vf, queue), IgbVfRegister.rdbal + offset)
}

export function writeQueueOf(vf: IgbVf, isTransmit: bool, queue: u32, offset: u32, value: u32): void {
  if (isTransmit) writeTransmit(vf, queue, IgbVfRegister.tdbal + offset, value)
  else writeReceive(vf, queue, IgbVfRegister.rdbal + offset, value)
}

function writeReceive(vf: IgbVf, queue: u32, offset: u32, value: u32): void {
  const ring = receiveRing(vf, queue)
  if (offset == IgbVfRegister.srrctl) ring.split = value
  else writeQueue(ring, offset, value)
  if (offset == IgbVfRegister.rdt || offset == IgbVfRegister.rxdctl) vf.ringing |= IgbRinging.receive
}

function writeTransmit(vf: IgbVf, queue: u32, offset: u32, value: u32): void {
  const ring = transmitRing(vf, queue)
  switch (offset) {
    case IgbVfRegister.tdwbal:
      ring.headGpa = (ring.headGpa & 0xffff_ffff_0000_0000) | (value & ~2)
      return
    case IgbVfRegister.tdwbah:
      ring.headGpa = (ring.headGpa & 0xffff_ffff) | (<u64>value << 32)
      return
    default:
      writeQueue(ring, offset - 0x1000, value)
  }
  if (offset == IgbVfRegister.tdt || offset == IgbVfRegister.txdctl) vf.ringing |= <u32>IgbRinging.transmit << queue
}

function writeQueue(ring: IgbQueue, offset: u32, value: u32): void {
  switch (offset) {
    case IgbVfRegister.rdbal:
      ring.baseGpa = (ring.baseGpa & 0xffff_ffff_0000_0000) | (value & ~127)
      return
    case IgbVfRegister.rdbah:
      ring.baseGpa = (ring.baseGpa & 0xffff_ffff) | (<u64>value << 32)
      return
    case IgbVfRegister.rdlen:
      ring.length = value & LENGTH_BITS
      return
    case IgbVfRegister.rdh:
      ring.head = value & PLACE_BITS
      return
    case IgbVfRegister.rxctl:
      ring.dca = value
      return
    case IgbVfRegister.rdt:
      ring.tail = value & PLACE_BITS
      return
    case IgbVfRegister.rxdctl:
      ring.control = value
      return
  }
}
