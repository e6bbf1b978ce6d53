/** The mailbox between a virtual function and the physical one (§8.15): its words, and what the driver asked for by it. */
import {
  IGB_VF_FILTER, IGB_VF_HASHES, IGB_VF_MAILBOX_MEMORY, IGB_VF_VLANS, IgbMailbox, IgbVf,
} from '../../abi/layout.gen'

/** Ethernet, a tag and 1500 bytes: what drivers that do not say more take. */
// @ts-ignore: decorator
@inline const USUAL_FRAME: u32 = 1518
// @ts-ignore: decorator
@inline const BITMAP_BYTES: u32 = 512

// @ts-ignore: decorator
@inline
export function mailboxWord(vf: IgbVf, index: u32): u32 {
  return load<u32>(changetype<usize>(vf) + IGB_VF_MAILBOX_MEMORY + (index << 2))
}

// @ts-ignore: decorator
@inline
export function setMailboxWord(vf: IgbVf, index: u32, value: u32): void {
  store<u32>(changetype<usize>(vf) + IGB_VF_MAILBOX_MEMORY + (index << 2), value)
}

/** The first word of a message for the driver; the others are there. */
export function sendToDriver(vf: IgbVf, word: u32): void {
  setMailboxWord(vf, 0, word)
  vf.mailbox |= IgbMailbox.pfMessage
}

/** As the physical function has it after a reset: its own address, broadcasts, no VLANs. */
export function forgetWishes(vf: IgbVf): void {
  vf.longestFrame = USUAL_FRAME
  vf.allMulti = 0
  vf.addresses = 0
  memory.fill(changetype<usize>(vf) + IGB_VF_HASHES, 0, BITMAP_BYTES)
  memory.fill(changetype<usize>(vf) + IGB_VF_VLANS, 0, BITMAP_BYTES)
  memory.fill(changetype<usize>(vf) + IGB_VF_FILTER, 0, 32)
}
