/**
 * Finds the instructions of a region: what can be reached from its heads without a call, as far as the interpreter has been there.
 *
 * A place that the interpreter never decoded is not followed: a region ends where its code has never gone. One that is cut ends where another
 * one is entered, too.
 */
import { Guest, RECORD_ENTER, RECORD_ILLEGAL, RECORD_OPERATION, REGION_INSTRUCTIONS, WINDOW_PAGES } from '../abi/layout.gen'
import { decode } from '../hart/decode.gen'
import { headerOf } from '../memory/decoded-header'
import { Effect, effectsOf } from './effects.gen'
import { fs3Of, immediateOf, lengthOf, rdOf, rs1Of, rs2Of, SINK } from './record'
import { noteMoves } from './site'
import { mayChangeAccess } from './step'
import { learnedCount, learnedOffset } from '../hart/targets'
import {
  clearRegion, coverAt, HEAD_OFFSET, headPosition, LEADER, leaderAt, mapAt, offsetOf, PAGE_POSITIONS, recordAt, STACK_ENTRIES, stackAt,
  WINDOW_POSITIONS, windowPage, work,
} from './work'

/** Offset of the last halfword of a page. */
const LAST_HALFWORD: u32 = 4094

/** Finds what belongs to the region with these heads in the window; false when one of them cannot be translated. */
export function discover(): bool {
  clearRegion()
  const it = work()
  let waiting: u32 = 0
  for (let i = it.heads; i > 0; i--) {
    store<u16>(leaderAt(headPosition(i - 1)), LEADER)
    store<u32>(stackAt(waiting), headPosition(i - 1))
    waiting++
  }
  followAll(waiting)
  for (let i: u32 = 0; i < it.heads; i++) if (load<u16>(mapAt(headPosition(i))) == 0) return false
  return true
}

/** Takes in what can be reached from a place. */
export function discoverFrom(position: u32): void {
  store<u16>(leaderAt(position), LEADER)
  store<u32>(stackAt(0), position)
  followAll(1)
}

function followAll(places: u32): void {
  let waiting = places
  while (waiting > 0) {
    waiting--
    waiting = follow(load<u32>(stackAt(waiting)), waiting)
  }
}

/** Takes in instructions from `start` on until control goes elsewhere; how many places are waiting then. */
function follow(start: u32, waiting: u32): u32 {
  const it = work()
  let position = start
  while (position < WINDOW_POSITIONS && load<u16>(mapAt(position)) == 0) {
    if (it.instructions == REGION_INSTRUCTIONS || windowPage(position >> 11) == 0 || isForeign(position)) return waiting
    const w = decodePosition(position)
    const effects = effectsOf(w)
    if ((effects & Effect.leave) != 0) return waiting
    add(position, w, effects)
    const next = position + lengthOf(w)
    if ((effects & (Effect.branch | Effect.jump | Effect.indirect)) != 0) return waitFor(position, next, w, effects, waiting)
    // The end of a page is the end of a block, where the way on is checked, and so is where accesses find other pages from then on.
    if (((next ^ position) >> 11 != 0 || mayChangeAccess(w)) && next < WINDOW_POSITIONS) store<u16>(leaderAt(next), LEADER)
    position = next
  }
  if (position < WINDOW_POSITIONS && load<u16>(mapAt(position)) != 0) store<u16>(leaderAt(position), LEADER)
  return waiting
}

/** Is it where a cut region ends? Its own head is where no other is entered. */
function isForeign(position: u32): bool {
  return work().isCut != 0 && (<u32>load<u64>(recordOf(position)) & RECORD_OPERATION) == RECORD_ENTER
}

/** Puts where an instruction leads on the list of places to look at. */
function waitFor(position: u32, next: u32, w: u64, effects: u32, waiting: u32): u32 {
  if ((effects & Effect.indirect) != 0 && rdOf(w) == SINK) {
    return rs1Of(w) == 1 || rs1Of(w) == 5 ? waiting : waitForTargets(position, waiting)
  }
  let count = waiting
  const isCall = (effects & (Effect.jump | Effect.indirect)) != 0 && rdOf(w) != SINK
  if (isCall || (effects & Effect.branch) != 0) count = wait(next, count)
  if (!isCall) count = wait(positionFrom(offsetOf(position) + targetOffset(w)), count)
  return count
}

function waitForTargets(position: u32, waiting: u32): u32 {
  const site = recordOf(position)
  let count = waiting
  for (let i: u32 = 0; i < learnedCount(site); i++) count = wait((position & ~(PAGE_POSITIONS - 1)) + (learnedOffset(site, i) >> 1), count)
  return count
}

