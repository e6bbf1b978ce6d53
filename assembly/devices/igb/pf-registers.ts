/** The registers of the physical function of an 82576, in its BAR 0; they are words. */
import {
  Guest, IGB_POOLS, IGB_VF_HASHES, IGB_VF_MAILBOX_MEMORY, IGB_VF_VLANS, IGB_PF_RATES, IGB_PF_VECTORS, IgbMailbox, IgbPfBit, IgbPfKept, IgbPfMailbox, IgbPfRegister,
  IgbRinging, IgbVf, PciFunction,
} from '../../abi/layout.gen'
import { igbOf } from './index'
import { raiseOther, sendOther } from './interrupt'
import { keep, kept, keptIndex, pfOf } from './kept'
import { pfIsReady, pfStatus, resetPf, takeSpoofs, tellVf, vfOfPf } from './pf'
import { writeEerd, writeMdic } from './phy'
import { readInterrupts, readQueueOf, setThrottle, writeInterrupts, writeQueueOf } from './registers'
import { readThrottle } from './throttle'

// @ts-ignore: decorator
@inline const BITMAP_BYTES: u32 = 512
// @ts-ignore: decorator
@inline const RECEIVE_QUEUES: u32 = 0xc000
// @ts-ignore: decorator
@inline const TRANSMIT_QUEUES: u32 = 0xe000
// @ts-ignore: decorator
@inline const QUEUES_BYTES: u32 = 0x400
/** The first four once more, further apart. */
// @ts-ignore: decorator
@inline const RECEIVE_ALIAS: u32 = 0x2800
// @ts-ignore: decorator
@inline const TRANSMIT_ALIAS: u32 = 0x3800
// @ts-ignore: decorator
@inline const MAILBOX_SHIFT: u32 = 6
// @ts-ignore: decorator
@inline const RATE_VALID: u32 = 0x8000_0000
/** Interrupt registers at the places that those of a virtual function have, too. */
// @ts-ignore: decorator
@inline const VECTORS: u32 = 0x1520
// @ts-ignore: decorator
@inline const VECTORS_BYTES: u32 = 0x64
/** Of 2^-19 nanoseconds. */
// @ts-ignore: decorator
@inline const TIME_SHIFT: u64 = 19

/** ICR, ICS, IMS, IMC and IAM where older adapters have them, too, 8 bytes apart. */
// @ts-ignore: decorator
@inline const CAUSES_ALIAS: u32 = 0xc0
// @ts-ignore: decorator
@inline const CAUSES_ALIAS_BYTES: u32 = 0x28

/** The place of a register, by any that it has. */
function placeOf(offset: u32): u32 {
  const distance = offset - CAUSES_ALIAS
  return distance < CAUSES_ALIAS_BYTES && (distance & 7) == 0 ? IgbPfRegister.icr + (distance >> 1) : offset
}

export function igbPfRead(guest: Guest, it: PciFunction, offset: u32, bytes: u32): u64 {
  if (bytes < 4 || (offset & 3) != 0) return 0
  const low = <u64>readRegister(guest, it, placeOf(offset))
  return bytes == 8 ? low | (<u64>readRegister(guest, it, placeOf(offset + 4)) << 32) : low
}

function readRegister(guest: Guest, it: PciFunction, offset: u32): u32 {
  const pf = pfOf(it)
  const vf = igbOf(it)
  const queue = queueAt(offset)
  if (queue >= 0) return readQueueOf(vf, isTransmit(offset), <u32>queue, offset & 0x3f)
  if (offset - VECTORS < VECTORS_BYTES) return readInterrupts(vf, offset)
  if (offset - IgbPfRegister.eitr < IGB_PF_VECTORS << 2) return readThrottle(guest, vf, (offset - IgbPfRegister.eitr) >> 2)
  if (offset - IgbPfRegister.hashes < BITMAP_BYTES) return load<u32>(bitmap(vf, IGB_VF_HASHES, offset - IgbPfRegister.hashes))
  if (offset - IgbPfRegister.vlans < BITMAP_BYTES) return load<u32>(bitmap(vf, IGB_VF_VLANS, offset - IgbPfRegister.vlans))
  if (offset - IgbPfRegister.mailboxMemory < IGB_POOLS << MAILBOX_SHIFT) return readMailboxMemory(guest, it, offset - IgbPfRegister.mailboxMemory)
  if (offset - IgbPfRegister.mailbox < IGB_POOLS << 2) return readMailbox(guest, it, (offset - IgbPfRegister.mailbox) >> 2)
  switch (offset) {
    case IgbPfRegister.status:
      return pfStatus(it)
    case IgbPfRegister.eecd:
      return pf.eecd | <u32>IgbPfBit.nvmPresent | <u32>IgbPfBit.nvmRead | ((pf.eecd & IgbPfBit.nvmRequest) << 1)
    case IgbPfRegister.eerd:
      return pf.eerd
    case IgbPfRegister.mdic:
      return pf.mdic
    case IgbPfRegister.managementControl:
      return IgbPfBit.phyConfigured
    case IgbPfRegister.icr:
      return takeCauses(it)
    case IgbPfRegister.ims:
      return pf.ims
    case IgbPfRegister.mailboxCauses:
      return pf.mailboxCauses
    case IgbPfRegister.vfResets:
      return pf.vfResets
    case IgbPfRegister.wrongBehavior:
      return takeSpoofs(guest, it)
    case IgbPfRegister.systemTime:
      return <u32>(guest.timeNs << TIME_SHIFT)
    case IgbPfRegister.systemTime + 4:
      return <u32>(guest.timeNs >> (32 - TIME_SHIFT))
  }
  const index = keptIndex(offset)
  return index >= 0 ? kept(it, <u32>index) : takeCount(vf, offset)
}

