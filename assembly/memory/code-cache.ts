/**
 * What a physical CPU keeps of guests' code: the decoded pages by frame, and its translator.
 *
 * Each CPU is an instance of this module with a function table of its own, so that translated code, and the records that enter it, are its own too.
 */
import { CodeCache } from '../abi/layout.gen'
import { allocateExtent, freeExtent } from './extents'
import { host } from './host'
import { CODE_TABLE_BYTES } from './tables'

/** Decoded pages kept before all are dropped: 64 MiB of records. */
const DECODED_LIMIT: u32 = 4096
const BYTES: u32 = offsetof<CodeCache>()

/** The cache of the physical CPU that this instance of the module is. */
let current: usize = 0

// @ts-ignore: decorator
@inline
export function codeCache(): CodeCache {
  return changetype<CodeCache>(current)
}

/** This instance works on that cache from now on. */
export function useCodeCache(cache: usize): void {
  current = cache
}

/** An empty cache for one more physical CPU; 0 when the memory cannot hold it. */
export function createCodeCache(): usize {
  const at = allocateExtent(BYTES)
  if (at == 0) return 0
  const cache = changetype<CodeCache>(at)
  cache.codeTable = <u32>allocateExtent(CODE_TABLE_BYTES)
  if (cache.codeTable == 0) {
    freeExtent(at, BYTES)
    return 0
  }
  cache.decodedLimit = DECODED_LIMIT
  cache.next = host().codeCaches
  host().codeCaches = <u32>at
  return at
}
