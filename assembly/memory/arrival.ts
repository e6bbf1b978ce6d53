/** Pages whose contents are outside, in the snapshot that a guest came from, until somebody wants them. */
import { CrashReason, Guest, GuestEnd, Stage2 } from '../abi/layout.gen'
import { takeFrame } from './allocation'
import { lockHost, unlockHost } from './locks'
import { PAGE_BYTES } from './page'
import { read32, write32 } from '../lib/shared-word'

/** Asks the outside for a page, which calls putPage before it answers; 0 when it has none to give. */
// @ts-ignore: decorator
@external('env', 'bringPage')
declare function bringPage(guest: u32, page: u32): u32

/** The page is outside; it was never touched here. */
export function awaitPage(guest: Guest, page: u32): void {
  store<u32>(wordOf(guest, page), Stage2.absent)
}

/** The contents come: as the snapshot has them, so that they are not dirty. False when the host has no frame left. */
export function putPage(guest: Guest, page: u32, source: usize): bool {
  if (page >= <u32>guest.ramPages) unreachable()
  lockHost()
  const isHere = put(guest, page, source)
  unlockHost()
  return isHere
}

/** Whoever comes second must not undo what the guest wrote since: the host is locked. */
function put(guest: Guest, page: u32, source: usize): bool {
  const at = wordOf(guest, page)
  if ((read32(at) & Stage2.absent) == 0) return true
  const frame = takeFrame(guest, page)
  if (frame == 0) return false
  memory.copy(frame, source, PAGE_BYTES)
  write32(at, <u32>frame | Stage2.present | Stage2.copyOnWrite | Stage2.dirtyLogged)
  return true
}

/** The word of an absent page when it is here; a guest whose page is lost ends, and finds zeros until it does. */
export function bringIn(guest: Guest, at: usize): u32 {
  if (bringPage(<u32>changetype<usize>(guest), (<u32>at - guest.stage2) >> 2) == 0) {
    guest.ended = GuestEnd.crash
    guest.crashReason = CrashReason.pageLost
  }
  return load<u32>(at)
}

// @ts-ignore: decorator
@inline
function wordOf(guest: Guest, page: u32): usize {
  return guest.stage2 + (page << 2)
}
