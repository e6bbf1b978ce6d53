/** What a transmit queue waits for: its rate, or a receiver without buffers. */
import { Guest, NicPort } from '../abi/layout.gen'
import { NEVER, nicOf, portAt } from './port'

/** A receiver without buffers is waited for so long. */
// @ts-ignore: decorator
@inline const PATIENCE_NS: u64 = 10_000_000

/** The queue goes on at `ns`. */
export function pause(guest: Guest, port: NicPort, bit: u64, ns: u64): void {
  port.waitingQueues |= bit
  port.wakeNs = min<u64>(port.wakeNs, ns)
  guest.nicWakeNs = min<u64>(guest.nicWakeNs, port.wakeNs)
}

/** The queue goes on when its receiver has buffers, or when it was waited for long enough. */
export function awaitReceiver(guest: Guest, port: NicPort, bit: u64): void {
  const nic = nicOf(port)
  port.waitingQueues |= bit
  port.waitsFor = nic.waitFor + 1
  portAt(nic, nic.waitFor).waiters += 1
  port.congestedNs = guest.timeNs + PATIENCE_NS
  guest.nicWakeNs = min<u64>(guest.nicWakeNs, port.congestedNs)
}

/** The port waits for nothing any more. */
export function forgetWait(port: NicPort): void {
  if (port.waitsFor != 0) portAt(nicOf(port), port.waitsFor - 1).waiters -= 1
  port.waitsFor = 0
  port.congestedNs = NEVER
  port.wakeNs = NEVER
}