function takeCauses(it: PciFunction): u32 {
  const pf = pfOf(it)
  const causes = pf.icr
  pf.icr = 0
  return causes
}

/** Statistics are told once. */
function takeCount(vf: IgbVf, offset: u32): u32 {
  let value: u32 = 0
  switch (offset) {
    case IgbPfRegister.gprc:
      value = vf.gprc
      vf.gprc = 0
      return value
    case IgbPfRegister.mprc:
      value = vf.mprc
      vf.mprc = 0
      return value
    case IgbPfRegister.gptc:
      value = vf.gptc
      vf.gptc = 0
      return value
    case IgbPfRegister.gorc:
      value = vf.gorc
      vf.gorc = 0
      return value
    case IgbPfRegister.gotc:
      value = vf.gotc
      vf.gotc = 0
      return value
    default:
      return 0
  }
}

// @ts-ignore: decorator
@inline
function bitmap(vf: IgbVf, at: u32, offset: u32): usize {
  return changetype<usize>(vf) + at + offset
}

/** Number of the queue whose registers are there, or -1. */
function queueAt(offset: u32): i32 {
  if (offset - RECEIVE_QUEUES < QUEUES_BYTES || offset - TRANSMIT_QUEUES < QUEUES_BYTES) return <i32>((offset >> 6) & 15)
  const isAlias = (offset - RECEIVE_ALIAS < QUEUES_BYTES || offset - TRANSMIT_ALIAS < QUEUES_BYTES) && (offset & 0xff) < 0x40
  return isAlias ? <i32>((offset >> 8) & 3) : -1
}

// @ts-ignore: decorator
@inline
function isTransmit(offset: u32): bool {
  return offset - TRANSMIT_QUEUES < QUEUES_BYTES || offset - TRANSMIT_ALIAS < QUEUES_BYTES
}

export function igbPfWrite(guest: Guest, it: PciFunction, offset: u32, value: u64, bytes: u32): void {
  if (bytes < 4 || (offset & 3) != 0) return
  writeRegister(guest, it, placeOf(offset), <u32>value)
  if (bytes == 8) writeRegister(guest, it, placeOf(offset + 4), <u32>(value >> 32))
  if (igbOf(it).ringing != 0) guest.nicRinging = 1
}

