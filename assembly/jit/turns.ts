/**
 * Loops of one short block are written several turns in a row: the budget is looked at once for all of them, and accesses of one turn find what
 * those of another looked up (groups.ts).
 */
import { REGION_INSTRUCTIONS, Trick } from '../abi/layout.gen'
import { translator } from '../memory/regions'
import { Block, blockAt, Ending, work } from './work'

/** Instructions of a loop that gets four turns, and of one that gets two. */
const SHORT: u32 = 8
const MIDDLE: u32 = 16

export function turnsOf(number: u32): u32 {
  const it = work()
  const block = blockAt(number)
  if (block.tightTurns != 0) return block.tightTurns
  if ((translator().without & Trick.unrolled) != 0 || !isLoop(block, number)) return 1
  const turns: u32 = block.count <= SHORT ? 4 : block.count <= MIDDLE ? 2 : 1
  return it.instructions + (turns - 1) * block.count > REGION_INSTRUCTIONS ? 1 : turns
}

/** It goes back to itself, on one page. */
function isLoop(block: Block, number: u32): bool {
  return block.ending == Ending.branch && block.taken == number && block.next != number && (block.start ^ block.last) >> 11 == 0
}

/** What a loop may run beyond the instructions of the region before it looks at the budget again. */
export function furtherInstructions(number: u32): u32 {
  return blockAt(number).tightTurns != 0 ? 0 : (turnsOf(number) - 1) * blockAt(number).count
}
