/**
 * Frames that several guests map: each of them may read, and whoever stores first gets a copy.
 *
 *     own      | frame | present | writable    |      one reference
 *     shared   | frame | present | copyOnWrite |      any number; with one left the store takes the frame over
 *
 * Decoded pages and regions belong to the frame, so that guests share them as long as they share it. Who moves to a copy leaves them to
 * the others.
 */
import { Guest, Stage2, Swap } from '../abi/layout.gen'
import { allocationOf, chargePage, dischargePage, forgetPages } from './allocation'
import { decodedOf } from './code-table'
import { dropDecodedPage, leaveDecodedPage } from './decoded'
import { allocateFrame, frameReferences, NOTHING, releaseFrame, releaseFrameOf, releaseReserve, retainFrame } from './frames'
import { host } from './host'
import { PAGE_BYTES } from './page'
import { frameOf, slotOf } from './stage2'
import { releaseSlot, retainSlot } from './swap'
import { dropReadEntries, tlbFlushGuest } from './tlb'

/** Makes the shared page behind the second-stage word at `at` the guest's own; its frame, 0 when the host has none left. */
export function ownPage(guest: Guest, at: usize): usize {
  const frame = frameOf(load<u32>(at))
  const own = frameReferences(frame) == 1 ? frame : copyFrame(guest, frame)
  if (own != 0) store<u32>(at, <u32>own | Stage2.present | Stage2.writable | Stage2.accessed)
  return own
}

function copyFrame(guest: Guest, frame: usize): usize {
  const copy = allocateFrame()
  if (copy == 0) return 0
  memory.copy(copy, frame, PAGE_BYTES)
  leaveFrame(guest, frame)
  releaseFrame(frame)
  return copy
}

/** The guest maps the frame no longer: nothing of it leads there. */
export function leaveFrame(guest: Guest, frame: usize): void {
  dropReadEntries(guest, frame)
  const page = decodedOf(frame)
  if (page != 0) leaveDecodedPage(guest, page)
}

/** Lets the new guest `to` map every page of `from`, all of which are here, copy-on-write for both of them. */
export function shareAll(from: Guest, to: Guest): void {
  const end = from.stage2 + (<u32>from.ramPages << 2)
  let target: usize = to.stage2
  to.residentPages = 0
  for (let at: usize = from.stage2; at < end; at += 4) {
    const word = load<u32>(at)
    if ((word & Stage2.absent) != 0) unreachable()
    if ((word & Stage2.present) != 0) {
      const shared = (word & ~(<u32>Stage2.writable)) | Stage2.copyOnWrite
      retainFrame(frameOf(word))
      store<u32>(at, shared)
      store<u32>(target, shared)
      chargePage(to)
    } else if ((word & Stage2.swapped) != 0) {
      retainSlot(changetype<Swap>(<usize>host().swap), slotOf(word))
      store<u32>(target, word)
    } else store<u32>(target, word & Stage2.dirtyLogged)
    target += 4
  }
  // Most of its pages will never be its own.
  to.linear = NOTHING
  allocationOf(to).swappedPages = allocationOf(from).swappedPages
  allocationOf(to).compressedPages = allocationOf(from).compressedPages
  from.sharesPages = 1
  to.sharesPages = 1
  tlbFlushGuest(from)
}

/** Every page is as it is now until it is written; the guest was cloned, so that its next store to any of them takes the slow way. */
export function trackWrites(guest: Guest): void {
  const end = guest.stage2 + (<u32>guest.ramPages << 2)
  for (let at: usize = guest.stage2; at < end; at += 4) {
    const word = load<u32>(at)
    if ((word & Stage2.writable) != 0) unreachable()
    store<u32>(at, word | Stage2.dirtyLogged)
  }
}

/** Gives every frame of the guest back, whose TLBs hold nothing that it uses any more. */
export function releaseAll(guest: Guest): void {
  for (let page: u32 = 0; page < <u32>guest.ramPages; page++) {
    const at: usize = guest.stage2 + (page << 2)
    const word = load<u32>(at)
    if ((word & Stage2.present) != 0) {
      // What was decoded from a frame goes with its last reference.
      if (frameReferences(frameOf(word)) == 1) dropDecodedPage(frameOf(word))
      releaseFrameOf(guest, page, frameOf(word))
      dischargePage(guest)
    } else if ((word & Stage2.swapped) != 0) releaseSlot(changetype<Swap>(<usize>host().swap), slotOf(word))
    store<u32>(at, 0)
  }
  releaseReserve(guest)
  forgetPages(guest)
}
