/** The host's struct at its fixed place, and its making. */
import { codeCache, createCodeCache, useCodeCache } from './code-cache'
import { CODE_TABLE_BYTES, FRAME_TABLE_BYTES } from './tables'
import { HOST_BASE, HOST_BYTES, Host, RESERVE_LEAST, RESERVE_PART, STAGING_BYTES } from '../abi/layout.gen'
import { allocateExtent } from './extents'
import { PAGE_BYTES, PAGE_MASK } from './page'

// @ts-ignore: decorator
@inline
export function host(): Host {
  return changetype<Host>(<usize>HOST_BASE)
}

/** Lays out an empty host with one physical CPU whose guests may hold `frames` frames; false when the memory cannot grow so far. */
export function createHost(frames: u32): bool {
  const it = host()
  memory.fill(<usize>HOST_BASE, 0, HOST_BYTES)
  it.frameLimit = frames
  it.heapEnd = (HOST_BASE + HOST_BYTES + PAGE_MASK) & ~PAGE_MASK
  it.frameReserve = min<u32>(max<u32>(frames / RESERVE_PART, RESERVE_LEAST), frames / 8)
  it.frameTable = <u32>allocateExtent(FRAME_TABLE_BYTES)
  if (ASC_FEATURE_THREADS) it.codeFrames = <u32>allocateExtent(CODE_TABLE_BYTES)
  it.zeroPage = <u32>allocateExtent(PAGE_BYTES)
  it.staging = <u32>allocateExtent(STAGING_BYTES)
  useCodeCache(createCodeCache())
  if (it.codeCaches != 0) codeCache().staging = it.staging
  return it.frameTable != 0 && it.codeCaches != 0 && it.zeroPage != 0 && it.staging != 0
}
