/**
 * Frames: the host's 4 KiB units of guest memory, reference-counted, zero when handed out.
 *
 *     frame table word: number of references; a free frame has none and links through its first word
 */
import { retireCode } from './code-table'
import { allocateExtent } from './extents'
import { host } from './host'
import { lockHost, unlockHost } from './locks'
import { PAGE_BYTES, PAGE_SHIFT } from './page'

/** Frames come from the heap in runs, so that neighbouring guest pages tend to be neighbouring frames. */
const RUN_FRAMES: u32 = 16

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
  if (it.freeFrame == 0 && !refill()) return 0
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

function refill(): bool {
  const run = allocateExtent(RUN_FRAMES * PAGE_BYTES)
  if (run == 0) return false
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
