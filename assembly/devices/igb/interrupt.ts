/** Interrupt causes of a virtual function of an 82576, and the messages that they become (§7.3). */
import { Guest, IgbBit, IgbVf, IGB_VECTORS, PciFunction } from '../../abi/layout.gen'
import { signalMsix } from '../../pci/msix'

// @ts-ignore: decorator
@inline const VECTOR_MASK: u32 = 3
// @ts-ignore: decorator
@inline export const CAUSES: u32 = (1 << IGB_VECTORS) - 1

/** Frames were received in a queue. */
export function raiseReceive(guest: Guest, it: PciFunction, vf: IgbVf, queue: u32): void {
  raiseFor(guest, it, vf, vf.ivar >> (queue << 4))
}

/** Descriptors that asked for it were sent. */
export function raiseTransmit(guest: Guest, it: PciFunction, vf: IgbVf, queue: u32): void {
  raiseFor(guest, it, vf, vf.ivar >> ((queue << 4) + 8))
}

export function raiseMailbox(guest: Guest, it: PciFunction, vf: IgbVf): void {
  raiseFor(guest, it, vf, vf.ivarMisc)
}

function raiseFor(guest: Guest, it: PciFunction, vf: IgbVf, entry: u32): void {
  const vector = entry & VECTOR_MASK
  if ((entry & IgbBit.vectorValid) != 0 && vector < IGB_VECTORS) raiseCauses(guest, it, vf, 1 << vector)
}

/** Causes come up, by themselves or because the driver says so. */
export function raiseCauses(guest: Guest, it: PciFunction, vf: IgbVf, causes: u32): void {
  vf.eicr |= causes & CAUSES
  sendCauses(guest, it, vf, causes & CAUSES)
}

/** Sends messages for those of `causes` that are up and not masked; what is cleared and masked by itself is so then (§7.3.2.11). */
export function sendCauses(guest: Guest, it: PciFunction, vf: IgbVf, causes: u32): void {
  for (let rest = vf.eicr & vf.eims & causes; rest != 0; rest &= rest - 1) {
    const vector = <u32>ctz(rest)
    const bit: u32 = 1 << vector
    vf.eicr &= ~(vf.eiac & bit)
    vf.eims &= ~(vf.eiam & bit)
    signalMsix(guest, it, vector)
  }
}
