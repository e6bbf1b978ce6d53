/**
 * Who may take frames: reservations are set aside, limits hold, and the last frames are for devices and the hypervisor.
 *
 *     | held by guests | promised to reservations | for anybody | reserve |        frameLimit frames in all
 */
import { Allocation, Guest, GUEST_ALLOCATION, Stage2 } from '../abi/layout.gen'
import { allocateFrame, allocateFrameFor } from './frames'
import { host } from './host'
import { takeIdlePage } from './reclaim'
import { stage2Word } from './stage2'

// @ts-ignore: decorator
@inline
export function allocationOf(guest: Guest): Allocation {
  return changetype<Allocation>(changetype<usize>(guest) + GUEST_ALLOCATION)
}

/** A frame for page `index` of the guest's RAM, which counts as the guest's; 0 when the host has none at all. */
export function takeFrame(guest: Guest, index: u32): usize {
  let frame = allocateFrameFor(guest, index)
  if (frame == 0 && takeIdlePage()) frame = allocateFrame()
  if (frame != 0) chargePage(guest)
  return frame
}

/** The guest holds a page more. */
export function chargePage(guest: Guest): void {
  if (guest.residentPages < <u64>allocationOf(guest).reservationPages) host().framesPromised -= 1
  guest.residentPages += 1
}

/** The guest holds a page less. */
export function dischargePage(guest: Guest): void {
  guest.residentPages -= 1
  if (guest.residentPages < <u64>allocationOf(guest).reservationPages) host().framesPromised += 1
}

/** Sets pages aside for the guest, or gives those up that were; admission is the outside's. */
export function setReservation(guest: Guest, pages: u32): void {
  const it = allocationOf(guest)
  host().framesPromised -= unfilled(guest, it.reservationPages)
  it.reservationPages = pages
  host().framesPromised += unfilled(guest, pages)
}

function unfilled(guest: Guest, reservation: u32): u32 {
  const held = <u32>guest.residentPages
  return reservation > held ? reservation - held : 0
}

// @ts-ignore: decorator
@inline
export function freeFrames(): u32 {
  const it = host()
  return it.frameLimit - it.framesUsed
}

/** Free frames that nobody has a claim to. */
export function unclaimedFrames(): u32 {
  const free = freeFrames()
  const promised = host().framesPromised
  return free > promised ? free - promised : 0
}

/** May a vCPU of the guest have another frame now? */
export function mayTake(guest: Guest): bool {
  const it = allocationOf(guest)
  if (guest.residentPages >= <u64>it.limitPages) return false
  const left = guest.residentPages < <u64>it.reservationPages ? freeFrames() : unclaimedFrames()
  return left > host().frameReserve
}

/** Can a vCPU read the page at `gpa`, which is RAM, without waiting for a frame? */
// @ts-ignore: decorator
@inline
export function mayRead(guest: Guest, gpa: u64): bool {
  return (load<u32>(stage2Word(guest, gpa)) & Stage2.swapped) == 0 || mayTake(guest)
}

/** Can a vCPU write to it? */
// @ts-ignore: decorator
@inline
export function mayWrite(guest: Guest, gpa: u64): bool {
  return (load<u32>(stage2Word(guest, gpa)) & (Stage2.present | Stage2.copyOnWrite)) == Stage2.present || mayTake(guest)
}

/** Can it execute from it? */
// @ts-ignore: decorator
@inline
export function mayFetch(guest: Guest, gpa: u64): bool {
  return (load<u32>(stage2Word(guest, gpa)) & Stage2.present) != 0 || mayTake(guest)
}

/** The guest has no page any more: nothing is swapped out, lost or waited for. */
export function forgetPages(guest: Guest): void {
  const it = allocationOf(guest)
  it.swappedPages = 0
  it.compressedPages = 0
  it.sharedPages = 0
  it.activePages = 0
  it.samplePages = 0
  it.isLost = 0
  it.waits = 0
}
