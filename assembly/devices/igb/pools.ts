/**
 * What the driver of a physical function of an 82576 lets its pools receive (§7.1.1): addresses, VLANs, groups, lengths. A pool is a virtual function's or
 * its own; without virtual functions there is one that has everything.
 */
import {
  IGB_PF_ADDRESSES, IGB_PF_RATES, IGB_VF_HASHES, IGB_VF_VLANS, IGB_VLAN_POOLS, IgbLane, IgbPfBit, IgbPfKept, PciFunction,
} from '../../abi/layout.gen'
import { hasBit, hashOf } from './bitmap'
import { igbOf } from './index'
import { kept, pfOf } from './kept'

// @ts-ignore: decorator
@inline export const BROADCAST: u64 = 0xffff_ffff_ffff
// @ts-ignore: decorator
@inline const WITH_POOLS: u32 = 3
// @ts-ignore: decorator
@inline const WITH_POOLS_AND_QUEUES: u32 = 5
// @ts-ignore: decorator
@inline const VLAN_MASK: u32 = 0xfff
// @ts-ignore: decorator
@inline const CHECKSUM_BYTES: u32 = 4
/** Frames with a tag, without the checksum, that are taken while long ones are not. */
// @ts-ignore: decorator
@inline const USUAL_FRAME: u32 = 1518
/** Fixed point of a rate's divisor. */
// @ts-ignore: decorator
@inline const RATE_SHIFT: u64 = 14
// @ts-ignore: decorator
@inline const RATE_BITS: u32 = 0x00ff_ffff
/** Mbit/s of the link. */
// @ts-ignore: decorator
@inline const LINK_SPEED: u64 = 1000

export function hasPools(pf: PciFunction): bool {
  const mode = kept(pf, IgbPfKept.mrqc) & 7
  return mode == WITH_POOLS || mode == WITH_POOLS_AND_QUEUES
}

/** The physical function's own. */
export function ownPool(pf: PciFunction): u32 {
  return hasPools(pf) ? (kept(pf, IgbPfKept.vtCtl) >> 7) & 7 : 0
}

/** Has the pool the address? */
export function poolOwns(pf: PciFunction, pool: u32, mac: u64): bool {
  for (let entry: u32 = 0; entry < IGB_PF_ADDRESSES; entry++) if (isEntryOf(pf, entry, pool) && macOf(pf, entry) == mac) return true
  return false
}

/** The first address of a pool, 0 when it has none. */
export function poolMac(pf: PciFunction, pool: u32): u64 {
  for (let entry: u32 = 0; entry < IGB_PF_ADDRESSES; entry++) if (isEntryOf(pf, entry, pool)) return macOf(pf, entry)
  return 0
}

function isEntryOf(pf: PciFunction, entry: u32, pool: u32): bool {
  const high = kept(pf, IgbPfKept.addresses + 2 * entry + 1)
  if ((high & IgbPfBit.addressValid) == 0) return false
  return !hasPools(pf) || ((high >> IgbPfBit.addressPoolShift) & (1 << pool)) != 0
}

function macOf(pf: PciFunction, entry: u32): u64 {
  return (<u64>(kept(pf, IgbPfKept.addresses + 2 * entry + 1) & 0xffff) << 32) | kept(pf, IgbPfKept.addresses + 2 * entry)
}

/** Does the pool take frames to the group? */
export function poolTakesGroup(pf: PciFunction, pool: u32, mac: u64): bool {
  const isInTable = hasBit(changetype<usize>(igbOf(pf)) + IGB_VF_HASHES, hashOf(mac))
  const rctl = kept(pf, IgbPfKept.rctl)
  if (!hasPools(pf)) {
    if ((rctl & IgbPfBit.everyGroup) != 0) return true
    return mac == BROADCAST ? (rctl & IgbPfBit.broadcasts) != 0 : isInTable
  }
  const control = kept(pf, IgbPfKept.poolControl + pool)
  if (mac == BROADCAST) return (control & IgbPfBit.poolBroadcasts) != 0
  return (control & IgbPfBit.poolEveryGroup) != 0 || ((control & IgbPfBit.poolGroups) != 0 && isInTable)
}

/** Does the physical function take frames that are nobody's? */
export function takesEvery(pf: PciFunction): bool {
  return (ownLanes(pf) & IgbLane.receive) != 0 && (kept(pf, IgbPfKept.rctl) & IgbPfBit.everyStation) != 0
}

