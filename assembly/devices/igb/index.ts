/** A function of an Intel 82576: its state in the PCI function that carries it, and what resets it. */
import {
  Guest, IGB_PF_QUEUES, IGB_PF_RECEIVE, IGB_PF_TRANSMIT, IGB_QUEUE_BYTES, IGB_PF_THROTTLES, IGB_QUEUES, IGB_VF_BYTES, IGB_VF_RECEIVE, IGB_VF_THROTTLES, IGB_VF_TRANSMIT,
  IgbBit, IgbLane, IgbMailbox, IgbMessage, IgbMessageFlag, IgbPfBit, IgbQueue, IgbRinging, IgbVf, NicPort, PCI_FUNCTION_STATE, PciFunction, PciKind,
} from '../../abi/layout.gen'
import { raiseMailbox, raiseOther } from './interrupt'
import { forgetWishes, sendToDriver } from './mailbox-memory'
import { resetThrottles } from './throttle'

// @ts-ignore: decorator
@inline
export function igbOf(it: PciFunction): IgbVf {
  return changetype<IgbVf>(changetype<usize>(it) + PCI_FUNCTION_STATE)
}

// @ts-ignore: decorator
@inline
export function isIgb(it: PciFunction): bool {
  return it.kind == PciKind.igbVf || it.kind == PciKind.igbPf || it.kind == PciKind.igbBusVf
}

/** Is it the physical function, or has a physical function of the guest's for its administrator, and not the host? */
// @ts-ignore: decorator
@inline
export function isIgbPf(it: PciFunction): bool {
  return it.kind == PciKind.igbPf
}

// @ts-ignore: decorator
@inline
export function isIgbBusVf(it: PciFunction): bool {
  return it.kind == PciKind.igbBusVf
}

// @ts-ignore: decorator
@inline
export function receiveRing(vf: IgbVf, queue: u32): IgbQueue {
  return changetype<IgbQueue>(changetype<usize>(vf) + vf.receiveAt + queue * IGB_QUEUE_BYTES)
}

// @ts-ignore: decorator
@inline
export function transmitRing(vf: IgbVf, queue: u32): IgbQueue {
  return changetype<IgbQueue>(changetype<usize>(vf) + vf.transmitAt + queue * IGB_QUEUE_BYTES)
}

// @ts-ignore: decorator
@inline
export function portOfIgb(vf: IgbVf): NicPort {
  return changetype<NicPort>(<usize>vf.port)
}

/** Power-on, or a function level reset: nothing is left but the port. */
export function igbPowerOn(it: PciFunction): void {
  const vf = igbOf(it)
  const port = vf.port
  const ringing = vf.ringing
  memory.fill(changetype<usize>(vf), 0, IGB_VF_BYTES)
  vf.port = port
  vf.ringing = ringing
  layOut(it, vf)
  vf.mailbox = IgbMailbox.resetDone
  forgetWishes(vf)
}

/** A function of the host's switches frames by itself; of a guest's, it does when its physical function says so. */
function layOut(it: PciFunction, vf: IgbVf): void {
  vf.queues = isIgbPf(it) ? IGB_PF_QUEUES : IGB_QUEUES
  vf.receiveAt = isIgbPf(it) ? IGB_VF_BYTES + IGB_PF_RECEIVE : IGB_VF_RECEIVE
  vf.transmitAt = isIgbPf(it) ? IGB_VF_BYTES + IGB_PF_TRANSMIT : IGB_VF_TRANSMIT
  vf.throttlesAt = isIgbPf(it) ? IGB_VF_BYTES + IGB_PF_THROTTLES : IGB_VF_THROTTLES
  vf.lanes = it.kind == PciKind.igbVf ? <u32>(IgbLane.receive | IgbLane.transmit) : 0
}

/** The driver resets queues and interrupts; the physical function hears of it by the message that follows. */
export function igbReset(vf: IgbVf): void {
  for (let queue: u32 = 0; queue < vf.queues; queue++) {
    memory.fill(changetype<usize>(receiveRing(vf, queue)), 0, IGB_QUEUE_BYTES)
    memory.fill(changetype<usize>(transmitRing(vf, queue)), 0, IGB_QUEUE_BYTES)
  }
  resetThrottles(vf)
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
  if (isIgbPf(it)) return raiseOther(guest, it, IgbPfBit.linkChanged)
  /* Of a function whose administrator is in the guest, that one tells it. */
  if (isIgbBusVf(it)) return
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
  if (it.kind == PciKind.igbVf) igbPing(guest, it)
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
