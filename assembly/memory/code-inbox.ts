/**
 * Stores to code that another physical CPU decoded: its inbox tells it the frames, and it forgets them at the latest when it executes FENCE.I, or
 * comes to run a hart (Unprivileged, chapter "Zifencei": a hart need not see others' stores to its code before).
 */
import { CODE_INBOX_PAGES, CODE_CACHE_INBOX, CodeCache } from '../abi/layout.gen'
import { lock, unlock } from '../lib/mutex'
import { fullFence } from '../lib/shared-word'
import { codeCache } from './code-cache'
import { host } from './host'
import { me } from './locks'
import { PAGE_SHIFT } from './page'

/** After a store to a frame that holds code: every other CPU that decoded it has mail. */
export function publishCodeStore(frame: usize): void {
  if (!ASC_FEATURE_THREADS) return
  // Who decodes the frame from now on sees the store.
  fullFence(changetype<usize>(codeCache()) + offsetof<CodeCache>('barrier'))
  for (let at: usize = host().codeCaches; at != 0; at = changetype<CodeCache>(at).next) {
    if (at != <usize>me() && decodes(changetype<CodeCache>(at), frame)) send(changetype<CodeCache>(at), frame)
  }
}

export function hasMail(): bool {
  if (!ASC_FEATURE_THREADS) return false
  return atomic.load<u32>(changetype<usize>(codeCache()) + offsetof<CodeCache>('inboxCount')) != 0
}

/** Takes a frame out: 0 when there is none. Of too many nothing is known but that there were. */
export function takeMail(): usize {
  const it = codeCache()
  lock(lockOf(it), me())
  let frame: usize = 0
  if (it.inboxCount != 0 && it.inboxCount <= CODE_INBOX_PAGES) {
    it.inboxCount -= 1
    frame = load<u32>(placeOf(it, it.inboxCount))
  }
  unlock(lockOf(it))
  return frame
}

/** Were there too many? Then everything is stale, and the inbox is empty. */
export function takeOverflow(): bool {
  const it = codeCache()
  lock(lockOf(it), me())
  const isOver = it.inboxCount > CODE_INBOX_PAGES
  if (isOver) it.inboxCount = 0
  unlock(lockOf(it))
  return isOver
}

function send(to: CodeCache, frame: usize): void {
  lock(lockOf(to), me())
  const count = to.inboxCount
  const isKnown = count > 0 && count <= CODE_INBOX_PAGES && load<u32>(placeOf(to, count - 1)) == <u32>frame
  if (!isKnown && count <= CODE_INBOX_PAGES) {
    if (count < CODE_INBOX_PAGES) store<u32>(placeOf(to, count), <u32>frame)
    to.inboxCount = count + 1
  }
  unlock(lockOf(to))
}

function decodes(cache: CodeCache, frame: usize): bool {
  return atomic.load<u32>(<usize>cache.codeTable + ((frame >> PAGE_SHIFT) << 2)) != 0
}

// @ts-ignore: decorator
@inline
function lockOf(cache: CodeCache): usize {
  return changetype<usize>(cache) + offsetof<CodeCache>('inboxLock')
}

// @ts-ignore: decorator
@inline
function placeOf(cache: CodeCache, index: u32): usize {
  return changetype<usize>(cache) + CODE_CACHE_INBOX + (index << 2)
}
