/** What a guest's network devices have to do outside of its lock: answer their drivers, go on in time, wake those that they sent to. */
import { Guest } from '../abi/layout.gen'
import { sendDue } from '../devices/igb/interrupt'
import { host } from '../memory/host'
import { lockGuest, lockNics, unlockGuest, unlockNics } from '../memory/locks'
import { nicTick } from '../nic/transmit'
import { answerDrivers } from '../nic/virtio'
import { wakeInterrupted } from './wake'

/** After an access to a device, and whenever the guest's time moved on. */
export function serveNetwork(guest: Guest): void {
  if (guest.nicRinging != 0) answerDrivers(guest)
  if (guest.timeNs >= guest.nicWakeNs) nicTick(guest)
  if (guest.timeNs >= guest.messageWakeNs) sendMessages(guest)
  if (host().toWake != 0) wakeReceivers()
}

function sendMessages(guest: Guest): void {
  lockGuest(guest)
  sendDue(guest)
  unlockGuest(guest)
}

/** Guests that others sent something to run if they waited. */
export function wakeReceivers(): void {
  lockNics()
  host().toWake = 0
  for (let each: usize = host().guests; each != 0; each = changetype<Guest>(each).next) {
    const guest = changetype<Guest>(each)
    if (guest.toWake == 0) continue
    guest.toWake = 0
    wakeInterrupted(guest)
  }
  unlockNics()
}
