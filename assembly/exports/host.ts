/** What the outside asks of the host as a whole. */
import { ABI_HASH, STAGING_BYTES } from '../abi/layout.gen'
import { takeAttention as takeAttentionOf } from '../hypervisor/attention'
import { hostSleepNs as sleepNs } from '../hypervisor/pcpu'
import { createPcpus } from '../scheduler/pcpu'
import { createTranslator } from '../jit/create'
import { codeCache as ownCodeCache, createCodeCache, useCodeCache } from '../memory/code-cache'
import { resumeHost, stopHost } from '../memory/exclusive'
import { freeFrames } from '../memory/allocation'
import { allocateExtent } from '../memory/extents'
import { createDecodedPages } from '../memory/decoded'
import { createHost, host } from '../memory/host'
import { PAGE_SHIFT } from '../memory/page'
import { mergePages } from '../memory/merge'
import { balanceMemory } from '../memory/reclaim'

export function abiHash(): u64 {
  return ABI_HASH
}

/**
 * Lays out an empty host whose guests may hold `ramBytes` in all, with so many physical CPUs, each of which has a thread of its own when
 * `isShared`; 0, or 1 when the memory cannot hold its tables.
 */
export function hostCreate(ramBytes: f64, pcpus: u32, isShared: u32): i32 {
  const isMade = createHost(<u32>(<u64>ramBytes >> PAGE_SHIFT)) && createDecodedPages() && createTranslator() && createPcpus(pcpus, isShared != 0)
  return isMade ? 0 : 1
}

/** Keeps every physical CPU out of every guest until hostResume, as often as it was called. */
export function hostStop(): void {
  stopHost()
}

export function hostResume(): void {
  resumeHost()
}

/** Host pointer of the code cache that this instance works on. */
export function codeCache(): usize {
  return changetype<usize>(ownCodeCache())
}

/** Takes this instance to a code cache, which nobody else is on. */
export function codeCacheUse(cache: usize): void {
  useCodeCache(cache)
}

/** Host pointer of a code cache for one more instance, 0 when the memory cannot hold it. */
export function codeCacheCreate(): usize {
  const cache = createCodeCache()
  if (cache == 0) return 0
  const own = codeCache()
  useCodeCache(cache)
  ownCodeCache().staging = <u32>allocateExtent(STAGING_BYTES)
  const isWhole = ownCodeCache().staging != 0 && createDecodedPages() && createTranslator()
  useCodeCache(own)
  return isWhole ? cache : 0
}

export function hostFreeFrames(): u32 {
  return freeFrames()
}

/** Between slices: brings the state of memory up to date and takes at most `budget` pages from guests; a MemoryState. */
export function hostBalanceMemory(budget: u32): u32 {
  return balanceMemory(budget)
}

/** Between slices: looks at up to `budget` pages, and lets those that are equal have one frame; how many frames became free. */
export function hostMergePages(budget: u32): u32 {
  return mergePages(budget)
}

export function stagingBuffer(): usize {
  return ownCodeCache().staging
}

/** The same for whichever has it first. */
export function hostSleepNs(): f64 {
  return sleepNs()
}

/** The next guest that ran, ended or came to the end of a round since it was taken here; 0 when there is none. */
export function takeAttention(): usize {
  return takeAttentionOf()
}
