/** The driver of a physical function in a guest is the administrator of its virtual ones: what its registers say is set on their ports. */
import { Guest, NicPort, PciFunction } from '../abi/layout.gen'
import { igbOf, isIgbBusVf, isIgbPf, portOfIgb } from '../devices/igb/index'
import {
  isPoolChecked, ownLanes, ownPool, poolLanes, poolLongest, poolMac, poolRate, poolVlan,
} from '../devices/igb/pools'
import { functionAt } from '../pci/function'
import { filtersChanged } from './owner'
import { nicOf } from './port'

// @ts-ignore: decorator
@inline const VLAN_MASK: u32 = 0xfff
// @ts-ignore: decorator
@inline const PRIORITY_SHIFT: u32 = 13

/** After a write to any register of the physical function; the adapters and the guest are locked. */
export function applyPools(guest: Guest, pf: PciFunction): void {
  if (!isIgbPf(pf)) return
  const own = igbOf(pf)
  own.lanes = ownLanes(pf)
  own.longestFrame = poolLongest(pf, ownPool(pf))
  if (own.port != 0) portOfIgb(own).mac = poolMac(pf, ownPool(pf))
  for (let slot: u32 = 0; slot < guest.pciFunctions; slot++) {
    const it = functionAt(guest, slot)
    if (isIgbBusVf(it) && it.physicalFunction == pf.slot) applyPool(pf, it)
  }
  if (own.port != 0) filtersChanged(nicOf(portOfIgb(own)))
}

function applyPool(pf: PciFunction, it: PciFunction): void {
  const vf = igbOf(it)
  const pool = it.vfIndex
  vf.lanes = it.isPresent != 0 ? poolLanes(pf, pool) : 0
  vf.longestFrame = poolLongest(pf, pool)
  if (vf.port == 0) return
  const port: NicPort = portOfIgb(vf)
  const tag = poolVlan(pf, pool)
  port.mac = poolMac(pf, pool)
  port.spoofchk = isPoolChecked(pf, pool) ? 1 : 0
  port.vlan = tag & VLAN_MASK
  port.qos = tag >> PRIORITY_SHIFT
  port.maxTxRate = poolRate(pf, pool)
}
