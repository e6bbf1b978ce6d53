/** The interrupt lines of the platform's devices: routed to whichever controller the guest has. */
import { Guest, InterruptController } from '../abi/layout.gen'
import { setAplicInput } from './aplic'
import { setPlicLevel } from './plic'

/** Sets the level of a source's line; a source that does not exist is ignored. */
export function setInterruptLine(guest: Guest, source: u32, level: bool): void {
  if (guest.interruptController == InterruptController.plic) setPlicLevel(guest, source, level)
  else setAplicInput(guest, source, level)
}
