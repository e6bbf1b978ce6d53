/**
 * Where registers are written back late.
 *
 * Inside of a loop a register that changes is written back by the ways out, each of which has a store for every register that may have changed by
 * then. Elsewhere code runs but once between two calls, and such stores would be most of it: there a register is written through, before the
 * next access that could be a way out.
 *
 * A loop is taken for a piece of the source, from the target of a branch that goes back to that branch.
 */
import { successor, successors } from './blocks'
import { blockAt, NO_BLOCK, work } from './work'

/** Finds the blocks in which registers are written back late. */
export function findLazy(): void {
  const it = work()
  for (let i: u32 = 0; i < it.blocks; i++) {
    const block = blockAt(i)
    for (let j: u32 = 0; j < successors(block); j++) {
      const to = successor(block, j)
      if (to != NO_BLOCK && blockAt(to).start <= block.start) markLoop(blockAt(to).start, block.start)
    }
  }
}

function markLoop(first: u32, last: u32): void {
  const it = work()
  for (let i: u32 = 0; i < it.blocks; i++) if (blockAt(i).start >= first && blockAt(i).start <= last) blockAt(i).isLazy = 1
}
