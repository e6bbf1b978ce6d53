/** Interrupt causes of a function of an 82576, and the messages that they become (§7.3). */
import { Guest, IgbBit, IgbPfKept, IgbVf, IGB_PF_VECTORS, IGB_VECTORS, PCI_FUNCTION_STATE, PciFunction, PciKind } from '../../abi/layout.gen'
import { kept, pfOf } from './kept'
import { functionAt } from '../../pci/function'
import { signalMsix } from '../../pci/msix'
import { beginInterval, hold, isThrottled } from './throttle'

// @ts-ignore: decorator
@inline const VECTOR_MASK: u32 = 3
// @ts-ignore: decorator
@inline const PF_VECTOR_MASK: u32 = 31
/** Of a physical function: queues n and n + 8 share a register. */
// @ts-ignore: decorator
@inline const ROWS: u32 = 8

/** Bits of the vectors that a function has. */
// @ts-ignore: decorator
@inline
export function causesOf(it: PciFunction): u32 {
  return it.kind == PciKind.igbPf ? (1 << IGB_PF_VECTORS) - 1 : (1 << IGB_VECTORS) - 1
}

/** Frames were received in a queue. */
export function raiseReceive(guest: Guest, it: PciFunction, vf: IgbVf, queue: u32): void {
  raiseFor(guest, it, vf, entriesOf(it, vf, queue))
}

/** Descriptors that asked for it were sent. */
export function raiseTransmit(guest: Guest, it: PciFunction, vf: IgbVf, queue: u32): void {
  raiseFor(guest, it, vf, entriesOf(it, vf, queue) >> 8)
}

/** The two entries of a queue: receiving, and sending above. */
function entriesOf(it: PciFunction, vf: IgbVf, queue: u32): u32 {
  if (it.kind != PciKind.igbPf) return vf.ivar >> (queue << 4)
  return kept(it, IgbPfKept.ivar + (queue & (ROWS - 1))) >> ((queue & ROWS) << 1)
}

/** Causes of a physical function beside its queues come up (§7.3.2.10). */
export function raiseOther(guest: Guest, it: PciFunction, causes: u32): void {
  const pf = pfOf(it)
  pf.icr |= causes
  sendOther(guest, it, causes)
}

/** Those of `causes` that are up and may interrupt do. */
export function sendOther(guest: Guest, it: PciFunction, causes: u32): void {
  const pf = pfOf(it)
  if ((pf.icr & pf.ims & causes) != 0) raiseFor(guest, it, changetype<IgbVf>(changetype<usize>(it) + PCI_FUNCTION_STATE), kept(it, IgbPfKept.ivarMisc) >> 8)
}

export function raiseMailbox(guest: Guest, it: PciFunction, vf: IgbVf): void {
  raiseFor(guest, it, vf, vf.ivarMisc)
}

function raiseFor(guest: Guest, it: PciFunction, vf: IgbVf, entry: u32): void {
  const vector = entry & (it.kind == PciKind.igbPf ? PF_VECTOR_MASK : VECTOR_MASK)
  if ((entry & IgbBit.vectorValid) != 0) raiseCauses(guest, it, vf, 1 << vector)
}

/** Causes come up, by themselves or because the driver says so. */
export function raiseCauses(guest: Guest, it: PciFunction, vf: IgbVf, causes: u32): void {
  const known = causes & causesOf(it)
  vf.eicr |= known
  sendCauses(guest, it, vf, known)
}

/** Sends messages for those of `causes` that are up and not masked, now or in time; what is cleared and masked by itself is so then (§7.3.2.11). */
export function sendCauses(guest: Guest, it: PciFunction, vf: IgbVf, causes: u32): void {
  for (let rest = vf.eicr & vf.eims & causes & causesOf(it); rest != 0; rest &= rest - 1) {
    const vector = <u32>ctz(rest)
    const bit: u32 = 1 << vector
    if (isThrottled(guest, vf, vector)) {
      hold(guest, vf, vector)
      continue
    }
    beginInterval(guest, vf, vector)
    vf.eicr &= ~(vf.eiac & bit)
    vf.eims &= ~(vf.eiam & bit)
    signalMsix(guest, it, vector)
  }
}

/** Messages that were held back go out if they still have a cause; those whose time has not come are held again. */
export function sendHeld(guest: Guest, it: PciFunction, vf: IgbVf): void {
  const held = vf.held
  if (held == 0) return
  vf.held = 0
  sendCauses(guest, it, vf, held)
}

/** The guest's time has come to where a held message may go out; its devices are locked. */
export function sendDue(guest: Guest): void {
  guest.messageWakeNs = u64.MAX_VALUE
  for (let slot: u32 = 0; slot < guest.pciFunctions; slot++) {
    const it = functionAt(guest, slot)
    if (isThrottling(it.kind)) sendHeld(guest, it, changetype<IgbVf>(changetype<usize>(it) + PCI_FUNCTION_STATE))
  }
}

// @ts-ignore: decorator
@inline
function isThrottling(kind: u32): bool {
  return kind == PciKind.igbVf || kind == PciKind.igbPf || kind == PciKind.igbBusVf
}
