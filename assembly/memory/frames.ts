/**
 * Frames: the host's 4 KiB units of guest memory, reference-counted, zero when handed out.
 *
 *     frame table word: number of references; a free frame has none and links through its first word; RESERVED waits for a page of its own
 *
 * A guest's pages get frames in their own order while the host can set aside as many as the guest has pages (Guest.linear): what is in a row in
 * guest memory is then in a row in the host's, and one translation serves all of it. What is set aside is nobody's yet: when frames run out it
 * is given to whoever asks.
 */
import { Guest } from '../abi/layout.gen'
import { retireCode } from './code-table'
import { allocateExtent, freeExtent } from './extents'
import { host } from './host'
import { lockHost, unlockHost } from './locks'
import { PAGE_BYTES, PAGE_SHIFT } from './page'

/** Frames come from the heap in runs, so that neighbouring guest pages tend to be neighbouring frames. */
const RUN_FRAMES: u32 = 16
const RESERVED: u32 = 0x8000_0000
/** Guest.linear when nothing is set aside for the guest. */
export const NOTHING: u32 = 1

/** A zeroed frame with one reference; 0 when guests hold all that the host may give. */
export function allocateFrame(): usize {
  lockHost()
  const frame = takeFrame()
  unlockHost()
  return frame
}

function takeFrame(): usize {
  const it = host()
  if (it.framesUsed >= it.frameLimit) return 0
  if (it.freeFrame == 0 && !refill() && !giveUpReserves()) return 0
  const frame: usize = it.freeFrame
  it.freeFrame = load<u32>(frame)
  store<u32>(frame, 0)
  it.framesUsed += 1
  store<u32>(countOf(frame), 1)
  return frame
}

export function retainFrame(frame: usize): void {
  lockHost()
  store<u32>(countOf(frame), load<u32>(countOf(frame)) + 1)
  unlockHost()
}

/** Drops one reference; returns true when it was the last and the frame is free again. */
export function releaseFrame(frame: usize): bool {
  lockHost()
  const isFree = dropReference(frame)
  unlockHost()
  return isFree
}

function dropReference(frame: usize): bool {
  const references = load<u32>(countOf(frame))
  if (references == 0) unreachable()
  store<u32>(countOf(frame), references - 1)
  if (references > 1) return false
  retireCode(frame)
  memory.fill(frame, 0, PAGE_BYTES)
  pushFree(frame)
  host().framesUsed -= 1
  return true
}

export function frameReferences(frame: usize): u32 {
  return load<u32>(countOf(frame))
}

/** A zeroed frame for page `index` of a guest's RAM, in its place if that is free; the host is locked. */
export function allocateFrameFor(guest: Guest, index: u32): usize {
  if (guest.linear == 0) guest.linear = <u32>reserve(<u32>guest.ramPages)
  const frame = placeOf(guest, index)
  const it = host()
  if (frame == 0 || load<u32>(countOf(frame)) != RESERVED || it.framesUsed >= it.frameLimit) return allocateFrame()
  it.framesUsed += 1
  store<u32>(countOf(frame), 1)
  return frame
}

/** Takes a frame back from page `index` of the guest's RAM; one that is in its place waits there for the page's next life. */
export function releaseFrameOf(guest: Guest, index: u32, frame: usize): void {
  lockHost()
  const count = countOf(frame)
  if (frame != placeOf(guest, index) || load<u32>(count) != 1) dropReference(frame)
  else {
    retireCode(frame)
    memory.fill(frame, 0, PAGE_BYTES)
    store<u32>(count, RESERVED)
    host().framesUsed -= 1
  }
  unlockHost()
}

/** The guest has no page left: what was set aside goes back to the heap in one piece, or frame by frame where others hold some of it. */
export function releaseReserve(guest: Guest): void {
  lockHost()
  const linear = <usize>guest.linear
  guest.linear = 0
  if (linear > NOTHING) giveBack(guest, linear)
  unlockHost()
}

function giveBack(guest: Guest, linear: usize): void {
  const frames = <u32>guest.ramPages
  for (let i: u32 = 0; i < frames; i++) {
    if (load<u32>(countOf(linear + (i << PAGE_SHIFT))) != RESERVED) return scatter(linear, frames)
  }
  for (let i: u32 = 0; i < frames; i++) store<u32>(countOf(linear + (i << PAGE_SHIFT)), 0)
  freeExtent(linear, frames << PAGE_SHIFT)
  host().framesTaken -= frames
}

/** The frame whose place page `index` of the guest's RAM is; 0 when nothing is set aside. */
// @ts-ignore: decorator
@inline
function placeOf(guest: Guest, index: u32): usize {
  return guest.linear <= NOTHING ? 0 : <usize>guest.linear + (index << PAGE_SHIFT)
}

function reserve(frames: u32): usize {
  const it = host()
  if (frames > it.frameLimit || it.framesTaken > it.frameLimit - frames) return NOTHING
  const run = allocateExtent(frames << PAGE_SHIFT)
  if (run == 0) return NOTHING
  it.framesTaken += frames
  for (let i: u32 = 0; i < frames; i++) store<u32>(countOf(run + (i << PAGE_SHIFT)), RESERVED)
  return run
}

/** Frees what is set aside for the first guest that has something; false when none has. */
function giveUpReserves(): bool {
  for (let at: usize = host().guests; at != 0 && host().freeFrame == 0; at = changetype<Guest>(at).next) {
    const guest = changetype<Guest>(at)
    if (guest.linear <= NOTHING) continue
    scatter(<usize>guest.linear, <u32>guest.ramPages)
    guest.linear = NOTHING
  }
  return host().freeFrame != 0
}

function scatter(run: usize, frames: u32): void {
  for (let i = frames; i > 0; i--) {
    const frame = run + ((i - 1) << PAGE_SHIFT)
    if (load<u32>(countOf(frame)) != RESERVED) continue
    store<u32>(countOf(frame), 0)
    pushFree(frame)
  }
}

function refill(): bool {
  const it = host()
  if (it.framesTaken >= it.frameLimit) return false
  const run = allocateExtent(RUN_FRAMES * PAGE_BYTES)
  if (run == 0) return false
  it.framesTaken += RUN_FRAMES
  for (let i = RUN_FRAMES; i > 0; i--) pushFree(run + (i - 1) * PAGE_BYTES)
  return true
}

function pushFree(frame: usize): void {
  store<u32>(frame, host().freeFrame)
  host().freeFrame = <u32>frame
}

// @ts-ignore: decorator
@inline
function countOf(frame: usize): usize {
  return <usize>host().frameTable + ((frame >> PAGE_SHIFT) << 2)
}
