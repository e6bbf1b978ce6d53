/**
 * The physical function's side of the mailbox, played by the hypervisor: what a driver asks for is granted by what the administrator set on
 * its port. The messages are those that Linux's igb and igbvf agree on; who did not send its reset message first is not clear to send.
 */
import {
  Guest, IGB_FILTER_ADDRESSES, IGB_MESSAGE_INFO_SHIFT, IGB_VF_FILTER, IGB_VF_HASHES, IGB_VF_VLANS, IgbMacFilter, IgbMailbox, IgbMessage,
  IgbMessageFlag, IgbPromisc, IgbVf, NicPort, PciFunction,
} from '../../abi/layout.gen'
import { setBit } from './bitmap'
import { igbOf, portOfIgb } from './index'
import { raiseMailbox } from './interrupt'
import { forgetWishes, mailboxWord, sendToDriver, setMailboxWord } from './mailbox-memory'

/** What became of a message. */
export const enum Verdict {
  granted = 0,
  denied = 1,
  /** No driver that means well sends it. */
  malformed = 2,
}

// @ts-ignore: decorator
@inline const MOST_GROUPS: u32 = 30
// @ts-ignore: decorator
@inline const MOST_VLAN: u32 = 4095
// @ts-ignore: decorator
@inline const CHECKSUM_BYTES: u32 = 4
/** Lengths of frames that the receive unit can be told, the checksum counted. */
// @ts-ignore: decorator
@inline const LEAST_FRAME: u32 = 64
// @ts-ignore: decorator
@inline const LONGEST_FRAME: u32 = 9728

/** Reads the message that is in the mailbox, and answers it. */
export function answerMailbox(guest: Guest, it: PciFunction): Verdict {
  const vf = igbOf(it)
  if (vf.port == 0) return Verdict.denied
  const message = mailboxWord(vf, 0)
  vf.mailbox |= IgbMailbox.pfAcknowledge
  const verdict = obey(vf, portOfIgb(vf), message)
  const isReset = (message & 0xffff) == IgbMessage.reset
  const clear: u32 = vf.isClearToSend != 0 && !isReset ? <u32>IgbMessageFlag.clearToSend : 0
  vf.isReplyUnread = isAwaited(message & 0xffff) ? 1 : 0
  sendToDriver(vf, message | clear | (verdict == Verdict.granted ? <u32>IgbMessageFlag.ack : <u32>IgbMessageFlag.nack))
  raiseMailbox(guest, it, vf)
  return verdict
}

/** Do drivers read the answer? Of frame lengths and groups they do not. */
function isAwaited(type: u32): bool {
  return type != IgbMessage.setLpe && type != IgbMessage.setMulticast
}

function obey(vf: IgbVf, port: NicPort, message: u32): Verdict {
  const type = message & 0xffff
  const info = (message >> IGB_MESSAGE_INFO_SHIFT) & 0xff
  if (type == IgbMessage.reset) return obeyReset(vf, port)
  if (vf.isClearToSend == 0) return Verdict.denied
  switch (type) {
    case IgbMessage.setMac:
      return info == 0 ? setMac(vf, port) : setFilter(vf, port, info)
    case IgbMessage.setMulticast:
      return setGroups(vf, info)
    case IgbMessage.setVlan:
      return setVlan(vf, port, info)
    case IgbMessage.setLpe:
      return setLongest(vf)
    case IgbMessage.setPromisc:
      return setPromisc(vf, port, info)
    default:
      return Verdict.malformed
  }
}

/** The answer carries the address. */
function obeyReset(vf: IgbVf, port: NicPort): Verdict {
  forgetWishes(vf)
  vf.isClearToSend = 1
  setMailboxWord(vf, 1, <u32>port.mac)
  setMailboxWord(vf, 2, <u32>(port.mac >> 32))
  return Verdict.granted
}

function macIn(vf: IgbVf): u64 {
  return <u64>mailboxWord(vf, 1) | (<u64>(mailboxWord(vf, 2) & 0xffff) << 32)
}

// @ts-ignore: decorator
@inline
function isStation(mac: u64): bool {
  return mac != 0 && (mac & 1) == 0
}

// @ts-ignore: decorator
@inline
function mayChooseAddress(port: NicPort): bool {
  return port.isMacSet == 0 || port.trust != 0
}

/** An address that the administrator gave stays, unless the function is trusted. */
function setMac(vf: IgbVf, port: NicPort): Verdict {
  const mac = macIn(vf)
  if (!isStation(mac)) return Verdict.malformed
  if (mac == port.mac) return Verdict.granted
  if (!mayChooseAddress(port)) return Verdict.denied
  port.mac = mac
  return Verdict.granted
}

/** Further addresses. */
function setFilter(vf: IgbVf, port: NicPort, info: u32): Verdict {
  if (info == IgbMacFilter.clear) {
    vf.addresses = 0
    return Verdict.granted
  }
  if (info != IgbMacFilter.add || !isStation(macIn(vf))) return Verdict.malformed
  if (!mayChooseAddress(port) || vf.addresses >= IGB_FILTER_ADDRESSES) return Verdict.denied
  store<u64>(changetype<usize>(vf) + IGB_VF_FILTER + (vf.addresses << 3), macIn(vf))
  vf.addresses += 1
  return Verdict.granted
}

/** Hashes of 12 bits, two in a word. */
function setGroups(vf: IgbVf, count: u32): Verdict {
  if (count > MOST_GROUPS) return Verdict.malformed
  memory.fill(changetype<usize>(vf) + IGB_VF_HASHES, 0, 512)
  for (let i: u32 = 0; i < count; i++) {
    const hash = (mailboxWord(vf, 1 + (i >> 1)) >> ((i & 1) << 4)) & 0xfff
    setBit(changetype<usize>(vf) + IGB_VF_HASHES, hash, true)
  }
  return Verdict.granted
}

/** In a port VLAN there are no others to be added; frames without a tag are no VLAN's. */
function setVlan(vf: IgbVf, port: NicPort, info: u32): Verdict {
  const vlan = mailboxWord(vf, 1)
  if (vlan > MOST_VLAN) return Verdict.malformed
  if (port.vlan != 0 && vlan != 0 && (info & 1) != 0) return Verdict.denied
  setBit(changetype<usize>(vf) + IGB_VF_VLANS, vlan, (info & 1) != 0)
  return Verdict.granted
}

/** The driver counts a tag, and the checksum. */
function setLongest(vf: IgbVf): Verdict {
  const bytes = mailboxWord(vf, 1)
  if (bytes < LEAST_FRAME || bytes > LONGEST_FRAME) return Verdict.malformed
  vf.longestFrame = bytes - CHECKSUM_BYTES
  return Verdict.granted
}

/** Every group, when it is trusted; what is for other stations never. */
function setPromisc(vf: IgbVf, port: NicPort, info: u32): Verdict {
  if ((info & ~<u32>(IgbPromisc.unicast | IgbPromisc.multicast)) != 0) return Verdict.malformed
  if (info != 0 && port.trust == 0) return Verdict.denied
  if ((info & IgbPromisc.unicast) != 0) return Verdict.denied
  vf.allMulti = (info & IgbPromisc.multicast) != 0 ? 1 : 0
  return Verdict.granted
}