function wait(position: u32, waiting: u32): u32 {
  if (position >= WINDOW_POSITIONS || waiting >= STACK_ENTRIES) return waiting
  if (load<u16>(mapAt(position)) == 0 && !wasRun(position)) return waiting
  store<u16>(leaderAt(position), LEADER)
  store<u32>(stackAt(waiting), position)
  return waiting + 1
}

export function wasRun(position: u32): bool {
  return windowPage(position >> 11) != 0 && load<u64>(recordOf(position)) != 0
}

/** Host pointer of the interpreter's record at a position whose page is known. */
// @ts-ignore: decorator
@inline export function recordOf(position: u32): usize {
  return windowPage(position >> 11) + ((position & (PAGE_POSITIONS - 1)) << 3)
}

function add(position: u32, w: u64, effects: u32): void {
  const it = work()
  store<u64>(recordAt(it.instructions), w)
  it.instructions += 1
  store<u16>(mapAt(position), <u16>it.instructions)
  for (let i: u32 = 0; i < lengthOf(w); i++) cover(position + i)
  it.usedX |= readsX(w, effects) | writesX(w, effects)
  it.usedF |= readsF(w, effects) | writesF(w, effects)
  noteMoves(w, effects)
  if ((effects & Effect.loads) != 0) it.usesLoad = 1
  if ((effects & Effect.stores) != 0) it.usesStore = 1
}

function cover(position: u32): void {
  const at = coverAt(0) + (position >> 3)
  store<u8>(at, load<u8>(at) | <u8>(<u32>1 << (position & 7)))
}

export function readsX(w: u64, effects: u32): u32 {
  let set: u32 = 0
  if ((effects & (Effect.readsRs1 | Effect.indirect)) != 0) set |= 1 << rs1Of(w)
  if ((effects & Effect.readsRs2) != 0) set |= 1 << rs2Of(w)
  if ((effects & Effect.readsRd) != 0 && rdOf(w) != SINK) set |= 1 << rdOf(w)
  return set & ~1
}

export function writesX(w: u64, effects: u32): u32 {
  return (effects & Effect.writesRd) != 0 && rdOf(w) != SINK ? 1 << rdOf(w) : 0
}

export function readsF(w: u64, effects: u32): u32 {
  let set: u32 = 0
  if ((effects & Effect.readsFs1) != 0) set |= 1 << rs1Of(w)
  if ((effects & Effect.readsFs2) != 0) set |= 1 << rs2Of(w)
  if ((effects & Effect.readsFs3) != 0) set |= 1 << fs3Of(w)
  return set
}

export function writesF(w: u64, effects: u32): u32 {
  return (effects & Effect.writesFd) != 0 ? 1 << rdOf(w) : 0
}

/** Bytes from a jump or branch to its target: near forms count records of four times that. */
export function targetOffset(w: u64): i64 {
  return (effectsOf(w) & Effect.far) != 0 ? immediateOf(w) : immediateOf(w) >> 2
}

/** Position of an offset from the head's page; behind the window when it is not in it. */
export function positionFrom(offset: i64): u32 {
  const from = offset + HEAD_OFFSET
  return from < 0 || from >= <i64>(WINDOW_POSITIONS << 1) ? WINDOW_POSITIONS : <u32>from >> 1
}

/** The record of the instruction at a position whose page is known; illegal when its second half is on an unknown page. */
export function decodePosition(position: u32): u64 {
  const offset = (position & (PAGE_POSITIONS - 1)) << 1
  const code = headerOf(windowPage(position >> 11)).frame + offset
  const extensions = changetype<Guest>(<usize>work().guest).extensions
  const low = <u32>load<u16>(code)
  if ((low & 3) != 3) return decode(low, offset, extensions)
  if (offset != LAST_HALFWORD) return decode(load<u32>(code), offset, extensions)
  const next = (position >> 11) + 1
  if (next >= WINDOW_PAGES || windowPage(next) == 0) return RECORD_ILLEGAL
  return decode(low | (<u32>load<u16>(headerOf(windowPage(next)).frame) << 16), offset, extensions)
}

/** Does the instruction begin on one page and end on the next? */
export function straddles(position: u32, w: u64): bool {
  return lengthOf(w) == 2 && (position & (PAGE_POSITIONS - 1)) == PAGE_POSITIONS - 1
}
