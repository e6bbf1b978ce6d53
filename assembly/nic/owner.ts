/** What the device of a guest at a port takes and owns, whichever model it is. Ports of the outside are none. */
import { NicPort, PciFunction, PortOwner } from '../abi/layout.gen'
import { igbOwns, igbTakes, igbTakesVlan } from '../devices/igb/filter'
import { isGroup, netOwns, netTakes, netTakesVlan } from '../devices/net/filter'
import { functionAt } from '../pci/function'
import { deviceAtPort, guestOf } from './port'

/** Is a guest's device plugged in there? */
// @ts-ignore: decorator
@inline
export function isGuests(port: NicPort): bool {
  return port.owner == PortOwner.virtioNet || port.owner == PortOwner.igb
}

/** The 82576 function at a port of its kind. */
// @ts-ignore: decorator
@inline
export function igbAtPort(port: NicPort): PciFunction {
  return functionAt(guestOf(port), port.slot)
}

/** Does the port take a frame to `mac`? */
export function ownerTakes(port: NicPort, mac: u64): bool {
  if (port.owner == PortOwner.virtioNet) return netTakes(deviceAtPort(port), mac, port.trust != 0)
  if (port.owner == PortOwner.igb) return igbTakes(guestOf(port), igbAtPort(port), port, mac)
  return isGroup(mac) || port.mac == mac
}

/** May a guest's device use `mac` as its own? */
export function ownerOwns(port: NicPort, mac: u64): bool {
  if (port.owner == PortOwner.virtioNet) return netOwns(deviceAtPort(port), mac, port.trust != 0)
  return port.owner == PortOwner.igb && igbOwns(guestOf(port), igbAtPort(port), port, mac)
}

export function ownerTakesVlan(port: NicPort, vlan: u32): bool {
  if (port.owner == PortOwner.virtioNet) return netTakesVlan(deviceAtPort(port), vlan)
  return port.owner != PortOwner.igb || igbTakesVlan(guestOf(port), igbAtPort(port), vlan)
}
