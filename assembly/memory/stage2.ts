/**
 * The second stage: guest-physical page to frame, one word per 4 KiB of guest RAM.
 *
 *     | host pointer of the frame 31..12 | Stage2 bits 11..0 |        0 = never touched
 */
import { DRAM_BASE } from '../abi/platform.gen'
import { CrashReason, Guest, Stage2 } from '../abi/layout.gen'
import { allocateFrame } from './frames'
import { host } from './host'
import { lockHost, unlockHost } from './locks'
import { PAGE_MASK, PAGE_SHIFT } from './page'
import { ownPage } from './sharing'
import { dropReadEntries } from './tlb'

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

/** Host pointer of the page for reading; an untouched page is the shared page of zeros. */
export function readablePage(guest: Guest, gpa: u64): usize {
  const at = stage2Word(guest, gpa)
  const word = load<u32>(at)
  if ((word & Stage2.present) != 0) return frameOf(word)
  if (guest.isParallel != 0) {
    // Harts that read zeros while another one writes would have to be told: these guests share no zeros.
    const frame = populate(guest, gpa)
    if (frame != 0) return frame
  }
  store<u32>(at, Stage2.zero)
  return host().zeroPage
}

/** The page's frame, for reading or executing: allocated when this is its first use; 0 when the host has none left. */
export function populate(guest: Guest, gpa: u64): usize {
  const word = load<u32>(stage2Word(guest, gpa))
  return (word & Stage2.present) != 0 ? frameOf(word) : touch(guest, gpa)
}

/** The page's frame, for writing: the guest's own; 0 when the host has none left. */
export function writablePage(guest: Guest, gpa: u64): usize {
  const at = stage2Word(guest, gpa)
  const word = load<u32>(at)
  if ((word & Stage2.writable) != 0) return frameOf(word)
  if ((word & Stage2.present) == 0) return touch(guest, gpa)
  lockHost()
  const frame = ownPage(guest, at)
  unlockHost()
  if (frame == 0) guest.crashReason = CrashReason.outOfHostMemory
  return frame
}

/** Would a store to the page need a copy of its frame? */
export function isSharedPage(guest: Guest, gpa: u64): bool {
  return (load<u32>(stage2Word(guest, gpa)) & (Stage2.present | Stage2.writable)) == Stage2.present
}

/** A frame for a page that has none, and no TLB shows zeros for it then. */
function touch(guest: Guest, gpa: u64): usize {
  lockHost()
  const frame = take(guest, stage2Word(guest, gpa))
  unlockHost()
  return frame
}

/** Another hart may have been here first. */
function take(guest: Guest, at: usize): usize {
  const word = load<u32>(at)
  if ((word & Stage2.present) != 0) return frameOf(word)
  const frame = allocateFrame()
  if (frame == 0) {
    guest.crashReason = CrashReason.outOfHostMemory
    return 0
  }
  guest.residentPages += 1
  store<u32>(at, <u32>frame | Stage2.present | Stage2.writable)
  if ((word & Stage2.zero) != 0) dropReadEntries(guest, host().zeroPage)
  return frame
}
