/**
 * Merges equal pages of guests of one sharing domain, as KSM does: a pass goes over the frames of all guests, looks each page up by a hash of what is
 * in it, and lets two that are equal byte for byte have one frame, copy-on-write. Pages of zeros need none at all.
 *
 *     table: buckets of four entries, | hash u64 | guest u32 | page u32 |; what an entry says is looked at before it is believed
 *
 * Nobody else learns by the time of a store whether there is a page like its own: guests share in no domain but the one that they were given, and one
 * that was given none is alone in its own.
 */
import { Guest, MERGE_ENTRY_BYTES, MERGE_WAYS, Stage2 } from '../abi/layout.gen'
import { allocationOf } from './allocation'
import { fingerprint } from './content'
import { dropDecodedPage } from './decoded'
import { resumeHost, stopHost } from './exclusive'
import { allocateExtent } from './extents'
import { frameReferences, releaseFrameOf, retainFrame } from './frames'
import { host } from './host'
import { PAGE_BYTES } from './page'
import { leaveFrame } from './sharing'
import { frameOf, moveToZero } from './stage2'
import { dropWriteEntries, tlbFlushGuest } from './tlb'

const BUCKET_BYTES: u32 = MERGE_WAYS * MERGE_ENTRY_BYTES
/** Frames of the host for each bucket: half of the entries are empty when all pages differ. */
const BUCKET_FRAMES: u32 = MERGE_WAYS / 2
const LEAST_BUCKETS: u32 = 256

/** Looks at no more than `budget` pages, and at none twice; how many frames became free. Nobody may hold a pointer into a frame. */
export function mergePages(budget: u32): u32 {
  const it = host()
  if (it.mergeTable == 0 && !createTable()) return 0
  const passes = it.fullScans
  const before = it.mergedPages
  stopHost()
  for (let left = budget; left > 0 && it.fullScans <= passes + 1 && beginGuest(); ) left -= scanGuest(changetype<Guest>(<usize>it.mergeGuest), left)
  resumeHost()
  return <u32>(it.mergedPages - before)
}

/** The guest goes: the table says nothing of it any more. */
export function forgetMerges(guest: Guest): void {
  const it = host()
  const pointer = <u32>changetype<usize>(guest)
  if (it.mergeGuest == pointer) goOn(guest)
  if (it.mergeTable == 0) return
  const end = it.mergeTable + it.mergeBuckets * BUCKET_BYTES
  for (let entry: usize = it.mergeTable; entry < end; entry += MERGE_ENTRY_BYTES) if (guestOf(entry) == pointer) memory.fill(entry, 0, MERGE_ENTRY_BYTES)
}

function createTable(): bool {
  const it = host()
  let buckets = LEAST_BUCKETS
  while (buckets < it.frameLimit / BUCKET_FRAMES) buckets <<= 1
  it.mergeTable = <u32>allocateExtent(buckets * BUCKET_BYTES)
  it.mergeBuckets = it.mergeTable == 0 ? 0 : buckets
  return it.mergeTable != 0
}

/** False when there is no guest. */
function beginGuest(): bool {
  const it = host()
  if (it.mergeGuest == 0) {
    it.mergeGuest = it.guests
    it.mergePage = 0
  }
  return it.mergeGuest != 0
}

/** To the guest behind this one; behind the last, a pass is over. */
function goOn(guest: Guest): void {
  const it = host()
  it.mergeGuest = guest.next
  it.mergePage = 0
  if (guest.next != 0) return
  it.fullScans += 1
  it.pagesUnshared = it.mergeUnshared
  it.mergeUnshared = 0
}

/** Looks at up to `budget` pages of the guest; how many, one at least. */
function scanGuest(guest: Guest, budget: u32): u32 {
  const it = host()
  const pages = <u32>guest.ramPages
  let seen: u32 = 0
  // The first page that moves away takes all that leads to pages of the guest.
  let isFlushed = false
  for (; it.mergePage < pages && seen < budget; it.mergePage++) {
    const at: usize = guest.stage2 + (it.mergePage << 2)
    const word = load<u32>(at)
    if ((word & Stage2.present) == 0) continue
    seen += 1
    const frame = frameOf(word)
    const hash = fingerprint(frame)
    const isZero = hash == 0 && frameReferences(frame) == 1
    const twin = isZero ? <usize>0 : twinOf(guest, frame, hash)
    if (!isZero && twin == 0) {
      if (frameReferences(frame) == 1) it.mergeUnshared += 1
      continue
    }
    if (!isFlushed) tlbFlushGuest(guest)
    isFlushed = true
    if (isZero) {
      dropDecodedPage(frame)
      moveToZero(guest, at)
    } else merge(guest, at, twin)
    it.mergedPages += 1
  }
  if (it.mergePage >= pages) goOn(guest)
  return max<u32>(seen, 1)
}

/** Entry of an equal page in another frame, of the guest's domain; 0 when there is none, and then this one is in the table. */
function twinOf(guest: Guest, frame: usize, hash: u64): usize {
  const it = host()
  const bucket: usize = it.mergeTable + (<u32>hash & (it.mergeBuckets - 1)) * BUCKET_BYTES
  let free: usize = bucket + (<u32>(hash >> 60) % MERGE_WAYS) * MERGE_ENTRY_BYTES
  for (let entry = bucket; entry < bucket + BUCKET_BYTES; entry += MERGE_ENTRY_BYTES) {
    if (guestOf(entry) == 0) {
      free = entry
      continue
    }
    if (load<u64>(entry) != hash) continue
    const owner = changetype<Guest>(<usize>guestOf(entry))
    if (allocationOf(owner).sharingDomain != allocationOf(guest).sharingDomain) continue
    const word = load<u32>(wordOf(entry))
    if ((word & Stage2.present) != 0) {
      if (frameOf(word) == frame) return 0
      if (memory.compare(frameOf(word), frame, PAGE_BYTES) == 0) return entry
    }
    free = entry
    break
  }
  store<u64>(free, hash)
  store<u32>(free, <u32>changetype<usize>(guest), 8)
  store<u32>(free, it.mergePage, 12)
  return 0
}

/** The page of the word at `at` gets the frame of its twin, which nobody may write any more. */
function merge(guest: Guest, at: usize, twin: usize): void {
  const owner = changetype<Guest>(<usize>guestOf(twin))
  const kept = load<u32>(wordOf(twin))
  const word = load<u32>(at)
  const frame = frameOf(word)
  if ((kept & Stage2.writable) != 0) dropWriteEntries(owner, frameOf(kept))
  store<u32>(wordOf(twin), (kept & ~(<u32>Stage2.writable)) | Stage2.copyOnWrite | Stage2.shared)
  retainFrame(frameOf(kept))
  store<u32>(at, <u32>frameOf(kept) | Stage2.present | Stage2.copyOnWrite | Stage2.shared | (word & (Stage2.dirtyLogged | Stage2.accessed)))
  if (frameReferences(frame) == 1) dropDecodedPage(frame)
  else leaveFrame(guest, frame)
  releaseFrameOf(guest, <u32>(at - <usize>guest.stage2) >> 2, frame)
  guest.sharesPages = 1
  owner.sharesPages = 1
}

// @ts-ignore: decorator
@inline
function guestOf(entry: usize): u32 {
  return load<u32>(entry, 8)
}

/** Second-stage word of the page of an entry. */
// @ts-ignore: decorator
@inline
function wordOf(entry: usize): usize {
  return changetype<Guest>(<usize>guestOf(entry)).stage2 + (load<u32>(entry, 12) << 2)
}
