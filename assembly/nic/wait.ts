/** What a transmit queue waits for: its rate, or a receiver without buffers. */
import { Guest, NicPort } from '../abi/layout.gen'
import { guestOf, NEVER, nicOf, portAt } from './port'
import { hasCredit } from './rate'

/**
 * A receiver without buffers is waited for as long as it has earned: half a millisecond for each frame that it took, up to the shortest time
 * after which a TCP sends again (a guest that others keep from its CPU for a while loses nothing), and little after it was waited for in vain.
 */
// @ts-ignore: decorator
@inline const EARNED_NS: u64 = 500_000
// @ts-ignore: decorator
@inline const MOST_PATIENCE_NS: u64 = 150_000_000
// @ts-ignore: decorator
@inline const LEAST_PATIENCE_NS: u64 = 1_000_000

/** The queue goes on at `ns`. */
export function pause(guest: Guest, port: NicPort, bit: u64, ns: u64): void {
  port.waitingQueues |= bit
  port.wakeNs = min<u64>(port.wakeNs, ns)
  guest.nicWakeNs = min<u64>(guest.nicWakeNs, port.wakeNs)
}

/** The queue goes on when its receiver has buffers, or when it was waited for long enough. */
export function awaitReceiver(guest: Guest, port: NicPort, bit: u64): void {
  const nic = nicOf(port)
  const receiver = portAt(nic, nic.waitFor)
  leave(port)
  port.waitingQueues |= bit
  port.waitsFor = nic.waitFor + 1
  receiver.waiters += 1
  if (hasCredit(port, guest.timeNs)) {
    port.waitsGuaranteed = 1
    receiver.guaranteedWaiters += 1
  }
  port.congestedNs = guest.timeNs + receiver.patienceNs
  guest.nicWakeNs = min<u64>(guest.nicWakeNs, port.congestedNs)
}

/** The port waits for nothing any more. */
export function forgetWait(port: NicPort): void {
  leave(port)
  port.congestedNs = NEVER
  port.wakeNs = NEVER
}

function leave(port: NicPort): void {
  if (port.waitsFor == 0) return
  const receiver = portAt(nicOf(port), port.waitsFor - 1)
  receiver.waiters -= 1
  receiver.guaranteedWaiters -= port.waitsGuaranteed
  port.waitsGuaranteed = 0
  port.waitsFor = 0
}

/** Others go first: the port waits as long again. */
export function waitOn(port: NicPort, receiver: NicPort): void {
  port.congestedNs = guestOf(port).timeNs + receiver.patienceNs
}

/** The receiver took a frame. */
// @ts-ignore: decorator
@inline
export function earnPatience(receiver: NicPort): void {
  receiver.patienceNs = min<u64>(receiver.patienceNs + EARNED_NS, MOST_PATIENCE_NS)
}

/** It was waited for in vain: who sends to it loses frames until it has buffers again. */
export function giveUp(receiver: NicPort): void {
  receiver.isCongested = 1
  receiver.patienceNs = LEAST_PATIENCE_NS
}
