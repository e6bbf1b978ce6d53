/**
 * Loop peeling: a loop that is entered inside, by one of the region's heads or from several of its blocks, is written with copies of its blocks in
 * front, by which it is entered and which go on into the loop at its header.
 *
 * So the loop keeps one header, which needs no table over where to go on, and knows of registers what its turns leave in them (words.ts), of which
 * nothing is known where a region is entered. A short loop without another one inside gets a whole turn of its own in front; in a longer one the
 * copies go on into the loop as soon as they come to its header. A loop of one run of instructions has such a turn by itself (tight.ts).
 */
import { Trick } from '../abi/layout.gen'
import { translator } from '../memory/regions'
import { has, include, onlyMember, SET_BYTES } from './block-set'
import { setSuccessor, successor, successors } from './blocks'
import { entriesOf, findComponents, headerOf, isLoop, membersOf, search, sizeOf } from './components'
import { mayCopy } from './growth'
import { reachFromHeads } from './reach'
import { isRun } from './tight'
import { Block, blockAt, NO_BLOCK, REGION_BLOCKS, takeArena, work } from './work'

/** Instructions of a loop at most that gets a turn of its own. */
const SHORT: u32 = 96
/** Bytes of the arena that are left for whoever comes next, and for lists of targets, which are made from it for good. */
const ROOM: u32 = 128 << 10

@unmanaged
class Loop {
  /** Set of its blocks. */
  inside: u32
  /** The block at which the copies go on into the loop. */
  header: u32
  /** Turns that the copies begin before they do so. */
  turns: u32
  /** By head: the block that is in the loop for it, u16 each. */
  own: u32
  /** By turn and block, the copy + 1, u16 each. */
  copies: u32
  /** By copy, the turn that it belongs to, u8 each. */
  turnOf: u32
}

/** Peels the region's loops, whose blocks are connected already. */
export function peelLoops(): void {
  if ((translator().without & Trick.peeled) != 0) return
  const it = work()
  const loop = changetype<Loop>(takeArena(offsetof<Loop>()))
  loop.inside = <u32>takeArena(SET_BYTES)
  loop.own = <u32>takeArena(REGION_BLOCKS * 2)
  loop.copies = <u32>takeArena(REGION_BLOCKS * 4)
  loop.turnOf = <u32>takeArena(REGION_BLOCKS)
  if (loop.turnOf == 0) return
  while (true) {
    const mark = it.arena
    const isFound = findLoop(loop)
    it.arena = mark
    if (!isFound || it.arenaEnd - it.arena < ROOM) return
    peel(loop)
  }
}

/** The next loop to peel, outer ones first. */
function findLoop(loop: Loop): bool {
  const it = work()
  const nodes = takeArena(it.blocks << 1)
  const heads = takeArena(SET_BYTES)
  if (heads == 0) return false
  const count = reachFromHeads(nodes, heads)
  return count != 0 && findAmong(loop, nodes, count, heads, NO_BLOCK)
}

function findAmong(loop: Loop, nodes: usize, count: u32, entries: usize, header: u32): bool {
  const it = findComponents(nodes, count, entries, header)
  if (it === null) return false
  for (let i: u32 = 0; i < it.components; i++) {
    if (!isLoop(it, i)) continue
    if (choose(loop, membersOf(it, i), sizeOf(it, i), onlyMember(entriesOf(it, i)))) return true
    if (findAmong(loop, membersOf(it, i), sizeOf(it, i), entriesOf(it, i), headerOf(it, i))) return true
  }
  return false
}

/** Chooses a loop, its header, and how many turns to begin before it; false when it is well as it is, or too long. */
function choose(loop: Loop, nodes: usize, count: u32, only: u32): bool {
  const it = work()
  if (only != NO_BLOCK && only >= it.heads) return false
  const instructions = instructionsOf(nodes, count)
  const words = wordsOf(nodes, count)
  if (!mayCopy(instructions, words, 1) || isRun(nodes, count)) return false
  memory.fill(loop.inside, 0, SET_BYTES)
  for (let i: u32 = 0; i < count; i++) include(loop.inside, load<u16>(nodes + (i << 1)))
  const left = chooseHeader(loop, nodes, count)
  if (loop.header == NO_BLOCK) return false
  loop.turns = u32(left == 0 && instructions <= SHORT)
  // A loop that is entered at its header alone is peeled for the turn of its own.
  if (only == loop.header && loop.turns == 0) return false
  const copies = loop.turns + 1
  // And the heads' blocks in the loop.
  return it.blocks + it.heads + copies * count <= REGION_BLOCKS && mayCopy(instructions, words, copies + 1)
}

function instructionsOf(nodes: usize, count: u32): u32 {
  let sum: u32 = 0
  for (let i: u32 = 0; i < count; i++) sum += blockAt(load<u16>(nodes + (i << 1))).count
  return sum
}

function wordsOf(nodes: usize, count: u32): u32 {
  let sum: u32 = 0
  for (let i: u32 = 0; i < count; i++) sum += blockAt(load<u16>(nodes + (i << 1))).wordCount
  return sum
}

