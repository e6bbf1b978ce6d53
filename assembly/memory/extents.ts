/**
 * Extents: runs of whole pages for the hypervisor's own structures, always handed out as zeros.
 *
 *     free extent: | next u32 | bytes u32 | ...          listed by address, neighbours joined
 *
 * What no free extent can serve comes from the end of the heap, and the Wasm memory grows under it.
 */
import { host } from './host'
import { lockHost, unlockHost } from './locks'
import { PAGE_BYTES, PAGE_MASK } from './page'

/** Wasm pages are 64 KiB; growing by 16 MiB keeps the calls rare. */
const WASM_PAGE_SHIFT: u32 = 16
const GROWTH_WASM_PAGES: u32 = 256

/** A zeroed extent of at least `bytes` bytes, page-aligned; 0 when the memory is at its end. */
export function allocateExtent(bytes: u32): usize {
  const need = (bytes + PAGE_MASK) & ~PAGE_MASK
  if (need < bytes) return 0
  lockHost()
  const found = takeFree(need)
  const extent = found != 0 ? found : takeFresh(need)
  unlockHost()
  return extent
}

/** Gives an extent back; `bytes` is what it was allocated with. */
export function freeExtent(extent: usize, bytes: u32): void {
  lockHost()
  putBack(extent, (bytes + PAGE_MASK) & ~PAGE_MASK)
  unlockHost()
}

function putBack(extent: usize, size: u32): void {
  let before: usize = 0
  let after: usize = host().freeExtent
  while (after != 0 && after < extent) {
    before = after
    after = next(after)
  }
  setSize(extent, size)
  setNext(extent, after)
  if (before == 0) host().freeExtent = <u32>extent
  else setNext(before, extent)
  joinWithNext(extent)
  if (before != 0) joinWithNext(before)
}

function takeFree(need: u32): usize {
  let before: usize = 0
  let extent: usize = host().freeExtent
  while (extent != 0 && size(extent) < need) {
    before = extent
    extent = next(extent)
  }
  if (extent == 0) return 0
  const rest = size(extent) - need
  const follower = rest == 0 ? next(extent) : split(extent, need)
  if (before == 0) host().freeExtent = <u32>follower
  else setNext(before, follower)
  memory.fill(extent, 0, need)
  return extent
}

function split(extent: usize, need: u32): usize {
  const rest = extent + need
  setSize(rest, size(extent) - need)
  setNext(rest, next(extent))
  return rest
}

/** Fresh memory is zero because nothing above heapEnd was ever handed out. */
function takeFresh(need: u32): usize {
  const it = host()
  const start = it.heapEnd
  const end = <u64>start + need
  const have = <u64>memory.size() << WASM_PAGE_SHIFT
  if (end > have) {
    const missing = <u32>((end - have + 0xffff) >> WASM_PAGE_SHIFT)
    const comfortable = missing > GROWTH_WASM_PAGES ? missing : GROWTH_WASM_PAGES
    if (memory.grow(comfortable) < 0 && memory.grow(missing) < 0) return 0
  }
  if (end > <u64>u32.MAX_VALUE - PAGE_BYTES) return 0
  it.heapEnd = <u32>end
  return start
}

function joinWithNext(extent: usize): void {
  const follower = next(extent)
  if (follower == 0 || extent + size(extent) != follower) return
  setSize(extent, size(extent) + size(follower))
  setNext(extent, next(follower))
}

// @ts-ignore: decorator
@inline
function next(extent: usize): usize {
  return load<u32>(extent)
}

// @ts-ignore: decorator
@inline
function setNext(extent: usize, value: usize): void {
  store<u32>(extent, <u32>value)
}

// @ts-ignore: decorator
@inline
function size(extent: usize): u32 {
  return load<u32>(extent, 4)
}

// @ts-ignore: decorator
@inline
function setSize(extent: usize, value: u32): void {
  store<u32>(extent, value, 4)
}
