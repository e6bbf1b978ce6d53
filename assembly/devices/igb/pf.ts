/** The physical function of an 82576 that a guest has: what resets it, and its virtual functions on the guest's bus. */
import { Guest, IGB_PF_BYTES, IGB_PF_SPOOFED, IgbMailbox, IgbPfBit, IgbPfKept, IgbRinging, IgbVf, PciFunction } from '../../abi/layout.gen'
import { functionAt } from '../../pci/function'
import { enabledVfs } from '../../pci/sriov'
import { igbOf, igbReset, igbStatus, isIgbBusVf, portOfIgb } from './index'
import { raiseMailbox, raiseOther } from './interrupt'
import { keep, kept, pfOf, resetKept } from './kept'
import { permanentMac, resetPhy } from './phy'

/** Power-on, or a reset by its driver: registers are as after power-on, and virtual functions wait for it. */
export function resetPf(guest: Guest, it: PciFunction): void {
  const pf = pfOf(it)
  const low = pf.macLow
  const high = pf.macHigh
  igbReset(igbOf(it))
  memory.fill(changetype<usize>(pf), 0, IGB_PF_BYTES)
  pf.macLow = low
  pf.macHigh = high
  resetKept(it)
  resetPhy(it)
  const mac = permanentMac(it)
  keep(it, IgbPfKept.addresses, <u32>mac)
  keep(it, IgbPfKept.addresses + 1, <u32>(mac >> 32) | <u32>IgbPfBit.addressValid)
  igbOf(it).ringing |= IgbRinging.reset | IgbRinging.pools
  takeSpoofs(guest, it)
  tellResets(guest, it, true)
}

/** Its driver says that it is through: so are the virtual functions. */
export function pfIsReady(guest: Guest, it: PciFunction): void {
  tellResets(guest, it, false)
}

/** Tells all virtual functions that the physical one is in its reset, or that it is done (§8.14.4). */
function tellResets(guest: Guest, pf: PciFunction, isInProgress: bool): void {
  for (let slot: u32 = 0; slot < guest.pciFunctions; slot++) {
    const it = functionAt(guest, slot)
    if (!isIgbBusVf(it) || it.physicalFunction != pf.slot) continue
    const vf = igbOf(it)
    if (isInProgress) vf.mailbox |= IgbMailbox.resetInProgress
    else if ((vf.mailbox & IgbMailbox.resetInProgress) != 0)
      vf.mailbox = (vf.mailbox & ~(<u32>IgbMailbox.resetInProgress)) | IgbMailbox.resetDone
  }
}

/** Virtual function `index`, or null when it is not enabled. */
export function vfOfPf(guest: Guest, pf: PciFunction, index: u32): PciFunction | null {
  if (index >= enabledVfs(pf)) return null
  for (let slot: u32 = 0; slot < guest.pciFunctions; slot++) {
    const it = functionAt(guest, slot)
    if (isIgbBusVf(it) && it.physicalFunction == pf.slot && it.vfIndex == index) return it
  }
  return null
}

/** The physical function of a virtual one on its bus. */
// @ts-ignore: decorator
@inline
export function pfOfVf(guest: Guest, it: PciFunction): PciFunction {
  return functionAt(guest, it.physicalFunction)
}

/** A virtual function was reset, by its driver or on its bus: it neither receives nor sends until the physical one lets it (§8.14.7). */
export function vfWasReset(guest: Guest, it: PciFunction): void {
  const owner = pfOfVf(guest, it)
  const bit: u32 = 1 << it.vfIndex
  const isOwnerReady = (kept(owner, IgbPfKept.ctrlExt) & IgbPfBit.functionResetDone) != 0
  if (!isOwnerReady) igbOf(it).mailbox |= IgbMailbox.resetInProgress
  keep(owner, IgbPfKept.vfReceive, kept(owner, IgbPfKept.vfReceive) & ~bit)
  keep(owner, IgbPfKept.vfTransmit, kept(owner, IgbPfKept.vfTransmit) & ~bit)
  pfOf(owner).vfResets |= bit
  igbOf(owner).ringing |= IgbRinging.pools
  guest.nicRinging = 1
  tellPf(guest, owner, it.vfIndex)
}

/** A virtual function put a message into its mailbox, or read one: MBVFICR, whose upper half is for the latter. */
export function tellMailbox(guest: Guest, it: PciFunction, isAcknowledge: bool): void {
  const owner = pfOfVf(guest, it)
  pfOf(owner).mailboxCauses |= 1 << (it.vfIndex + (isAcknowledge ? 16 : 0))
  tellPf(guest, owner, it.vfIndex)
}

function tellPf(guest: Guest, owner: PciFunction, index: u32): void {
  if (((kept(owner, IgbPfKept.mailboxMask) >> index) & 1) != 0) raiseOther(guest, owner, IgbPfBit.mailboxCause)
}

/** A frame of the function's had wrong addresses: the physical one looks into WVBR when it hears of data out of order. */
export function igbSpoofed(guest: Guest, it: PciFunction): void {
  if (isIgbBusVf(it)) raiseOther(guest, pfOfVf(guest, it), IgbPfBit.outOfSync)
}

/** WVBR: virtual functions whose frames had wrong addresses since the last call. */
export function takeSpoofs(guest: Guest, pf: PciFunction): u32 {
  let bits: u32 = 0
  for (let slot: u32 = 0; slot < guest.pciFunctions; slot++) {
    const it = functionAt(guest, slot)
    if (!isIgbBusVf(it) || it.physicalFunction != pf.slot || igbOf(it).port == 0) continue
    const known = changetype<usize>(pfOf(pf)) + IGB_PF_SPOOFED + (it.vfIndex << 3)
    const spoofed = portOfIgb(igbOf(it)).spoofed
    if (load<u64>(known) != spoofed) bits |= 1 << it.vfIndex
    store<u64>(known, spoofed)
  }
  return bits
}

/** The physical function put a message into the mailbox of a virtual one, or read one. */
export function tellVf(guest: Guest, it: PciFunction, bits: u32): void {
  const vf: IgbVf = igbOf(it)
  vf.mailbox |= bits
  raiseMailbox(guest, it, vf)
}

/** STATUS. */
export function pfStatus(it: PciFunction): u32 {
  const masters: u32 = (kept(it, IgbPfKept.ctrl) & IgbPfBit.masterDisable) == 0 ? <u32>IgbPfBit.masterEnabled : 0
  return igbStatus(igbOf(it)) | masters | <u32>IgbPfBit.resetDone
}
