/** A virtual function of an Intel 82576: its state in the PCI function that carries it, and what resets it. */
import {
  Guest, IGB_QUEUE_BYTES, IGB_QUEUES, IGB_VF_BYTES, IGB_VF_EITR, IGB_VF_RECEIVE, IGB_VF_TRANSMIT, IgbBit, IgbMailbox, IgbMessage, IgbMessageFlag,
  IgbQueue, IgbRinging, IgbVf, NicPort, PCI_FUNCTION_STATE, PciFunction, PciKind,
} from '../../abi/layout.gen'
import { raiseMailbox } from './interrupt'
import { forgetWishes, sendToDriver } from './mailbox-memory'

// @ts-ignore: decorator
@inline
export function igbOf(it: PciFunction): IgbVf {
  return changetype<IgbVf>(changetype<usize>(it) + PCI_FUNCTION_STATE)
}

// @ts-ignore: decorator
@inline
export function isIgb(it: PciFunction): bool {
  return it.kind == PciKind.igbVf
}

// @ts-ignore: decorator
@inline
export function receiveRing(vf: IgbVf, queue: u32): IgbQueue {
  return changetype<IgbQueue>(changetype<usize>(vf) + IGB_VF_RECEIVE + queue * IGB_QUEUE_BYTES)
}

// @ts-ignore: decorator
@inline
export function transmitRing(vf: IgbVf, queue: u32): IgbQueue {
  return changetype<IgbQueue>(changetype<usize>(vf) + IGB_VF_TRANSMIT + queue * IGB_QUEUE_BYTES)
}

// @ts-ignore: decorator
@inline
export function portOfIgb(vf: IgbVf): NicPort {
  return changetype<NicPort>(<usize>vf.port)
}

/** Power-on, or a function level reset: nothing is left but the port. */
export function igbPowerOn(vf: IgbVf): void {
  const port = vf.port
  const ringing = vf.ringing
  memory.fill(changetype<usize>(vf), 0, IGB_VF_BYTES)
  vf.port = port
  vf.ringing = ringing
  vf.mailbox = IgbMailbox.resetDone
  forgetWishes(vf)
}

/** The driver resets queues and interrupts; the physical function hears of it by the message that follows. */
export function igbReset(vf: IgbVf): void {
  for (let queue: u32 = 0; queue < IGB_QUEUES; queue++) {
    memory.fill(changetype<usize>(receiveRing(vf, queue)), 0, IGB_QUEUE_BYTES)
    memory.fill(changetype<usize>(transmitRing(vf, queue)), 0, IGB_QUEUE_BYTES)
  }
  memory.fill(changetype<usize>(vf) + IGB_VF_EITR, 0, 16)
  vf.eicr = 0
  vf.eims = 0
  vf.eiac = 0
  vf.eiam = 0
  vf.ivar = 0
  vf.ivarMisc = 0
  vf.psrtype = 0
  vf.mailbox = 0
  vf.isClearToSend = 0
  vf.isReplyUnread = 0
  vf.isPingDue = 0
}

/** Its port has another link state: the physical function tells the driver, which then looks. */
export function igbPortChanged(guest: Guest, it: PciFunction): void {
  const vf = igbOf(it)
  if (vf.isReplyUnread != 0 || (vf.mailbox & IgbMailbox.heldByVf) != 0) vf.isPingDue = 1
  else igbPing(guest, it)
}

/** Another port: a driver that was through with the other one's physical function has to begin anew with this one's. */
export function igbReplug(guest: Guest, it: PciFunction): void {
  const vf = igbOf(it)
  if (vf.isClearToSend == 0) return
  vf.isClearToSend = 0
  vf.mailbox |= IgbMailbox.resetDone
  igbPortChanged(guest, it)
}

/** Pulls the cable. */
export function igbUnplug(guest: Guest, it: PciFunction): void {
  igbOf(it).port = 0
  igbOf(it).ringing &= ~(<u32>IgbRinging.mailbox)
  igbPing(guest, it)
}

/** A message of the physical function's own. */
export function igbPing(guest: Guest, it: PciFunction): void {
  const vf = igbOf(it)
  const flags = vf.isClearToSend != 0 ? <u32>IgbMessageFlag.clearToSend : 0
  vf.isPingDue = 0
  sendToDriver(vf, <u32>IgbMessage.pfControl | flags)
  raiseMailbox(guest, it, vf)
}

/** VTSTATUS. */
export function igbStatus(vf: IgbVf): u32 {
  const isUp = vf.port != 0 && portOfIgb(vf).isUp != 0
  return <u32>IgbBit.statusFullDuplex | <u32>IgbBit.statusSpeed1000 | (isUp ? <u32>IgbBit.statusLinkUp : 0)
}
