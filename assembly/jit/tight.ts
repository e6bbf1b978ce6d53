/**
 * Tight loops: a loop that is one run of instructions, from the target of the branch at its end to that branch, is written twice.
 *
 *     again:  budget, a turn whose accesses look for themselves
 *     enter:  is there budget for the next turn, and are its groups (groups.ts) in their spans?  else again
 *     tight:  a turn by the groups' pointers, then enter
 *
 * So the loop that most turns are taken in has no way out before its end, where everything that the turn computed is at hand: registers that the next turn
 * sets before it reads them are handed on to nobody, and are computed only where it is left. It is entered behind a turn, and so knows the words that
 * turns leave (word-flow.ts), whatever leads to the loop.
 */
import { Trick } from '../abi/layout.gen'
import { translator } from '../memory/regions'
import { branchTo, close, i32Const, localGet, op, Op, open, unlikely } from './code'
import { findGroups, guardedGroup, guardRun } from './groups'
import { goTo } from './labels'
import { keepGroup, lookUpGroup } from './memory'
import { BUDGET } from './registers'
import { furtherInstructions, turnsOf } from './turns'
import { bringTo } from './word-flow'
import { restoreWords, saveWords, Saved } from './words'
import { Block, blockAt, Ending, NO_BLOCK, REGION_BLOCKS, work } from './work'

/** Instructions that such a loop has at most, and that a region has with its copies, as in peel.ts. */
const LONG: u32 = 160
const MOST: u32 = 512

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
  for (let i = end.taken; i != last; i = blockAt(i).next) {
    const block = blockAt(i)
    if (block.ending != Ending.fall || block.next == NO_BLOCK || blockAt(block.next).start != block.end) return 0
    blocks += 1
    instructions += block.count
    if (instructions > LONG) return 0
  }
  // The tight loop does not look whether another page is where it was.
  if ((blockAt(end.taken).start ^ end.last) >> 11 != 0) return 0
  return instructions > LONG || work().instructions + instructions > MOST || work().blocks == REGION_BLOCKS ? 0 : blocks
}

/** Gives each run a tight loop, when the blocks are connected and loops are peeled. */
export function tightenLoops(): void {
  const blocks = work().blocks
  for (let i: u32 = 0; i < blocks; i++) if (blocksOfRun(i) != 0) tighten(i)
}

function tighten(last: u32): void {
  const it = work()
  const number = it.blocks
  const end = blockAt(last)
  const first = end.taken
  const tight = blockAt(number)
  memory.copy(changetype<usize>(tight), changetype<usize>(end), offsetof<Block>())
  for (let i = first; i != last; i = blockAt(i).next) join(tight, blockAt(i))
  tight.start = blockAt(first).start
  tight.isTight = 1
  tight.taken = number
  tight.again = first
  end.taken = number
  end.again = first
  it.blocks += 1
  it.instructions += tight.count
}

function join(to: Block, block: Block): void {
  to.count += block.count
  to.wordCount += block.wordCount
  to.touchesX |= block.touchesX
  to.definesX |= block.definesX
  to.definesF |= block.definesF
}

/** Where the run's branch is taken: goes into the tight loop, or again to the turn in front of it. */
export function enterTight(block: Block): void {
  const it = work()
  const turns = turnsOf(block.taken)
  const missed = it.depth
  open(Op.block)
  localGet(BUDGET)
  i32Const(<i32>(it.instructions + furtherInstructions(block.taken)))
  op(Op.i32LtS)
  leaveIf(missed)
  findGroups(blockAt(block.taken), turns)
  const guarded = guardRun()
  for (let i: u32 = 0; i < guarded; i++) {
    lookUpGroup(guardedGroup(i))
    op(Op.i32Eqz)
    leaveIf(missed)
    keepGroup(guardedGroup(i))
  }
  goTo(block.taken)
  close()
  saveWords(Saved.turn)
  bringTo(block.again)
  goTo(block.again)
  restoreWords(Saved.turn)
}

function leaveIf(level: u32): void {
  unlikely()
  branchTo(Op.brIf, level)
}
