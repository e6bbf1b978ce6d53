/**
 * Calls of functions that are in the region themselves: no more than jumps, so that registers stay where they are. A return then goes to whichever of
 * the places behind such calls it finds in its register, and out of the region for any other.
 */
import { Trick } from '../abi/layout.gen'
import { translator } from '../memory/regions'
import { SET_BYTES } from './block-set'
import { target } from './blocks'
import { positionFrom } from './discover'
import { reach } from './reach'
import { Block, blockAt, Ending, leaderBlock, NO_BLOCK, REGION_BLOCKS, takeArena, work } from './work'

/**
 * Instructions of a region at most that calls its own heads by jumps. Such a function becomes one loop, which all of its heads are in: with the loops
 * that a longer one has inside, that costs more than calls do.
 */
const RECURSIVE: u32 = 40

/** Places that one return may go to: each costs it a comparison. */
const MOST_PLACES: u32 = 4

/** Turns calls of the region's own functions into jumps where these return in the region; blocks are connected already, and calls lead to what is behind them. */
export function findInnerCalls(): void {
  if ((translator().without & Trick.calls) != 0) return
  const it = work()
  const mark = it.arena
  const callees = takeArena(REGION_BLOCKS * 2)
  if (callees == 0) return
  for (let i: u32 = 0; i < it.blocks; i++) store<u16>(callees + (i << 1), <u16>calleeOf(blockAt(i)))
  let isAny = false
  for (let i: u32 = 0; i < it.blocks; i++) {
    if (load<u16>(callees + (i << 1)) == NO_CALLEE) continue
    if (linkReturns(load<u16>(callees + (i << 1)), blockAt(i).next)) isAny = true
    else store<u16>(callees + (i << 1), NO_CALLEE)
  }
  if (!isAny) {
    it.arena = mark
    return
  }
  for (let i: u32 = 0; i < it.blocks; i++) {
    if (load<u16>(callees + (i << 1)) == NO_CALLEE) continue
    const block = blockAt(i)
    block.ending = Ending.innerCall
    block.taken = load<u16>(callees + (i << 1))
    block.next = NO_BLOCK
  }
}

const NO_CALLEE: u16 = 0xffff

function calleeOf(block: Block): u32 {
  if (block.ending != Ending.call || block.next == NO_BLOCK) return NO_CALLEE
  const callee = leaderBlock(positionFrom(<i64>block.takenOffset))
  if (callee == NO_BLOCK || callee < work().heads && work().instructions > RECURSIVE) return NO_CALLEE
  return callee
}

/** Has every return that a function reaches go on to `place`, too; false when there is none, or one has too many places. */
function linkReturns(callee: u32, place: u32): bool {
  const it = work()
  const mark = it.arena
  const reached = takeArena(SET_BYTES)
  const waiting = takeArena(REGION_BLOCKS * 2)
  if (waiting == 0) return false
  store<u16>(waiting, <u16>callee)
  const found = reach(waiting, 1, reached, false)
  let returns: u32 = 0
  for (let i: u32 = 0; i < found; i++) {
    const block = blockAt(load<u16>(waiting + (i << 1)))
    if (block.ending != Ending.ret) continue
    if (block.targetCount == MOST_PLACES && !leadsTo(block, place)) return false
    returns++
  }
  for (let i: u32 = 0; i < found; i++) {
    const block = blockAt(load<u16>(waiting + (i << 1)))
    if (block.ending == Ending.ret && !leadsTo(block, place)) addPlace(block, place)
  }
  // Lists of places are made from the arena for good.
  if (returns == 0) it.arena = mark
  return returns != 0
}

function leadsTo(block: Block, place: u32): bool {
  for (let i: u32 = 0; i < block.targetCount; i++) if (target(block, i) == place) return true
  return false
}

function addPlace(block: Block, place: u32): void {
  if (block.targets == 0) block.targets = <u32>takeArena(MOST_PLACES * 2)
  if (block.targets == 0) return
  store<u16>(block.targets + (block.targetCount << 1), <u16>place)
  block.targetCount += 1
}
