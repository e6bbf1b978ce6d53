/** Which frames a network device takes: its own address, and what its driver asked for on the control queue (§5.1.6.5). */
import { NET_FILTER, NET_VLANS, VirtioDevice, VirtioNetFeature } from '../../abi/layout.gen'
import { hasFeature } from '../../virtio/device'
import { netOf } from './index'

// @ts-ignore: decorator
@inline export const BROADCAST: u64 = 0xffff_ffff_ffff
/** The first bit on the wire tells groups from stations. */
// @ts-ignore: decorator
@inline const GROUP: u64 = 1

// @ts-ignore: decorator
@inline
export function isGroup(mac: u64): bool {
  return (mac & GROUP) != 0
}

/** Does the device take a frame to `mac`? Only a trusted one gets what is for others. */
export function netTakes(device: VirtioDevice, mac: u64, isTrusted: bool): bool {
  const net = netOf(device)
  if (!hasFeature(device, VirtioNetFeature.ctrlRx)) return isGroup(mac) || mac == net.mac
  if (net.promisc != 0 && isTrusted) return true
  if (mac == BROADCAST) return net.noBroadcast == 0
  if (isGroup(mac)) {
    if (net.noMulti != 0) return false
    return net.promisc != 0 || net.allMulti != 0 || net.multicastOverflow != 0 || isInFilter(device, mac)
  }
  if (net.noUni != 0) return false
  if (mac == net.mac) return true
  if (!isTrusted) return false
  return net.allUni != 0 || net.unicastOverflow != 0 || isInFilter(device, mac)
}

/** May the device use `mac` as its own? A trusted one may use those that its driver asked for. */
export function netOwns(device: VirtioDevice, mac: u64, isTrusted: bool): bool {
  return mac == netOf(device).mac || (isTrusted && isInFilter(device, mac))
}

/** Without the feature a device takes frames of every VLAN (§5.1.6.5.3). */
export function netTakesVlan(device: VirtioDevice, vlan: u32): bool {
  if (vlan == 0 || !hasFeature(device, VirtioNetFeature.ctrlVlan)) return true
  const word = load<u64>(changetype<usize>(netOf(device)) + NET_VLANS + ((vlan >> 6) << 3))
  return ((word >> (<u64>vlan & 63)) & 1) != 0
}

function isInFilter(device: VirtioDevice, mac: u64): bool {
  const net = netOf(device)
  const filter = changetype<usize>(net) + NET_FILTER
  for (let i: u32 = 0; i < net.addresses; i++) if (load<u64>(filter + (i << 3)) == mac) return true
  return false
}
