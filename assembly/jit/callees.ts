/**
 * Which functions come into a region because it calls them: short ones without a loop, which a call costs more than their instructions do, and which are in its
 * window. Those that they call come with them.
 */
import { REGION_INSTRUCTIONS, Trick } from '../abi/layout.gen'
import { translator } from '../memory/regions'
import { decodePosition, discoverFrom, positionFrom, targetOffset, wasRun } from './discover'
import { Effect, effectsOf } from './effects.gen'
import { lengthOf, rdOf, rs1Of, SINK } from './record'
import { LEADER, leaderAt, mapAt, offsetOf, recordAt, takeArena, WINDOW_POSITIONS, work } from './work'

/** Instructions of such a function at most. */
const SHORT: u32 = 64

/** Takes the functions in that what was discovered calls, and goes on behind; calls of what they call are found further on in the window, or in the next round. */
export function discoverCallees(): void {
  if ((translator().without & Trick.calls) != 0) return
  let before: u32 = 0
  while (before != work().instructions) {
    before = work().instructions
    for (let position: u32 = 0; position < WINDOW_POSITIONS; position++) if (isInRegion(position)) takeCallee(position)
  }
}

function takeCallee(position: u32): void {
  const it = work()
  const w = load<u64>(recordAt(load<u16>(mapAt(position)) - 1))
  if ((effectsOf(w) & Effect.jump) == 0 || rdOf(w) == SINK) return
  const callee = positionFrom(offsetOf(position) + targetOffset(w))
  if (callee >= WINDOW_POSITIONS || load<u16>(leaderAt(callee)) != 0 || !isInRegion(position + lengthOf(w))) return
  const size = sizeOf(callee)
  if (size == 0 || it.instructions + size > REGION_INSTRUCTIONS) return
  if (isInRegion(callee)) store<u16>(leaderAt(callee), LEADER)
  else discoverFrom(callee)
}

// @ts-ignore: decorator
@inline function isInRegion(position: u32): bool {
  return position < WINDOW_POSITIONS && load<u16>(mapAt(position)) != 0
}

/** A walk through a function. */
@unmanaged
class Walk {
  /** By position: a Mark, u8 each. */
  marks: u32
  /** Positions of the instructions on the way, u16 each. */
  way: u32
  length: u32
  instructions: u32
  returns: u32
}

const enum Mark {
  none = 0,
  onTheWay = 1,
  done = 2,
}

/** Instructions of the function that begins at a position, as far as the interpreter has been there; 0 when it is long, has a loop, or was never seen to return. */
function sizeOf(callee: u32): u32 {
  const it = work()
  const mark = it.arena
  const walk = changetype<Walk>(takeArena(offsetof<Walk>()))
  const marks = takeArena(WINDOW_POSITIONS)
  const way = takeArena(SHORT * 2)
  it.arena = mark
  if (way == 0) return 0
  walk.marks = <u32>marks
  walk.way = <u32>way
  return goFrom(walk, callee) && walk.returns != 0 ? walk.instructions : 0
}

/** Goes all ways from a position; false when one of them comes back to itself, or there are too many instructions. */
function goFrom(walk: Walk, start: u32): bool {
  const begin = walk.length
  let position = start
  while (position < WINDOW_POSITIONS && wasRun(position) && load<u8>(walk.marks + position) != Mark.done) {
    if (load<u8>(walk.marks + position) == Mark.onTheWay) return false
    const w = decodePosition(position)
    const effects = effectsOf(w)
    if ((effects & Effect.leave) != 0) break
    if (walk.instructions == SHORT) return false
    store<u8>(walk.marks + position, Mark.onTheWay)
    store<u16>(walk.way + (walk.length << 1), <u16>position)
    walk.length += 1
    walk.instructions += 1
    if ((effects & Effect.branch) != 0 && !goFrom(walk, positionFrom(offsetOf(position) + targetOffset(w)))) return false
    if ((effects & Effect.indirect) != 0 && rdOf(w) == SINK) {
      if (rs1Of(w) == 1 || rs1Of(w) == 5) walk.returns += 1
      break
    }
    if ((effects & Effect.jump) != 0 && rdOf(w) == SINK) position = positionFrom(offsetOf(position) + targetOffset(w))
    else position += lengthOf(w)
  }
  while (walk.length != begin) {
    walk.length -= 1
    store<u8>(walk.marks + load<u16>(walk.way + (walk.length << 1)), Mark.done)
  }
  return true
}
