/** Message-signalled interrupts of a function with one vector, 64-bit addresses and no mask: a root port (PCI 3.0 §6.8.1). */
import { Guest, PciFunction } from '../abi/layout.gen'
import { config16, config32, placeOf } from './function'
import { sendMessage } from './message'
import { ConfigPlace, Msi, MsiBit } from './tables.gen'

/** Sends its message, if it may. */
export function signalMsi(guest: Guest, it: PciFunction): void {
  const msi = placeOf(it, ConfigPlace.msi)
  if (msi == 0 || (config16(it, msi + Msi.control) & MsiBit.enable) == 0) return
  const gpa = (<u64>config32(it, msi + Msi.addressHigh) << 32) | <u64>config32(it, msi + Msi.addressLow)
  sendMessage(guest, it, gpa, config16(it, msi + Msi.data))
}
