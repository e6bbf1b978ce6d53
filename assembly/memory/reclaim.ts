/**
 * Takes pages away from guests when memory is short: zeros are forgotten, others go to swap. Only between slices, while nobody holds a
 * pointer into a frame; never below a reservation.
 *
 *     free and unclaimed: | low | hard | soft | ... | high        1, 2, 4 and 6 % of the host's frames
 *
 * From high to soft memory has to fall below 4 %, and from soft to high to rise above 6 %; so it is with the other states.
 */
import { Guest, HARD_PERCENT, HIGH_PERCENT, LOW_PERCENT, MemoryState, SOFT_PERCENT, Stage2 } from '../abi/layout.gen'
import { allocationOf, mayTake, unclaimedFrames } from './allocation'
import { isZeroPage } from './content'
import { dropDecodedPage } from './decoded'
import { resumeHost, stopHost } from './exclusive'
import { frameReferences } from './frames'
import { host } from './host'
import { frameOf, moveToSlot, moveToZero } from './stage2'
import { isCompressed, NO_SLOT, storePage, swapSpace } from './swap'
import { tlbFlushGuest } from './tlb'

/** Pages taken from one guest before it is asked again whose turn it is. */
const BATCH: u32 = 64
/** Pages freed for a vCPU that waits. */
const ROOM: u32 = 32
/** An idle page costs as much as so many active ones: a tax of 75 % (§5.2 of the same paper). */
const IDLE_COST: f64 = 4
/** Pages that swap may refuse before a sweep gives up. */
const MOST_REFUSED: u32 = 64

/** Brings the state up to date, and takes at most `budget` pages to make it better; a MemoryState. */
export function balanceMemory(budget: u32): u32 {
  if (updateState() == MemoryState.high && !isAnyAboveLimit()) return MemoryState.high
  stopHost()
  const left = budget - trimToLimits(budget)
  const goal = framesOf(HIGH_PERCENT)
  const free = unclaimedFrames()
  if (host().memoryState != MemoryState.high && free < goal) reclaim(min<u32>(left, goal - free), host().memoryState == MemoryState.soft)
  resumeHost()
  return updateState()
}

/** Frees something that a vCPU of the guest may take; false when everybody has no more than his reservation, or swap is full. */
export function makeRoom(guest: Guest): bool {
  if (mayTake(guest)) return true
  const held = <u32>guest.residentPages
  if (held >= allocationOf(guest).limitPages) {
    flushAndSweep(guest, min<u32>(ROOM, held / 8) + held + 1 - allocationOf(guest).limitPages)
    if (mayTake(guest)) return true
  }
  reclaim(ROOM, false)
  return mayTake(guest)
}

/**
 * One page, in the middle of whatever is going on: a device needs a frame, and the reserve is used up. A page that was not reached since its
 * guest's TLBs were flushed is in no TLB, and nobody can have got a pointer to it.
 */
export function takeIdlePage(): bool {
  // On another CPU there may be a pointer to it all the same.
  if (ASC_FEATURE_THREADS) return false
  for (let at: usize = host().guests; at != 0; at = changetype<Guest>(at).next) {
    const guest = changetype<Guest>(at)
    const it = allocationOf(guest)
    if (guest.residentPages > <u64>it.reservationPages && takeUnreached(guest)) return true
  }
  return false
}

function takeUnreached(guest: Guest): bool {
  const it = allocationOf(guest)
  const pages = <u32>guest.ramPages
  for (let step: u32 = 0; step < pages; step++) {
    const at = guest.stage2 + (it.hand << 2)
    it.hand = it.hand + 1 < pages ? it.hand + 1 : 0
    if ((load<u32>(at) & (Stage2.present | Stage2.accessed)) == Stage2.present && takePage(guest, at)) return true
  }
  return false
}

/** The vCPUs of a guest that waits for a frame may go on when there is one now. */
export function endMemoryWait(guest: Guest): bool {
  const it = allocationOf(guest)
  stopHost()
  if (makeRoom(guest)) it.waits = 0
  resumeHost()
  return it.waits == 0
}

function isAnyAboveLimit(): bool {
  for (let at: usize = host().guests; at != 0; at = changetype<Guest>(at).next) if (aboveLimit(changetype<Guest>(at)) != 0) return true
  return false
}

/** Guests whose limit was lowered give up what is above it; pages taken. */
function trimToLimits(budget: u32): u32 {
  let taken: u32 = 0
  for (let at: usize = host().guests; at != 0 && taken < budget; at = changetype<Guest>(at).next) {
    const above = aboveLimit(changetype<Guest>(at))
    if (above != 0) taken += flushAndSweep(changetype<Guest>(at), min<u32>(budget - taken, above))
  }
  return taken
}