/** Are tags told beside the frames of the pool? */
export function poolStripsTags(pf: PciFunction, pool: u32): bool {
  if (!hasPools(pf)) return (kept(pf, IgbPfKept.ctrl) & IgbPfBit.stripsTags) != 0
  return (kept(pf, IgbPfKept.poolControl + pool) & IgbPfBit.poolStripsTags) != 0
}

/** Does the pool take frames of the VLAN; 0 for those without a tag? A VLAN of nobody in VLVF is the physical function's. */
export function poolTakesVlan(pf: PciFunction, pool: u32, vlan: u32): bool {
  if (!hasPools(pf)) return vlan == 0 || passesFilter(pf, vlan)
  if (vlan == 0) return (kept(pf, IgbPfKept.poolControl + pool) & IgbPfBit.poolUntagged) != 0
  for (let entry: u32 = 0; entry < IGB_VLAN_POOLS; entry++) {
    const it = kept(pf, IgbPfKept.vlanPools + entry)
    if ((it & IgbPfBit.vlanValid) != 0 && (it & VLAN_MASK) == vlan) return ((it >> IgbPfBit.vlanPoolShift) & (1 << pool)) != 0
  }
  return pool == ownPool(pf) && passesFilter(pf, vlan)
}

function passesFilter(pf: PciFunction, vlan: u32): bool {
  return (kept(pf, IgbPfKept.rctl) & IgbPfBit.vlanFilter) == 0 || hasBit(changetype<usize>(igbOf(pf)) + IGB_VF_VLANS, vlan)
}

/** Bytes of a frame that the pool takes at most, without the checksum. */
export function poolLongest(pf: PciFunction, pool: u32): u32 {
  const control = kept(pf, IgbPfKept.poolControl + pool)
  if (hasPools(pf)) return (control & IgbPfBit.poolLongFrames) != 0 ? withoutChecksum(control & IgbPfBit.poolLongest) : USUAL_FRAME
  return (kept(pf, IgbPfKept.rctl) & IgbPfBit.longFrames) != 0 ? withoutChecksum(kept(pf, IgbPfKept.longest) & 0xffff) : USUAL_FRAME
}

function withoutChecksum(bytes: u32): u32 {
  return max<u32>(bytes, CHECKSUM_BYTES) - CHECKSUM_BYTES
}

/** IgbLane bits of a virtual function. */
export function poolLanes(pf: PciFunction, pool: u32): u32 {
  const bit: u32 = 1 << pool
  return lanes((kept(pf, IgbPfKept.vfReceive) & bit) != 0 && isReceiving(pf), (kept(pf, IgbPfKept.vfTransmit) & bit) != 0 && isSending(pf))
}

/** Of the physical one. */
export function ownLanes(pf: PciFunction): u32 {
  return lanes(isReceiving(pf), isSending(pf))
}

function lanes(receives: bool, sends: bool): u32 {
  return (receives ? <u32>IgbLane.receive : 0) | (sends ? <u32>IgbLane.transmit : 0)
}

function isReceiving(pf: PciFunction): bool {
  return (kept(pf, IgbPfKept.rctl) & IgbPfBit.receiveEnable) != 0
}

function isSending(pf: PciFunction): bool {
  return (kept(pf, IgbPfKept.tctl) & IgbPfBit.transmitEnable) != 0
}

/** Are the addresses of what the pool sends checked? */
export function isPoolChecked(pf: PciFunction, pool: u32): bool {
  return ((kept(pf, IgbPfKept.transmitSwitch) >> pool) & 1) != 0
}

/** Tag of the port VLAN, 0 for none. */
export function poolVlan(pf: PciFunction, pool: u32): u32 {
  const insert = kept(pf, IgbPfKept.vlanInsert + pool)
  return (insert & IgbPfBit.insertAlways) != 0 ? insert & 0xffff : 0
}

/** Mbit/s that the pool sends at most, 0 for no limit. */
export function poolRate(pf: PciFunction, pool: u32): u64 {
  const divisor = load<u32>(changetype<usize>(pfOf(pf)) + IGB_PF_RATES + (pool << 2)) & RATE_BITS
  return divisor == 0 ? 0 : max<u64>(1, (LINK_SPEED << RATE_SHIFT) / divisor)
}