function writeRegister(guest: Guest, it: PciFunction, offset: u32, value: u32): void {
  const pf = pfOf(it)
  const vf = igbOf(it)
  const queue = queueAt(offset)
  if (queue >= 0) return writeQueueOf(vf, isTransmit(offset), <u32>queue, offset & 0x3f, value)
  if (offset - VECTORS < VECTORS_BYTES) return writeInterrupts(guest, it, vf, offset, value)
  if (offset - IgbPfRegister.eitr < IGB_PF_VECTORS << 2) return setThrottle(guest, it, vf, (offset - IgbPfRegister.eitr) >> 2, value)
  if (offset - IgbPfRegister.hashes < BITMAP_BYTES) return writeBitmap(vf, bitmap(vf, IGB_VF_HASHES, offset - IgbPfRegister.hashes), value)
  if (offset - IgbPfRegister.vlans < BITMAP_BYTES) return writeBitmap(vf, bitmap(vf, IGB_VF_VLANS, offset - IgbPfRegister.vlans), value)
  if (offset - IgbPfRegister.mailboxMemory < IGB_POOLS << MAILBOX_SHIFT)
    return writeMailboxMemory(guest, it, offset - IgbPfRegister.mailboxMemory, value)
  if (offset - IgbPfRegister.mailbox < IGB_POOLS << 2) return writeMailbox(guest, it, (offset - IgbPfRegister.mailbox) >> 2, value)
  switch (offset) {
    case IgbPfRegister.ctrl:
      return writeControl(guest, it, value)
    case IgbPfRegister.eecd:
      pf.eecd = value & ~<u32>(IgbPfBit.nvmGrant | IgbPfBit.nvmPresent | IgbPfBit.nvmRead)
      return
    case IgbPfRegister.eerd:
      return writeEerd(it, value)
    case IgbPfRegister.mdic:
      return writeMdic(it, value)
    case IgbPfRegister.icr:
      pf.icr &= ~value
      return
    case IgbPfRegister.ics:
      return raiseOther(guest, it, value)
    case IgbPfRegister.ims:
      pf.ims |= value
      return sendOther(guest, it, value)
    case IgbPfRegister.imc:
      pf.ims &= ~value
      return
    case IgbPfRegister.mailboxCauses:
      pf.mailboxCauses &= ~value
      return
    case IgbPfRegister.vfResets:
      pf.vfResets &= ~value
      return
    case IgbPfRegister.rate:
      return writeRate(it, vf, value)
  }
  const index = keptIndex(offset)
  if (index < 0) return
  keep(it, <u32>index, value)
  vf.ringing |= IgbRinging.pools
  if (offset == IgbPfRegister.ctrlExt && (value & IgbPfBit.functionResetDone) != 0) pfIsReady(guest, it)
}

function writeBitmap(vf: IgbVf, at: usize, value: u32): void {
  store<u32>(at, value)
  vf.ringing |= IgbRinging.pools
}

/** Resets are over at once. */
function writeControl(guest: Guest, it: PciFunction, value: u32): void {
  if ((value & IgbPfBit.reset) != 0) return resetPf(guest, it)
  keep(it, IgbPfKept.ctrl, value & ~<u32>IgbPfBit.phyReset)
}

function writeRate(it: PciFunction, vf: IgbVf, value: u32): void {
  const queue = kept(it, IgbPfKept.rateSelect) & 15
  store<u32>(changetype<usize>(pfOf(it)) + IGB_PF_RATES + (queue << 2), (value & RATE_VALID) != 0 ? value : 0)
  vf.ringing |= IgbRinging.pools
}

function readMailboxMemory(guest: Guest, it: PciFunction, offset: u32): u32 {
  const vf = vfOfPf(guest, it, offset >> MAILBOX_SHIFT)
  return vf === null ? 0 : load<u32>(changetype<usize>(igbOf(vf)) + IGB_VF_MAILBOX_MEMORY + (offset & 0x3f))
}

function writeMailboxMemory(guest: Guest, it: PciFunction, offset: u32, value: u32): void {
  const vf = vfOfPf(guest, it, offset >> MAILBOX_SHIFT)
  if (vf !== null) store<u32>(changetype<usize>(igbOf(vf)) + IGB_VF_MAILBOX_MEMORY + (offset & 0x3f), value)
}

/** Who holds it is told to both sides in the same bits. */
function readMailbox(guest: Guest, it: PciFunction, index: u32): u32 {
  const vf = vfOfPf(guest, it, index)
  return vf === null ? 0 : igbOf(vf).mailbox & <u32>(IgbPfMailbox.heldByVf | IgbPfMailbox.heldByPf)
}

/** It takes the mailbox, unless the virtual function has it; says that a message is in it, or that it read one; either gives it back. */
function writeMailbox(guest: Guest, it: PciFunction, index: u32, value: u32): void {
  const vf = vfOfPf(guest, it, index)
  if (vf === null) return
  const state = igbOf(vf)
  if ((value & IgbPfMailbox.reclaim) != 0) state.mailbox &= ~(<u32>IgbMailbox.heldByVf)
  const mayHold = (state.mailbox & IgbMailbox.heldByVf) == 0
  state.mailbox = (state.mailbox & ~(<u32>IgbMailbox.heldByPf)) | (mayHold ? value & IgbPfMailbox.heldByPf : 0)
  if ((value & IgbPfMailbox.message) != 0) tellVf(guest, vf, IgbMailbox.pfMessage)
  if ((value & IgbPfMailbox.acknowledge) != 0) tellVf(guest, vf, IgbMailbox.pfAcknowledge)
}
