/**
 * The second stage: guest-physical page to frame, one word per 4 KiB of guest RAM.
 *
 *     | host pointer of the frame, or slot number 31..12 | Stage2 bits 11..0 |        0 = never touched
 *
 * `dirtyLogged` marks what is as it was at the last snapshot: a page that becomes writable loses it, one whose frame is replaced by an equal
 * one must keep it. The contents of an `absent` page are outside, and are brought in when somebody wants them.
 */
import { DRAM_BASE } from '../abi/platform.gen'
import { Guest, Stage2, Swap } from '../abi/layout.gen'
import { allocationOf, dischargePage, takeFrame } from './allocation'
import { releaseFrame } from './frames'
import { host } from './host'
import { lockHost, unlockHost } from './locks'
import { PAGE_MASK, PAGE_SHIFT } from './page'
import { bringIn } from './arrival'
import { ownPage } from './sharing'
import { isCompressed, loadPage, releaseSlot } from './swap'
import { dropReadEntries } from './tlb'

/** What a page keeps when it loses its frame and when it gets one. */
const KEPT: u32 = Stage2.dirtyLogged

/** Is [gpa, gpa + bytes) inside guest RAM? */
export function isRam(guest: Guest, gpa: u64, bytes: u64): bool {
  const offset = gpa - DRAM_BASE
  const size = guest.ramPages << PAGE_SHIFT
  return gpa >= DRAM_BASE && bytes <= size && offset <= size - bytes
}

/** Host pointer of the second-stage word of the page at `gpa`, which must be RAM. */
// @ts-ignore: decorator
@inline
export function stage2Word(guest: Guest, gpa: u64): usize {
  return guest.stage2 + (<u32>((gpa - DRAM_BASE) >> PAGE_SHIFT) << 2)
}

// @ts-ignore: decorator
@inline
export function frameOf(word: u32): usize {
  return word & ~PAGE_MASK
}

/** Slot of a page that is swapped out. */
// @ts-ignore: decorator
@inline
export function slotOf(word: u32): u32 {
  return word >> PAGE_SHIFT
}

/** The second-stage word at `at`, of a page whose contents are in the host's keeping. */
// @ts-ignore: decorator
@inline
function wordAt(guest: Guest, at: usize): u32 {
  const word = load<u32>(at)
  return (word & Stage2.absent) == 0 ? word : bringIn(guest, at)
}

/** Host pointer of the page for reading; an untouched page is the shared page of zeros. 0 when it is swapped out and cannot come back. */
export function readablePage(guest: Guest, gpa: u64): usize {
  const at = stage2Word(guest, gpa)
  const word = wordAt(guest, at)
  if ((word & Stage2.present) != 0) return reached(at, word)
  if ((word & Stage2.swapped) != 0) return touch(guest, at)
  if (guest.isParallel != 0) {
    // Harts that read zeros while another one writes would have to be told: these guests share no zeros.
    const frame = touch(guest, at)
    if (frame != 0) return frame
  }
  store<u32>(at, word | Stage2.zero)
  return host().zeroPage
}

/** The page's frame, for reading or executing: allocated when this is its first use; 0 when the host has none left. */
export function populate(guest: Guest, gpa: u64): usize {
  const at = stage2Word(guest, gpa)
  const word = wordAt(guest, at)
  return (word & Stage2.present) != 0 ? reached(at, word) : touch(guest, at)
}

/** The page's frame, for writing: the guest's own; 0 when the host has none left. */
export function writablePage(guest: Guest, gpa: u64): usize {
  const at = stage2Word(guest, gpa)
  const word = wordAt(guest, at)
  if ((word & Stage2.writable) != 0) return reached(at, word)
  if ((word & Stage2.present) == 0) {
    const frame = touch(guest, at)
    if (frame == 0 || (load<u32>(at) & Stage2.writable) != 0) return frame
  }
  lockHost()
  const frame = ownPage(guest, at)
  unlockHost()
  return frame
}

/** Notes for the sweep for idle pages that this one is not. */
// @ts-ignore: decorator
@inline
function reached(at: usize, word: u32): usize {
  if ((word & Stage2.accessed) == 0) store<u32>(at, word | Stage2.accessed)
  return frameOf(word)
}

/** Would a store to the page need a copy of its frame? */
export function isSharedPage(guest: Guest, gpa: u64): bool {
  return (load<u32>(stage2Word(guest, gpa)) & (Stage2.present | Stage2.writable)) == Stage2.present
}

/** A frame for a page that has none, and no TLB shows zeros for it then. */
function touch(guest: Guest, at: usize): usize {
  lockHost()
  const frame = take(guest, at)
  unlockHost()
  return frame
}

/** Another hart may have been here first. */
function take(guest: Guest, at: usize): usize {
  const word = load<u32>(at)
  if ((word & Stage2.present) != 0) return frameOf(word)
  if ((word & Stage2.swapped) != 0) return bringBack(guest, at, word)
  const frame = takeFrame(guest, <u32>(at - <usize>guest.stage2) >> 2)
  if (frame == 0) return 0
  store<u32>(at, <u32>frame | Stage2.present | Stage2.writable | Stage2.accessed)
  if ((word & Stage2.zero) != 0) dropReadEntries(guest, host().zeroPage)
  return frame
}

/** A page that was swapped out gets a frame again; 0 when there is none, or the backend has lost it. The host is locked. */
function bringBack(guest: Guest, at: usize, word: u32): usize {
  const swap = changetype<Swap>(<usize>host().swap)
  const frame = takeFrame(guest, <u32>(at - <usize>guest.stage2) >> 2)
  if (frame == 0) return 0
  if (!loadPage(swap, slotOf(word), frame)) {
    allocationOf(guest).isLost = 1
    releaseFrame(frame)
    dischargePage(guest)
    return 0
  }
  countReturn(guest, isCompressed(swap, slotOf(word)))
  releaseSlot(swap, slotOf(word))
  // What is as it was at the last snapshot must be seen when it is written.
  const rights = (word & KEPT) == 0 ? Stage2.writable : Stage2.copyOnWrite | KEPT
  store<u32>(at, <u32>frame | Stage2.present | rights | Stage2.accessed)
  return frame
}

function countReturn(guest: Guest, wasCompressed: bool): void {
  const it = allocationOf(guest)
  if (wasCompressed) {
    it.compressedPages -= 1
    it.decompressed += 1
  } else {
    it.swappedPages -= 1
    it.swappedIn += 1
  }
}

/** The page of the second-stage word is in a slot from now on; its frame is the host's again. */
export function moveToSlot(guest: Guest, at: usize, slot: u32, isPacked: bool): void {
  const it = allocationOf(guest)
  const word = load<u32>(at)
  store<u32>(at, (slot << PAGE_SHIFT) | Stage2.swapped | (word & KEPT))
  releaseFrame(frameOf(word))
  dischargePage(guest)
  if (isPacked) {
    it.compressedPages += 1
    it.compressed += 1
  } else {
    it.swappedPages += 1
    it.swappedOut += 1
  }
}

/** The page of the second-stage word holds zeros and needs no frame. */
export function moveToZero(guest: Guest, at: usize): void {
  const word = load<u32>(at)
  store<u32>(at, Stage2.zero | (word & KEPT))
  releaseFrame(frameOf(word))
  dischargePage(guest)
}
