/** Functions of an 82576 and their ports: what a driver's registers and messages mean for the switch. */
import { Guest, IgbRinging, IgbVf, NicPort, PciFunction, PortOwner, VirtioViolation } from '../abi/layout.gen'
import { igbOf, igbPortChanged, igbReplug, igbUnplug, isIgb, isIgbPf, portOfIgb } from '../devices/igb/index'
import { pfOf } from '../devices/igb/kept'
import { answerMailbox, Verdict } from '../devices/igb/mailbox'
import { mailboxWord } from '../devices/igb/mailbox-memory'
import { resetPf } from '../devices/igb/pf'
import { lockGuest, unlockGuest } from '../memory/locks'
import { functionAt } from '../pci/function'
import { markInterrupted } from './emit'
import { applyPools } from './igb-pools'
import { stopIgb } from './igb-stop'
import { igbTransmit } from './igb-transmit'
import { igbAtPort } from './owner'
import { guestOf, isFree, linkOf, nicChanged, nicOf } from './port'
import { receiverReady } from './transmit'
import { forgetWait } from './wait'

/** Plugs the function in a slot of the guest's hierarchy into a free port. */
export function plugFunction(guest: Guest, slot: u32, port: NicPort): bool {
  if (slot >= guest.pciFunctions || !isFree(port) || !isIgb(functionAt(guest, slot))) return false
  const nic = nicOf(port)
  port.owner = PortOwner.igb
  port.guest = <u32>changetype<usize>(guest)
  port.slot = slot
  port.isUp = linkOf(nic, port)
  igbOf(functionAt(guest, slot)).port = <u32>changetype<usize>(port)
  nicChanged(nic)
  if (isIgbPf(functionAt(guest, slot))) nameAfter(guest, functionAt(guest, slot), port)
  igbReplug(guest, functionAt(guest, slot))
  return true
}

/** The address of a physical function is in its NVM. */
function nameAfter(guest: Guest, it: PciFunction, port: NicPort): void {
  const pf = pfOf(it)
  pf.macLow = <u32>port.mac
  pf.macHigh = <u32>(port.mac >> 32)
  resetPf(guest, it)
}

/** Its port is somebody else's. */
export function unplugIgb(port: NicPort): void {
  igbOf(igbAtPort(port)).port = 0
}

/** The administrator changed the port: its driver is told, which looks at the link. */
export function igbPortChangedAt(port: NicPort): void {
  const guest = guestOf(port)
  lockGuest(guest)
  igbPortChanged(guest, igbAtPort(port))
  unlockGuest(guest)
  markInterrupted(guest)
}

/** Answers what the driver of a function did; the adapters and the guest are locked. */
export function answerIgb(guest: Guest, it: PciFunction): void {
  if (!isIgb(it)) return
  const vf = igbOf(it)
  const bits = vf.ringing
  vf.ringing = 0
  if (bits == 0 || vf.port == 0) return
  const port = portOfIgb(vf)
  if ((bits & IgbRinging.reset) != 0) afterReset(port)
  if ((bits & IgbRinging.pools) != 0) applyPools(guest, it)
  if ((bits & IgbRinging.mailbox) != 0) answerMessage(guest, it, vf, port)
  if ((bits & IgbRinging.receive) != 0) receiverReady(port)
  for (let queue: u32 = 0; queue < vf.queues; queue++) if ((bits & (<u32>IgbRinging.transmit << queue)) != 0) igbTransmit(guest, it, queue)
}

function afterReset(port: NicPort): void {
  port.waitingQueues = 0
  port.isStopped = 0
  forgetWait(port)
  receiverReady(port)
  nicChanged(nicOf(port))
}

function answerMessage(guest: Guest, it: PciFunction, vf: IgbVf, port: NicPort): void {
  const message = mailboxWord(vf, 0)
  if (answerMailbox(guest, it) == Verdict.malformed) stopIgb(guest, port, 0, VirtioViolation.request, 0, message)
  nicChanged(nicOf(port))
}

/** What was copied from another guest is not plugged in: its functions find their links down. */
export function forgetIgbPorts(guest: Guest): void {
  for (let slot: u32 = 0; slot < guest.pciFunctions; slot++) {
    const it = functionAt(guest, slot)
    if (isIgb(it) && igbOf(it).port != 0) igbUnplug(guest, it)
  }
}
