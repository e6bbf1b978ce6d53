/**
 * The embedded switch of an adapter (VEB, IEEE 802.1Qbg §5.23): what may come in at a port, and where it goes, by address and VLAN.
 *
 *   in     the frame is read once; a port VLAN tags it, and its sender must own its address
 *   out    groups to every port that takes them; stations to the port that has the address, and unknown ones to the uplink
 */
import {
  Nic, NIC_LOOKUP_GENERATION, NIC_LOOKUP_KEY, NIC_LOOKUP_PORT, NIC_LONGEST_FRAME, NIC_LOOKUPS, NIC_OUTBOX_BYTES, NicPort,
  NicPortKind, PortOwner,
} from '../abi/layout.gen'
import { isGroup } from '../devices/net/filter'
import { deliver } from './deliver'
import { ETHERNET_HEADER, frameRead } from './frame'
import { FIRST_VIRTUAL, guestOf, nicEvent, portAt, UPLINK } from './port'
import { isGuests, ownerOwns, ownerSpoofed, ownerTakes, ownerTakesEvery, ownerTakesVlan } from './owner'
import { hasCredit } from './rate'
import { askForBuffers, Delivery } from './receiver'

// @ts-ignore: decorator
@inline const VLAN_MASK: u32 = 0xfff
// @ts-ignore: decorator
@inline const TYPE_8021Q: u32 = 0x8100
// @ts-ignore: decorator
@inline const NOWHERE: u32 = 0

/** What became of a frame. */
export const enum Forwarded {
  done = 0,
  /** Its only receiver has no buffer now: nic.waitFor is its port. */
  wait = 1,
}

/** Takes the frame in hand from `port` and forwards it. */
export function forward(nic: Nic, port: NicPort, mayWait: bool): Forwarded {
  nic.framePort = port.index
  if (!enter(nic, port)) {
    port.txDropped += 1
    return Forwarded.done
  }
  const result = isGroup(nic.frameTo) ? flood(nic, port) : unicast(nic, port, mayWait)
  if (result == Forwarded.done) {
    port.txPackets += 1
    port.txBytes += nic.frameBytes
  }
  return result
}

/** A frame that comes back to the function that sent it, and to nobody else. */
export function loopBack(nic: Nic, port: NicPort): void {
  nic.framePort = port.index
  if (nic.frameBytes < ETHERNET_HEADER || nic.frameBytes > NIC_LONGEST_FRAME) return
  frameRead(nic)
  if (takes(nic, port)) hand(nic, port)
}

/** Reads the frame; may it come in? */
function enter(nic: Nic, port: NicPort): bool {
  if (port.isUp == 0 || nic.frameBytes < ETHERNET_HEADER || nic.frameBytes > NIC_LONGEST_FRAME) return false
  frameRead(nic)
  if (port.kind == NicPortKind.uplink) {
    nic.frameVlan = vlanOf(nic.frameTag)
    return true
  }
  if (isGroup(nic.frameFrom) || !isHonest(nic, port)) return false
  if (port.vlan == 0) {
    nic.frameVlan = vlanOf(nic.frameTag)
    return true
  }
  /* Frames in a port VLAN come without a tag of its own kind; a provider's tag goes around a customer's. */
  if (nic.frameTag != 0 && port.vlanProto == TYPE_8021Q) return false
  nic.framePushed = (port.vlanProto << 16) | (port.qos << 13) | port.vlan
  nic.frameVlan = port.vlan
  return true
}

function isHonest(nic: Nic, port: NicPort): bool {
  if (port.spoofchk == 0 || !isGuests(port)) return true
  const ownsVlan = port.vlan != 0 || ownerTakesVlan(port, vlanOf(nic.frameTag))
  if (ownsVlan && (nic.frameFrom == port.mac || ownerOwns(port, nic.frameFrom))) return true
  port.spoofed += 1
  ownerSpoofed(port)
  nicEvent(nic)
  return false
}

// @ts-ignore: decorator
@inline
function vlanOf(tag: u32): u32 {
  return tag & VLAN_MASK
}

function flood(nic: Nic, from: NicPort): Forwarded {
  for (let index: u32 = 0; index < nic.ports; index++) {
    const port = portAt(nic, index)
    if (index != from.index && isMember(nic, port) && takes(nic, port)) hand(nic, port)
  }
  return Forwarded.done
}

