/**
 * What blocks hand on to each other of registers as words: a register stays narrow from block to block while all ways lead there with a word.
 *
 * Loops need to know what their ends know before they are written, so a region is written again until nothing is news: at first every block
 * takes for granted that all are words, and from then on what its predecessors ended with when it was written last.
 */
import { successor, successors } from './blocks'
import { Block, blockAt, NO_BLOCK, work } from './work'
import { isCall, needAll } from './live'
import { isPlain } from './labels'
import { halfX, settle, wholeX } from './words'

const ALL: u32 = u32.MAX_VALUE
/** Blocks that news goes on by each time that a region is written, at most: two blocks that lead to each other may tell each other what is no longer so, and would for ever. */
const SPREADS: u32 = 64

/** Before a region is written for the first time. */
export function beginWordFlow(): void {
  const it = work()
  for (let i: u32 = 0; i < it.blocks; i++) {
    const block = blockAt(i)
    block.inHalves = ALL
    block.inWords = ALL
    block.inSmalls = ALL
    block.inHighs = 0
    block.inWhole = ALL
    if (i < it.heads) knowNothing(block)
  }
}

/** Everything is whole, and more is not known. */
function knowNothing(block: Block): void {
  block.inHalves = 0
  block.inWords = 0
  block.inSmalls = 0
  block.inHighs = 0
  block.inWhole = ALL
}

/** What a block may take for granted. */
export function beginWords(number: u32): void {
  const it = work()
  const block = blockAt(number)
  it.whole = block.inWhole
  it.halves = block.inHalves
  it.words = block.inWords
  it.smalls = block.inSmalls
  it.highs = block.inHighs
}

/** Keeps what is known at the end of a block, the first time that its end is written. */
export function keepWords(block: Block): void {
  block.whole = ALL
  block.halves = 0
  block.words = 0
  block.smalls = 0
  block.highs = 0
  if (isCall(block)) return
  block.halves = ALL
  block.words = ALL
  block.smalls = ALL
  block.highs = ALL
  meetWords(block)
}

/** At another end of the same block: what comes next knows no more than both. */
export function meetWords(block: Block): void {
  if (isCall(block)) return
  const it = work()
  block.whole &= it.whole
  block.halves &= it.halves
  block.words &= it.words
  block.smalls &= it.smalls
  block.highs &= it.highs
}

/** At the end of a block, brings registers to what comes next expects of them. */
export function bringWords(block: Block): void {
  if (isCall(block)) return
  for (let i: u32 = 0; i < successors(block); i++) if (successor(block, i) != NO_BLOCK) bringTo(successor(block, i))
}

/** Where several blocks are reached by one way, what they find narrow would not be the same: everything is whole there. */
export function bringTo(number: u32): void {
  const it = work()
  const next = blockAt(number)
  if (!isPlain(number)) return settle()
  for (let i: u32 = 1; i < 32; i++) {
    const bit: u32 = 1 << i
    if ((next.inWhole & ~it.whole & bit) != 0) wholeX(i)
    if ((~next.inWhole & ~it.halves & bit) != 0) halfX(i)
  }
}

/** At a block that was reached while everything was whole. */
export function narrowWords(number: u32): void {
  beginWords(number)
  const it = work()
  const halves = it.halves & it.whole
  it.whole = ALL
  it.halves = halves
  bringTo(number)
}

/** After the region was written: whether a block took for granted what turned out otherwise, so that it is to be written again. */
export function isNews(): bool {
  const it = work()
  let news = it.needsAll == 1
  if (news) {
    it.needsAll = 2
    needAll()
  }
  for (let i: u32 = 0; i < SPREADS && spread(); i++) news = true
  return news
}

/** Whether a block hears something new of those before it. */
function spread(): bool {
  const it = work()
  let news = false
  for (let i: u32 = 0; i < it.blocks; i++) expectAll(blockAt(i))
  for (let i: u32 = 0; i < it.blocks; i++) passOn(blockAt(i))
  for (let i = it.heads; i < it.blocks; i++) if (learn(blockAt(i))) news = true
  return news
}

/** Nobody takes anything for granted: for regions that never come to rest. */
export function giveUpWordFlow(): void {
  const it = work()
  for (let i: u32 = 0; i < it.blocks; i++) knowNothing(blockAt(i))
}

function expectAll(block: Block): void {
  block.metWhole = ALL
  block.metHalves = ALL
  block.metWords = ALL
  block.metSmalls = ALL
  block.metHighs = ALL
}

/** A block that comes next knows no more than this one. */
function passOn(from: Block): void {
  for (let i: u32 = 0; i < successors(from); i++) {
    if (successor(from, i) == NO_BLOCK) continue
    const block = blockAt(successor(from, i))
    block.metWhole &= from.whole
    block.metHalves &= from.halves
    block.metWords &= from.words
    block.metSmalls &= from.smalls
    block.metHighs &= from.highs
  }
}

/**
 * Takes for granted what all ways to the block know, and no register for a word again that was none on some; whether that is something else than before.
 * What that means for what comes behind the block is told at once, as far as it is plain: so the news is at the region's other end before the region is written
 * again.
 */
function learn(block: Block): bool {
  const words = block.inWords & block.metWords
  const smalls = block.inSmalls & block.metSmalls & words
  // What is whole on none of the ways, or not on all, stays narrow if it is a word on each.
  const narrow = ~block.metWhole & words
  const halves = narrow | (block.metHalves & block.metWhole)
  const highs = block.metHighs & block.metWhole & ~halves
  const isNew =
    block.inWhole != ~narrow || block.inHalves != halves || block.inWords != words || block.inSmalls != smalls || block.inHighs != highs
  const lost = block.inWords & ~words & ~block.definesX
  block.inWhole = ~narrow
  block.inHalves = halves
  block.inWords = words
  block.inSmalls = smalls
  block.inHighs = highs
  if (isNew && !isCall(block)) foresee(block, lost)
  return isNew
}

/** Registers that the block does not touch are behind it what they are before it, and those that it only reads are no words that were none. */
function foresee(block: Block, lost: u32): void {
  const touched = block.touchesX
  block.whole = (block.whole & touched) | (block.inWhole & ~touched) | lost
  block.halves = ((block.halves & touched) | (block.inHalves & ~touched)) & ~lost
  block.words = ((block.words & touched) | (block.inWords & ~touched)) & ~lost
  block.smalls = ((block.smalls & touched) | (block.inSmalls & ~touched)) & ~lost
  block.highs = (block.highs & touched) | (block.inHighs & ~touched)
}
