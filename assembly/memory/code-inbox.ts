/**
 * Stores to code that another physical CPU decoded: its inbox tells it where, and it forgets what was there at the latest when it executes FENCE.I,
 * or comes to run a hart (Unprivileged, chapter "Zifencei": a hart need not see others' stores to its code before).
 *
 *     entry: | host pointer u32 | bytes u32 |       inside one page; a store behind the last one, or to the same place, joins it
 */
import { CODE_CACHE_INBOX, CODE_INBOX_STORES, CodeCache } from '../abi/layout.gen'
import { lock, unlock } from '../lib/mutex'
import { fullFence } from '../lib/shared-word'
import { codeCache } from './code-cache'
import { host } from './host'
import { me } from './locks'
import { PAGE_MASK, PAGE_SHIFT } from './page'

/** Entries that a store to the same place is looked for in. */
const RECENT: u32 = 16

/** After a store to a frame that holds code: every other CPU that decoded it has mail. */
export function publishCodeStore(pointer: usize, bytes: u32): void {
  if (!ASC_FEATURE_THREADS) return
  // Who decodes the frame from now on sees the store.
  fullFence(changetype<usize>(codeCache()) + offsetof<CodeCache>('barrier'))
  for (let at: usize = host().codeCaches; at != 0; at = changetype<CodeCache>(at).next) {
    if (at != <usize>me() && decodes(changetype<CodeCache>(at), pointer)) send(changetype<CodeCache>(at), pointer, bytes)
  }
}

export function hasMail(): bool {
  if (!ASC_FEATURE_THREADS) return false
  return atomic.load<u32>(changetype<usize>(codeCache()) + offsetof<CodeCache>('inboxCount')) != 0
}

/** Takes an entry out: 0 when there is none. Of too many nothing is known but that there were. */
export function takeMail(): u64 {
  const it = codeCache()
  lock(lockOf(it), me())
  let entry: u64 = 0
  if (it.inboxCount != 0 && it.inboxCount <= CODE_INBOX_STORES) {
    it.inboxCount -= 1
    entry = load<u64>(placeOf(it, it.inboxCount))
  }
  unlock(lockOf(it))
  return entry
}

/** Were there too many? Then everything is stale, and the inbox is empty. */
export function takeOverflow(): bool {
  const it = codeCache()
  lock(lockOf(it), me())
  const isOver = it.inboxCount > CODE_INBOX_STORES
  if (isOver) it.inboxCount = 0
  unlock(lockOf(it))
  return isOver
}

function send(to: CodeCache, pointer: usize, bytes: u32): void {
  lock(lockOf(to), me())
  if (to.inboxCount <= CODE_INBOX_STORES && !isTold(to, pointer, bytes)) {
    if (to.inboxCount < CODE_INBOX_STORES) store<u64>(placeOf(to, to.inboxCount), <u64>pointer | (<u64>bytes << 32))
    to.inboxCount += 1
  }
  unlock(lockOf(to))
}

/** Is it in the inbox already, or can be with an entry that it follows? */
function isTold(to: CodeCache, pointer: usize, bytes: u32): bool {
  const count = to.inboxCount
  for (let i = count; i > 0 && count - i < RECENT; i--) {
    const place = placeOf(to, i - 1)
    const start = load<u32>(place)
    const end = start + load<u32>(place, 4)
    if (start <= <u32>pointer && <u32>pointer + bytes <= end) return true
    if (<u32>pointer != end || (end & PAGE_MASK) == 0) continue
    store<u32>(place, <u32>pointer + bytes - start, 4)
    return true
  }
  return false
}

function decodes(cache: CodeCache, pointer: usize): bool {
  return atomic.load<u32>(<usize>cache.codeTable + ((pointer >> PAGE_SHIFT) << 2)) != 0
}

// @ts-ignore: decorator
@inline
function lockOf(cache: CodeCache): usize {
  return changetype<usize>(cache) + offsetof<CodeCache>('inboxLock')
}

// @ts-ignore: decorator
@inline
function placeOf(cache: CodeCache, index: u32): usize {
  return changetype<usize>(cache) + CODE_CACHE_INBOX + (index << 3)
}