function aboveLimit(guest: Guest): u32 {
  const held = <u32>guest.residentPages
  const limit = allocationOf(guest).limitPages
  return held > limit ? held - limit : 0
}

function updateState(): u32 {
  const free = unclaimedFrames()
  const worst = free >= framesOf(HIGH_PERCENT) ? MemoryState.high
    : free >= framesOf(SOFT_PERCENT) ? MemoryState.soft
    : free >= framesOf(HARD_PERCENT) ? MemoryState.hard : MemoryState.low
  const best = free < framesOf(LOW_PERCENT) ? MemoryState.low
    : free < framesOf(HARD_PERCENT) ? MemoryState.hard
    : free < framesOf(SOFT_PERCENT) ? MemoryState.soft : MemoryState.high
  const it = host()
  it.memoryState = min<u32>(max<u32>(it.memoryState, best), worst)
  return it.memoryState
}

// @ts-ignore: decorator
@inline
function framesOf(percent: u64): u32 {
  return <u32>(<u64>host().frameLimit * percent / 100)
}

/** Takes up to `wanted` pages from those that pay least for theirs, but for those that give some themselves if they are spared; how many it were. */
function reclaim(wanted: u32, sparesYielding: bool): u32 {
  host().searches += 1
  let taken: u32 = 0
  while (taken < wanted) {
    const victim = poorest(sparesYielding)
    if (victim === null) break
    const batch = flushAndSweep(victim, min<u32>(BATCH, wanted - taken))
    if (batch == 0) allocationOf(victim).barrenIn = host().searches
    taken += batch
  }
  return taken
}

/** Who has the fewest shares for each page, where idle pages cost more, and has pages above his reservation. */
function poorest(sparesYielding: bool): Guest | null {
  let found: Guest | null = null
  let least = f64.MAX_VALUE
  for (let at: usize = host().guests; at != 0; at = changetype<Guest>(at).next) {
    const guest = changetype<Guest>(at)
    const it = allocationOf(guest)
    if (guest.residentPages <= <u64>it.reservationPages || it.barrenIn == host().searches) continue
    if (sparesYielding && it.yields != 0) continue
    const pages = <f64>guest.residentPages
    const active = min<f64>(<f64>it.activePages, pages)
    const rate = <f64>it.shares / (active + IDLE_COST * (pages - active))
    if (rate >= least) continue
    least = rate
    found = guest
  }
  return found
}

/** Takes up to `wanted` idle pages of the guest, and of those in use when there are none; never below its reservation. */
function flushAndSweep(guest: Guest, wanted: u32): u32 {
  const it = allocationOf(guest)
  const held = <u32>guest.residentPages
  if (held <= it.reservationPages) return 0
  tlbFlushGuest(guest)
  const taken = sweep(guest, min<u32>(wanted, held - it.reservationPages))
  host().reclaimedPages += taken
  return taken
}

/** Goes around at most twice: the first time takes a page's accessed bit away, the second time the page. */
function sweep(guest: Guest, wanted: u32): u32 {
  const it = allocationOf(guest)
  const pages = <u32>guest.ramPages
  let taken: u32 = 0
  let refused: u32 = 0
  for (let step: u32 = 0; step < 2 * pages && taken < wanted && refused < MOST_REFUSED; step++) {
    const at = guest.stage2 + (it.hand << 2)
    it.hand = it.hand + 1 < pages ? it.hand + 1 : 0
    const word = load<u32>(at)
    if ((word & Stage2.present) == 0) continue
    if ((word & Stage2.accessed) != 0) store<u32>(at, word & ~(<u32>Stage2.accessed))
    else if (takePage(guest, at)) taken += 1
    else if (frameReferences(frameOf(word)) == 1) refused += 1
  }
  return taken
}

/** A frame that others map as well would not become free. */
function takePage(guest: Guest, at: usize): bool {
  const frame = frameOf(load<u32>(at))
  if (frameReferences(frame) != 1) return false
  if (isZeroPage(frame)) {
    dropDecodedPage(frame)
    moveToZero(guest, at)
    return true
  }
  const swap = swapSpace()
  if (swap === null) return false
  const slot = storePage(swap, frame)
  if (slot == NO_SLOT) return false
  dropDecodedPage(frame)
  moveToSlot(guest, at, slot, isCompressed(swap, slot))
  return true
}
