/** What the device of a guest at a port takes and owns, whichever model it is. Ports of the outside are none. */
import { Nic, NicPort, PciFunction, PortOwner } from '../abi/layout.gen'
import { igbSpoofed } from '../devices/igb/pf'
import { igbOwns, igbTakes, igbTakesEvery, igbTakesVlan } from '../devices/igb/filter'
import { isGroup, netOwns, netTakes, netTakesVlan } from '../devices/net/filter'
import { netOf } from '../devices/net/index'
import { functionAt } from '../pci/function'
import { deviceAtPort, guestOf, nicChanged, portAt } from './port'

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

/** Does the driver at the port ask for frames that are others', and may have them? An 82576 has those that are nobody's. */
export function ownerTakesEvery(port: NicPort, isFound: bool): bool {
  if (port.owner == PortOwner.virtioNet) return port.trust != 0 && netOf(deviceAtPort(port)).promisc != 0
  return port.owner == PortOwner.igb && !isFound && igbTakesEvery(igbAtPort(port))
}

/** What the owners of ports take is another now. */
export function filtersChanged(nic: Nic): void {
  nicChanged(nic)
  nic.promiscuous = 0
  for (let index: u32 = 0; index < nic.ports; index++) if (ownerTakesEvery(portAt(nic, index), false)) nic.promiscuous += 1
}

/** A frame of the port's was dropped for its addresses; its guest is locked. */
export function ownerSpoofed(port: NicPort): void {
  if (port.owner == PortOwner.igb) igbSpoofed(guestOf(port), igbAtPort(port))
}

export function ownerTakesVlan(port: NicPort, vlan: u32): bool {
  if (port.owner == PortOwner.virtioNet) return netTakesVlan(deviceAtPort(port), vlan)
  return port.owner != PortOwner.igb || igbTakesVlan(guestOf(port), igbAtPort(port), vlan)
}
