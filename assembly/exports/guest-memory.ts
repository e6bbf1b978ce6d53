/** A guest's memory: what it has a claim to, what is outside, and what is in it. */
import { Guest } from '../abi/layout.gen'
import { pageFingerprint, pagesAreEqual } from '../hypervisor/page-contents'
import { resumeHost, stopHost } from '../memory/exclusive'
import { sampleActivity } from '../memory/activity'
import { allocationOf, setReservation } from '../memory/allocation'
import { awaitPage, putPage } from '../memory/arrival'
import { host } from '../memory/host'
import { endMemoryWait } from '../memory/reclaim'
import { trackWrites } from '../memory/sharing'
import { guestRead, guestWrite } from '../memory/physical'

/** What the guest has a claim to, in pages; from now on. */
export function guestSetAllocation(guest: usize, reservation: u32, limit: u32, shares: u32, sharingDomain: u32): void {
  const it = allocationOf(changetype<Guest>(guest))
  setReservation(changetype<Guest>(guest), reservation)
  it.limitPages = limit
  it.shares = shares
  it.sharingDomain = sharingDomain
}

/** A guest that waits for a frame looks for one; false when it has to wait on. */
export function guestFindMemory(guest: usize): bool {
  return endMemoryWait(changetype<Guest>(guest))
}

/** Between slices: looks which pages of a sample were in use since the last time. */
export function guestSampleActivity(guest: usize): void {
  stopHost()
  sampleActivity(changetype<Guest>(guest))
  resumeHost()
}

/** The page's contents are outside; env.bringPage is asked for them when they are needed. */
export function guestAwaitPage(guest: usize, page: u32): void {
  awaitPage(changetype<Guest>(guest), page)
}

/** The contents of such a page, from the host pointer; false when the host has no frame left. */
export function guestPutPage(guest: usize, page: u32, pointer: usize): bool {
  return putPage(changetype<Guest>(guest), page, pointer)
}

/** What is written from now on loses Stage2.dirtyLogged; the guest is between two rounds, and was cloned. */
export function guestTrackWrites(guest: usize): void {
  trackWrites(changetype<Guest>(guest))
}

/** A hash of the page's contents, 0 when they are zeros. */
export function guestPageFingerprint(guest: usize, page: u32): u64 {
  return pageFingerprint(changetype<Guest>(guest), page)
}

export function guestPagesAreEqual(guest: usize, one: u32, other: u32): bool {
  return pagesAreEqual(changetype<Guest>(guest), one, other)
}

/** Copies guest memory to the host pointer; false outside RAM. */
export function guestMemoryRead(guest: usize, gpa: u64, pointer: usize, bytes: u32): bool {
  stopHost()
  const isRam = guestRead(changetype<Guest>(guest), gpa, pointer, bytes)
  resumeHost()
  return isRam
}

export function guestMemoryWrite(guest: usize, gpa: u64, pointer: usize, bytes: u32): bool {
  stopHost()
  const isWritten = guestWrite(changetype<Guest>(guest), gpa, pointer, bytes)
  resumeHost()
  return isWritten
}
