/** Power-on and resets of functions of an 82576: a physical one has more to forget, and that of a virtual one hears of it. */
import { Guest, IgbRinging, PciFunction } from '../abi/layout.gen'
import { igbOf, igbPowerOn, isIgbBusVf, isIgbPf } from '../devices/igb/index'
import { resetPf, vfWasReset } from '../devices/igb/pf'

export function powerOnIgb(guest: Guest, it: PciFunction): void {
  igbPowerOn(it)
  if (isIgbPf(it)) resetPf(guest, it)
  if (isIgbBusVf(it)) vfWasReset(guest, it)
}

/** With what the switch has of it. */
export function resetIgb(guest: Guest, it: PciFunction): void {
  powerOnIgb(guest, it)
  igbOf(it).ringing |= IgbRinging.reset
  guest.nicRinging = 1
}
