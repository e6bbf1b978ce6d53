/**
 * Which frames a function of an 82576 takes: of one that the hypervisor gave to its guest, its own address and what its driver asked for by the
 * mailbox (§7.1.1); of others, what the driver of the physical function in the guest says.
 */
import { Guest, IGB_VF_FILTER, IGB_VF_HASHES, IGB_VF_VLANS, IgbVf, NicPort, PciFunction, PciKind } from '../../abi/layout.gen'
import { functionAt } from '../../pci/function'
import { hasBit, hashOf } from './bitmap'
import { igbOf, isIgbPf } from './index'
import { BROADCAST, ownPool, poolOwns, poolStripsTags, poolTakesGroup, poolTakesVlan, takesEvery } from './pools'

/** Does the function take a frame to `mac`, which is a group's or not? */
export function igbTakes(guest: Guest, it: PciFunction, port: NicPort, mac: u64): bool {
  if ((mac & 1) == 0) return igbOwns(guest, it, port, mac)
  if (it.kind != PciKind.igbVf) return poolTakesGroup(pfOf(guest, it), poolOf(it), mac)
  const vf = igbOf(it)
  return mac == BROADCAST || vf.allMulti != 0 || hasBit(changetype<usize>(vf) + IGB_VF_HASHES, hashOf(mac))
}

export function igbOwns(guest: Guest, it: PciFunction, port: NicPort, mac: u64): bool {
  if (it.kind != PciKind.igbVf) return poolOwns(pfOf(guest, it), poolOf(it), mac)
  return mac == port.mac || isInFilter(igbOf(it), mac)
}

/** Frames without a tag are taken, and those of VLANs that were asked for. */
export function igbTakesVlan(guest: Guest, it: PciFunction, vlan: u32): bool {
  if (it.kind != PciKind.igbVf) return poolTakesVlan(pfOf(guest, it), poolOf(it), vlan)
  return vlan == 0 || hasBit(changetype<usize>(igbOf(it)) + IGB_VF_VLANS, vlan)
}

/** Does it take frames to stations that are nobody's? */
export function igbTakesEvery(it: PciFunction): bool {
  return isIgbPf(it) && takesEvery(it)
}

/** Are tags of the driver's own VLANs told beside the frames? */
export function igbStripsTags(guest: Guest, it: PciFunction): bool {
  return it.kind == PciKind.igbVf || poolStripsTags(pfOf(guest, it), poolOf(it))
}

// @ts-ignore: decorator
@inline
function pfOf(guest: Guest, it: PciFunction): PciFunction {
  return isIgbPf(it) ? it : functionAt(guest, it.physicalFunction)
}

// @ts-ignore: decorator
@inline
function poolOf(it: PciFunction): u32 {
  return isIgbPf(it) ? ownPool(it) : it.vfIndex
}

function isInFilter(vf: IgbVf, mac: u64): bool {
  const filter = changetype<usize>(vf) + IGB_VF_FILTER
  for (let i: u32 = 0; i < vf.addresses; i++) if (load<u64>(filter + (i << 3)) == mac) return true
  return false
}