function unicast(nic: Nic, from: NicPort, mayWait: bool): Forwarded {
  const found = lookUp(nic)
  if (found == NOWHERE) {
    if (from.kind != NicPortKind.uplink) handUp(nic, from)
  } else if (found - 1 != from.index) {
    const port = portAt(nic, found - 1)
    if (mayWait && port.guaranteedWaiters != 0 && port.isCongested == 0 && !hasCredit(from, guestOf(from).timeNs)) {
      nic.waitFor = port.index
      return Forwarded.wait
    }
    let delivered = deliver(nic, port)
    if (delivered == Delivery.noBuffer) {
      askForBuffers(nic, port)
      delivered = deliver(nic, port)
    }
    if (delivered == Delivery.noBuffer && mayWait && port.isCongested == 0) {
      nic.waitFor = port.index
      return Forwarded.wait
    }
    if (delivered != Delivery.done) port.rxDropped += 1
  }
  if (nic.promiscuous != 0) copyToPromiscuous(nic, from, found)
  return Forwarded.done
}

/** Functions that asked for every frame get those for others too. */
function copyToPromiscuous(nic: Nic, from: NicPort, found: u32): void {
  for (let index: u32 = 0; index < nic.ports; index++) {
    const port = portAt(nic, index)
    if (index == from.index || index + 1 == found || !isGuests(port)) continue
    if (ownerTakesEvery(port, found != NOWHERE) && isMember(nic, port)) hand(nic, port)
  }
}

function hand(nic: Nic, port: NicPort): void {
  if (deliver(nic, port) != Delivery.done) port.rxDropped += 1
}

/** Out by the uplink. The last quarter of its queue is for ports that have sent less than their min_tx_rate, where there are any. */
function handUp(nic: Nic, from: NicPort): void {
  const uplink = portAt(nic, UPLINK)
  const isNearlyFull = nic.outboxHead - nic.outboxTail > NIC_OUTBOX_BYTES / 4 * 3
  if (isNearlyFull && isGuests(from) && !hasCredit(from, guestOf(from).timeNs) && isAnyGuaranteed(nic)) uplink.rxDropped += 1
  else hand(nic, uplink)
}

function isAnyGuaranteed(nic: Nic): bool {
  for (let index: u32 = FIRST_VIRTUAL; index < nic.ports; index++) if (portAt(nic, index).minTxRate != 0) return true
  return false
}

/** Is the frame's VLAN one of the port's? */
function isMember(nic: Nic, port: NicPort): bool {
  if (port.isUp == 0 || port.owner == PortOwner.nobody) return false
  if (port.kind == NicPortKind.uplink) return true
  if (port.vlan != 0) return port.vlan == nic.frameVlan && port.vlanProto == protocolOf(nic)
  return ownerTakesVlan(port, nic.frameVlan)
}

function protocolOf(nic: Nic): u32 {
  return (nic.framePushed != 0 ? nic.framePushed : nic.frameTag) >> 16
}

// @ts-ignore: decorator
@inline
function takes(nic: Nic, port: NicPort): bool {
  return ownerTakes(port, nic.frameTo)
}

/** The port that has the frame's destination in its VLAN, plus one, or NOWHERE: from the table of what was looked up lately. */
function lookUp(nic: Nic): u32 {
  const key = nic.frameTo | ((<u64>nic.frameVlan | ((<u64>protocolOf(nic) & 8) << 9)) << 48)
  const place = <u32>((key * 0x9e37_79b9_7f4a_7c15) >> 32) & (NIC_LOOKUPS - 1)
  const base = changetype<usize>(nic)
  if (load<u64>(base + (place << 3), NIC_LOOKUP_KEY) == key && load<u32>(base + (place << 2), NIC_LOOKUP_GENERATION) == nic.generation)
    return load<u32>(base + (place << 2), NIC_LOOKUP_PORT)
  const found = search(nic)
  store<u64>(base + (place << 3), key, NIC_LOOKUP_KEY)
  store<u32>(base + (place << 2), nic.generation, NIC_LOOKUP_GENERATION)
  store<u32>(base + (place << 2), found, NIC_LOOKUP_PORT)
  return found
}

function search(nic: Nic): u32 {
  for (let index: u32 = 1; index < nic.ports; index++) {
    const port = portAt(nic, index)
    if (port.mac == nic.frameTo && isMember(nic, port)) return index + 1
  }
  for (let index: u32 = 1; index < nic.ports; index++) {
    const port = portAt(nic, index)
    /* Further addresses of a function, but not that it is promiscuous: that gets copies. */
    if (isMember(nic, port) && ownerOwns(port, nic.frameTo)) return index + 1
  }
  return NOWHERE
}
