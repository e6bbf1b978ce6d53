/** Basic blocks of the region that was discovered, and which registers each may find changed. */
import { Effect, effectsOf } from './effects.gen'
import { positionFrom, readsX, recordOf, targetOffset, writesF, writesX } from './discover'
import { findInnerCalls } from './inner-calls'
import { findLazy } from './lazy'
import { findLive, isCall } from './live'
import { peelLoops } from './peel'
import { lengthOf, rdOf, rs1Of, SINK } from './record'
import { tightenLoops } from './tight'
import { learnedCount, learnedOffset } from '../hart/targets'
import { Block, blockAt, Ending, headPosition, LEADER, leaderAt, leaderBlock, mapAt, NO_BLOCK, offsetOf, PAGE_POSITIONS, recordAt, REGION_BLOCKS, takeArena, WINDOW_POSITIONS, work } from './work'

/** Cuts the region into blocks, those of its heads first. */
export function findBlocks(): void {
  const it = work()
  for (let i: u32 = 0; i < it.heads; i++) number(headPosition(i))
  for (let position: u32 = 0; position < WINDOW_POSITIONS; position++) {
    if (load<u16>(leaderAt(position)) == LEADER && load<u16>(mapAt(position)) != 0) number(position)
  }
  for (let i: u32 = 0; i < it.blocks; i++) connect(blockAt(i))
  findInnerCalls()
  peelLoops()
  tightenLoops()
  findLazy()
  spreadDirty()
  findLive()
}

/** Gives the block that starts at `position` a number while there are any; without one it is outside the region. */
function number(position: u32): void {
  const it = work()
  if (it.blocks == REGION_BLOCKS) return
  const block = blockAt(it.blocks)
  memory.fill(changetype<usize>(block), 0, offsetof<Block>())
  block.start = position
  block.again = NO_BLOCK
  it.blocks += 1
  store<u16>(leaderAt(position), <u16>it.blocks)
  measure(block)
}

/** Walks the block to its end. */
function measure(block: Block): void {
  let position = block.start
  while (true) {
    const w = load<u64>(recordAt(load<u16>(mapAt(position)) - 1))
    const effects = effectsOf(w)
    block.count += 1
    block.last = position
    block.definesX |= writesX(w, effects)
    block.definesF |= writesF(w, effects)
    block.wordCount += u32((effects & Effect.word) != 0)
    block.touchesX |= (effects & Effect.step) != 0 ? u32.MAX_VALUE : readsX(w, effects) | writesX(w, effects)
    position += lengthOf(w)
    block.end = position
    block.ending = endingOf(w, effects)
    if (block.ending != Ending.fall || position >= WINDOW_POSITIONS) return
    if (load<u16>(mapAt(position)) == 0 || load<u16>(leaderAt(position)) != 0) return
  }
}

function endingOf(w: u64, effects: u32): u32 {
  if ((effects & Effect.branch) != 0) return Ending.branch
  const isLinking = rdOf(w) != SINK
  if ((effects & Effect.jump) != 0) return isLinking ? Ending.call : Ending.jump
  if ((effects & Effect.indirect) == 0) return Ending.fall
  if (isLinking) return Ending.callIndirect
  return rs1Of(w) == 1 || rs1Of(w) == 5 ? Ending.ret : Ending.indirect
}

function connect(block: Block): void {
  const w = load<u64>(recordAt(load<u16>(mapAt(block.last)) - 1))
  block.taken = NO_BLOCK
  block.next = NO_BLOCK
  if (block.ending == Ending.branch || block.ending == Ending.jump || block.ending == Ending.call) {
    block.takenOffset = <i32>(offsetOf(block.last) + targetOffset(w))
    if (block.ending != Ending.call) block.taken = leaderBlock(positionFrom(<i64>block.takenOffset))
  }
  if (block.ending != Ending.jump && block.ending != Ending.ret && block.ending != Ending.indirect) block.next = leaderBlock(block.end)
  if (block.ending == Ending.indirect) findTargets(block)
}

function findTargets(block: Block): void {
  const page = block.last & ~(PAGE_POSITIONS - 1)
  const site = recordOf(block.last)
  const learned = learnedCount(site)
  block.targets = <u32>takeArena(learned << 1)
  if (block.targets == 0) return
  for (let i: u32 = 0; i < learned; i++) {
    const target = leaderBlock(page + (learnedOffset(site, i) >> 1))
    if (target == NO_BLOCK) continue
    store<u16>(block.targets + (block.targetCount << 1), <u16>target)
    block.targetCount += 1
  }
}

/** How many ways lead on inside the region, and each of them. */
export function successors(block: Block): u32 {
  return TARGETS + block.targetCount
}

/** The learned targets come behind the others. */
const TARGETS: u32 = 3

export function successor(block: Block, index: u32): u32 {
  if (index == 0) return block.taken
  if (index == 1) return block.next
  return index == 2 ? block.again : target(block, index - TARGETS)
}

export function target(block: Block, index: u32): u32 {
  return load<u16>(block.targets + (index << 1))
}

export function setSuccessor(block: Block, index: u32, to: u32): void {
  if (index == 0) block.taken = to
  else if (index == 1) block.next = to
  else if (index == 2) block.again = to
  else store<u16>(block.targets + ((index - TARGETS) << 1), <u16>to)
}

/** A block finds changed what any way to it has changed since the registers were read, and has not written through. */
function spreadDirty(): void {
  const count = work().blocks
  let isSettled = false
  while (!isSettled) {
    isSettled = true
    for (let i: u32 = 0; i < count; i++) if (passDirty(blockAt(i))) isSettled = false
  }
}

function passDirty(block: Block): bool {
  if (block.isLazy == 0 || isCall(block)) return false
  const x = block.dirtyX | block.definesX
  const f = block.dirtyF | block.definesF
  let isNew = false
  for (let i: u32 = 0; i < successors(block); i++) {
    if (successor(block, i) == NO_BLOCK) continue
    const to = blockAt(successor(block, i))
    if ((x & ~to.dirtyX) == 0 && (f & ~to.dirtyF) == 0) continue
    to.dirtyX |= x
    to.dirtyF |= f
    isNew = true
  }
  return isNew
}
