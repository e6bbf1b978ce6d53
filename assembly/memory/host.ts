/** The host's struct at its fixed place, and its making. */
import { CODE_TABLE_BYTES, FRAME_TABLE_BYTES } from './tables'
import { HOST_BASE, HOST_BYTES, Host, STAGING_BYTES } from '../abi/layout.gen'
import { allocateExtent } from './extents'
import { PAGE_BYTES, PAGE_MASK } from './page'

// @ts-ignore: decorator
@inline
export function host(): Host {
  return changetype<Host>(<usize>HOST_BASE)
}

/** Decoded pages kept before all are dropped: 64 MiB of records. */
const DECODED_LIMIT: u32 = 4096

/** Lays out an empty host whose guests may hold `frames` frames; false when the memory cannot grow so far. */
export function createHost(frames: u32): bool {
  const it = host()
  memory.fill(<usize>HOST_BASE, 0, HOST_BYTES)
  it.frameLimit = frames
  it.heapEnd = (HOST_BASE + HOST_BYTES + PAGE_MASK) & ~PAGE_MASK
  it.decodedLimit = DECODED_LIMIT
  it.frameTable = <u32>allocateExtent(FRAME_TABLE_BYTES)
  it.codeTable = <u32>allocateExtent(CODE_TABLE_BYTES)
  it.zeroPage = <u32>allocateExtent(PAGE_BYTES)
  it.staging = <u32>allocateExtent(STAGING_BYTES)
  return it.frameTable != 0 && it.codeTable != 0 && it.zeroPage != 0 && it.staging != 0
}
