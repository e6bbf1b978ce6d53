/** Which frames a virtual function of an 82576 takes: its own address, and what its driver asked for by the mailbox (§7.1.1). */
import { IGB_VF_FILTER, IGB_VF_HASHES, IGB_VF_VLANS, IgbVf, NicPort } from '../../abi/layout.gen'

// @ts-ignore: decorator
@inline const BROADCAST: u64 = 0xffff_ffff_ffff

/** Does the function take a frame to `mac`, which is a group's or not? */
export function igbTakes(vf: IgbVf, port: NicPort, mac: u64): bool {
  if ((mac & 1) == 0) return mac == port.mac || isInFilter(vf, mac)
  return mac == BROADCAST || vf.allMulti != 0 || hasBit(changetype<usize>(vf) + IGB_VF_HASHES, hashOf(mac))
}

export function igbOwns(vf: IgbVf, port: NicPort, mac: u64): bool {
  return mac == port.mac || isInFilter(vf, mac)
}

/** Frames without a tag are taken, and those of VLANs that were asked for. */
export function igbTakesVlan(vf: IgbVf, vlan: u32): bool {
  return vlan == 0 || hasBit(changetype<usize>(vf) + IGB_VF_VLANS, vlan)
}

/** Twelve bits of the last two bytes, as the multicast table is addressed (MO = 0). */
function hashOf(mac: u64): u32 {
  return (<u32>(mac >> 36) & 15) | ((<u32>(mac >> 40) & 0xff) << 4)
}

function isInFilter(vf: IgbVf, mac: u64): bool {
  const filter = changetype<usize>(vf) + IGB_VF_FILTER
  for (let i: u32 = 0; i < vf.addresses; i++) if (load<u64>(filter + (i << 3)) == mac) return true
  return false
}

function hasBit(bitmap: usize, index: u32): bool {
  return ((load<u64>(bitmap + ((index >> 6) << 3)) >> (<u64>index & 63)) & 1) != 0
}

export function setBit(bitmap: usize, index: u32, on: bool): void {
  const word = bitmap + ((index >> 6) << 3)
  const bit = <u64>1 << (<u64>index & 63)
  store<u64>(word, on ? load<u64>(word) | bit : load<u64>(word) & ~bit)
}
