/**
 * Chunks for compressed pages: halves and quarters of frames that the host takes for itself, and gives back when all of one is free.
 *
 *     free chunk: | next u32 | previous u32 | ... |        a frame has one reference, and one more for each chunk in use
 */
import { Swap } from '../abi/layout.gen'
import { allocateFrame, frameReferences, releaseFrame, retainFrame } from './frames'
import { PAGE_BYTES, PAGE_MASK } from './page'

export const HALF: u32 = PAGE_BYTES >> 1
const QUARTER: u32 = PAGE_BYTES >> 2

/** Room for `bytes` bytes, at most a half; 0 when there is none. */
export function allocateChunk(swap: Swap, bytes: u32): usize {
  const size = sizeOf(bytes)
  if (load<u32>(listOf(swap, size)) == 0 && !splitFrame(swap, size)) return 0
  const chunk: usize = load<u32>(listOf(swap, size))
  unlink(swap, chunk, size)
  retainFrame(frameUnder(chunk))
  return chunk
}

/** Takes a chunk back that was allocated for `bytes` bytes. */
export function freeChunk(swap: Swap, chunk: usize, bytes: u32): void {
  const size = sizeOf(bytes)
  const frame = frameUnder(chunk)
  link(swap, chunk, size)
  releaseFrame(frame)
  if (frameReferences(frame) > 1) return
  for (let offset: u32 = 0; offset < PAGE_BYTES; offset += size) unlink(swap, frame + offset, size)
  swap.frames -= 1
  releaseFrame(frame)
}

function splitFrame(swap: Swap, size: u32): bool {
  const frame = swap.frames < swap.frameLimit ? allocateFrame() : 0
  if (frame == 0) return false
  swap.frames += 1
  for (let offset: u32 = 0; offset < PAGE_BYTES; offset += size) link(swap, frame + offset, size)
  return true
}

function link(swap: Swap, chunk: usize, size: u32): void {
  const next = load<u32>(listOf(swap, size))
  store<u32>(chunk, next)
  store<u32>(chunk, 0, 4)
  if (next != 0) store<u32>(<usize>next, <u32>chunk, 4)
  store<u32>(listOf(swap, size), <u32>chunk)
}

function unlink(swap: Swap, chunk: usize, size: u32): void {
  const next = load<u32>(chunk)
  const previous = load<u32>(chunk, 4)
  if (previous == 0) store<u32>(listOf(swap, size), next)
  else store<u32>(<usize>previous, next)
  if (next != 0) store<u32>(<usize>next, previous, 4)
}

// @ts-ignore: decorator
@inline
function sizeOf(bytes: u32): u32 {
  return bytes <= QUARTER ? QUARTER : HALF
}

// @ts-ignore: decorator
@inline
function listOf(swap: Swap, size: u32): usize {
  return changetype<usize>(swap) + (size == HALF ? offsetof<Swap>('freeHalf') : offsetof<Swap>('freeQuarter'))
}

// @ts-ignore: decorator
@inline
function frameUnder(chunk: usize): usize {
  return chunk & ~(<usize>PAGE_MASK)
}
