/** Which blocks others lead to. */
import { has, include, SET_BYTES } from './block-set'
import { successor, successors } from './blocks'
import { blockAt, Ending, NO_BLOCK, takeArena, work } from './work'

/** Goes on from the first `count` blocks of a list, which is as long as there are blocks; how many are in it then. Returns are gone on from, or not. */
export function reach(list: usize, count: u32, reached: usize, followsReturns: bool): u32 {
  for (let i: u32 = 0; i < count; i++) include(reached, load<u16>(list + (i << 1)))
  for (let i: u32 = 0; i < count; i++) {
    const block = blockAt(load<u16>(list + (i << 1)))
    if (block.ending == Ending.ret && !followsReturns) continue
    for (let j: u32 = 0; j < successors(block); j++) {
      const to = successor(block, j)
      if (to == NO_BLOCK || has(reached, to)) continue
      include(reached, to)
      store<u16>(list + (count << 1), <u16>to)
      count++
    }
  }
  return count
}

/**
 * The blocks that the heads lead to, by their numbers, and the set of the heads; how many, or 0 when there is no memory. A function that is called
 * from the region, and never goes on in it, is not among them: it may lead to a head, and would be written before it.
 */
export function reachFromHeads(list: usize, heads: usize): u32 {
  const it = work()
  const reached = takeArena(SET_BYTES)
  if (reached == 0) return 0
  for (let i: u32 = 0; i < it.heads; i++) {
    include(heads, i)
    store<u16>(list + (i << 1), <u16>i)
  }
  reach(list, it.heads, reached, true)
  let count: u32 = 0
  for (let i: u32 = 0; i < it.blocks; i++) if (has(reached, i)) store<u16>(list + (count++ << 1), <u16>i)
  return count
}
