/** Balloon devices. */
import { Guest } from '../abi/layout.gen'
import { balloonAskHints, balloonAskStats, balloonOf, balloonSetTarget } from '../devices/balloon/index'
import { stateOf } from '../virtio/device'

/** Asks the guest to keep so many pages in its balloon; false when it has none. */
export function guestSetBalloon(guest: usize, pages: u32): bool {
  return balloonSetTarget(changetype<Guest>(guest), pages)
}

/** Asks the balloon's driver for its memory statistics; false while it cannot be asked. */
export function guestAskBalloonStats(guest: usize): bool {
  return balloonAskStats(changetype<Guest>(guest))
}

/** Asks the balloon's driver to hint its free pages, which are given back; false while it cannot be asked. */
export function guestAskFreePages(guest: usize): bool {
  return balloonAskHints(changetype<Guest>(guest))
}

/** Host pointer of the guest's balloon (Balloon), 0 when it has none. */
export function guestBalloon(guest: usize): usize {
  const device = balloonOf(changetype<Guest>(guest))
  return device === null ? 0 : stateOf(device)
}