/**
 * The block without which the fewest instructions are in loops; how many. None is found when there is no memory. Where other code of the region goes into the loop, that is the loop's true
 * beginning, and not where the region happens to be entered.
 */
function chooseHeader(loop: Loop, nodes: usize, count: u32): u32 {
  let least: u32 = u32.MAX_VALUE
  loop.header = NO_BLOCK
  const entered = takeArena(SET_BYTES)
  if (entered == 0) return least
  const isEntered = findEntered(loop, entered)
  for (let i: u32 = 0; i < count; i++) {
    const block = <u32>load<u16>(nodes + (i << 1))
    if (isEntered && !has(entered, block)) continue
    const left = loopedWithout(nodes, count, block)
    if (left >= least) continue
    least = left
    loop.header = block
  }
  return least
}

/** The blocks of the loop that others lead to; whether there are any. */
function findEntered(loop: Loop, entered: usize): bool {
  let isAny = false
  for (let i: u32 = 0; i < work().blocks; i++) {
    if (has(loop.inside, i)) continue
    const block = blockAt(i)
    for (let j: u32 = 0; j < successors(block); j++) {
      const to = successor(block, j)
      if (to == NO_BLOCK || !has(loop.inside, to)) continue
      include(entered, to)
      isAny = true
    }
  }
  return isAny
}

/** Instructions of the nodes that are in loops when one block is not gone back to. */
function loopedWithout(nodes: usize, count: u32, header: u32): u32 {
  const it = work()
  const mark = it.arena
  const components = search(nodes, count, header)
  if (components === null) return u32.MAX_VALUE
  let sum: u32 = 0
  for (let i: u32 = 0; i < components.components; i++) {
    if (isLoop(components, i)) sum += instructionsOf(membersOf(components, i), sizeOf(components, i))
  }
  it.arena = mark
  return sum
}

/** Heads become the first of the copies, and other blocks take their places in the loop. */
function peel(loop: Loop): void {
  const it = work()
  memory.fill(loop.copies, 0, REGION_BLOCKS * 4)
  for (let i: u32 = 0; i < it.heads; i++) {
    if (!has(loop.inside, i)) continue
    const own = clone(i)
    store<u16>(loop.own + (i << 1), <u16>own)
    include(loop.inside, own)
  }
  const behind = it.blocks
  for (let i: u32 = 0; i < behind; i++) if (i >= it.heads || !has(loop.inside, i)) enter(loop, i)
  for (let i: u32 = 0; i < it.heads; i++) if (has(loop.inside, i)) follow(loop, i, i == loop.header ? loop.turns : 0)
  for (let i = behind; i < it.blocks; i++) follow(loop, i, load<u8>(loop.turnOf + i))
}

/** The block in the loop for one of the loop's. */
function ownOf(loop: Loop, block: u32): u32 {
  return block < work().heads ? load<u16>(loop.own + (block << 1)) : block
}

/** Ways in the loop stay in it, and those from outside lead to its header or to copies. */
function enter(loop: Loop, from: u32): void {
  const isInside = has(loop.inside, from)
  const block = blockAt(from)
  for (let i: u32 = 0; i < successors(block); i++) {
    const to = successor(block, i)
    if (to == NO_BLOCK || !has(loop.inside, to)) continue
    const own = ownOf(loop, to)
    setSuccessor(block, i, isInside || own == ownOf(loop, loop.header) ? own : copyOf(loop, own, 0))
  }
}

/** A copy goes on to copies until its turns are over. */
function follow(loop: Loop, copy: u32, turn: u32): void {
  const block = blockAt(copy)
  for (let i: u32 = 0; i < successors(block); i++) {
    const to = successor(block, i)
    if (to == NO_BLOCK || !has(loop.inside, to)) continue
    const own = ownOf(loop, to)
    const isHeader = own == ownOf(loop, loop.header)
    setSuccessor(block, i, isHeader && turn == loop.turns ? own : copyOf(loop, own, turn + u32(isHeader)))
  }
}

function copyOf(loop: Loop, block: u32, turn: u32): u32 {
  const at = loop.copies + ((turn * REGION_BLOCKS + block) << 1)
  if (load<u16>(at) == 0) {
    const copy = clone(block)
    store<u8>(loop.turnOf + copy, <u8>turn)
    store<u16>(at, <u16>(copy + 1))
  }
  return load<u16>(at) - 1
}

/** A block with the same ways on, and a list of its own for where they lead. */
function clone(block: u32): u32 {
  const it = work()
  const number = it.blocks
  const from = blockAt(block)
  const to = blockAt(number)
  memory.copy(changetype<usize>(to), changetype<usize>(from), offsetof<Block>())
  if (from.targetCount != 0) {
    to.targets = <u32>takeArena(from.targetCount << 1)
    memory.copy(to.targets, from.targets, from.targetCount << 1)
  }
  it.blocks += 1
  it.instructions += from.count
  return number
}
