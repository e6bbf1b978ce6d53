/**
 * Tight loops: a loop that is one run of instructions, from the target of the branch at its end to that branch, is written twice.
 *
 *     first:  a turn whose accesses look for themselves
 *             groups (groups.ts) of the next turns all there?      else return
 *     tight:  turns by the groups' pointers
 *             budget for more, and their groups there?  tight      else return
 *     return: budget?  first                                       else out of the region
 *
 * So the loop that most turns are taken in has no way out before its end, but for accesses whose address it finds in the turn itself. At its end everything that
 * the turn computed is at hand: registers that the next turn sets before it reads them are handed on to nobody, and are computed only where it is left. It is
 * entered behind a turn, and so knows the words that turns leave (word-flow.ts), whatever leads to the loop.
 */
import { Trick } from '../abi/layout.gen'
import { translator } from '../memory/regions'
import { branchTo, close, op, Op, open, unlikely } from './code'
import { mayCopy } from './growth'
import { findGroups, guardedGroup, guardRun } from './groups'
import { goTo } from './labels'
import { getIsShort } from './leave'
import { keepGroup, lookUpGroup } from './memory'
import { mayChangeAccess } from './step'
import { turnsOf } from './turns'
import { Block, blockAt, Ending, mapAt, NO_BLOCK, recordAt, REGION_BLOCKS, work } from './work'

/** Are the nodes one run that will be a tight loop? */
export function isRun(nodes: usize, count: u32): bool {
  for (let i: u32 = 0; i < count; i++) {
    const last = <u32>load<u16>(nodes + (i << 1))
    if (blocksOfRun(last) == count) return true
  }
  return false
}

/** Blocks of the run that ends with this one's branch back to its beginning; 0 when there is no run, or it is too long. */
function blocksOfRun(last: u32): u32 {
  if ((translator().without & Trick.tight) != 0) return 0
  const end = blockAt(last)
  if (end.ending != Ending.branch || end.taken == NO_BLOCK || end.next == end.taken) return 0
  let blocks: u32 = 1
  let instructions = end.count
  let words = end.wordCount
  for (let i = end.taken; i != last; i = blockAt(i).next) {
    const block = blockAt(i)
    if (!fallsOn(block)) return 0
    blocks += 1
    instructions += block.count
    words += block.wordCount
  }
  // The tight loop does not look whether another page is where it was.
  const isOnOnePage = (blockAt(end.taken).start ^ end.last) >> 11 == 0
  return isOnOnePage && mayCopy(instructions, words, 1) && work().blocks + 2 <= REGION_BLOCKS ? blocks : 0
}

/** Does the block go on to the next in a piece? Where accesses find other pages from then on, groups are not those of before. */
function fallsOn(block: Block): bool {
  if (block.ending != Ending.fall || block.next == NO_BLOCK || blockAt(block.next).start != block.end) return false
  return !mayChangeAccess(load<u64>(recordAt(load<u16>(mapAt(block.last)) - 1)))
}

/** Gives each run a tight loop, when the blocks are connected and loops are peeled. */
export function tightenLoops(): void {
  const blocks = work().blocks
  for (let i: u32 = 0; i < blocks; i++) if (blocksOfRun(i) != 0) tighten(i)
}

function tighten(last: u32): void {
  const it = work()
  const end = blockAt(last)
  const first = end.taken
  const number = it.blocks
  const tight = blockAt(number)
  memory.copy(changetype<usize>(tight), changetype<usize>(end), offsetof<Block>())
  for (let i = first; i != last; i = blockAt(i).next) join(tight, blockAt(i))
  tight.start = blockAt(first).start
  tight.taken = number
  tight.tightTurns = turnsOf(number)
  tight.again = number + 1
  end.taken = number
  end.again = number + 1
  makeReturn(number + 1, first)
  it.blocks += 2
  it.instructions += tight.tightTurns * tight.count
}

function join(to: Block, block: Block): void {
  to.count += block.count
  to.wordCount += block.wordCount
  to.touchesX |= block.touchesX
  to.definesX |= block.definesX
  to.definesF |= block.definesF
}

function makeReturn(number: u32, first: u32): void {
  const block = blockAt(number)
  memory.fill(changetype<usize>(block), 0, offsetof<Block>())
  block.start = blockAt(first).start
  block.end = block.start
  block.last = block.start
  block.ending = Ending.jump
  block.taken = first
  block.next = NO_BLOCK
  block.again = NO_BLOCK
  block.isReturn = 1
}

/** Does the block lead nowhere but into a tight loop, or back from it? */
export function isInTight(block: Block): bool {
  return (block.tightTurns | block.isReturn) != 0
}

/** Where the run's branch is taken: goes into the tight loop, or back to the turn in front of it. From there the region's budget is enough for it. */
export function enterTight(block: Block): void {
  const missed = work().depth
  open(Op.block)
  if (block.tightTurns != 0) {
    getIsShort(0)
    leaveIf(missed)
  }
  findGroups(blockAt(block.taken), turnsOf(block.taken))
  const guarded = guardRun()
  for (let i: u32 = 0; i < guarded; i++) {
    lookUpGroup(guardedGroup(i))
    op(Op.i32Eqz)
    leaveIf(missed)
    keepGroup(guardedGroup(i))
  }
  goTo(block.taken)
  close()
  goTo(block.again)
}

function leaveIf(level: u32): void {
  unlikely()
  branchTo(Op.brIf, level)
}
