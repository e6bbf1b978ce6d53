/**
 * Loop peeling: a region that is entered at a loop inside it begins with a turn of its own, from which it goes on into the loop.
 *
 * So the loop keeps one header, and knows of registers what its turns leave in them (words.ts), of which nothing is known where a region is
 * entered. Compilers lay a loop out in one piece, from the target of the branch that goes back to that branch; it is peeled when it is short, has
 * no loop inside, and is entered from elsewhere in the region at one block at most.
 */
import { REGION_INSTRUCTIONS, Trick } from '../abi/layout.gen'
import { translator } from '../memory/regions'
import { successor, successors } from './blocks'
import { Block, blockAt, Ending, NO_BLOCK, REGION_BLOCKS, takeArena, work } from './work'

/** Instructions of a loop at most. */
const SHORT: u32 = 96

/** What became of a loop's blocks in the turns before it: by block and turn, the copy + 1, u16 each. */
@unmanaged
class Loop {
  head: u32
  /** Position of its last block. */
  end: u32
  /** The block at which the copies go on into the loop. */
  header: u32
  copies: u32
  /** By block: the turn that a copy belongs to, u8 each. */
  turns: u32
}

/** Peels the loops at the region's heads, whose blocks are connected already. */
export function peelLoops(): void {
  if ((translator().without & Trick.peeled) != 0) return
  const it = work()
  const mark = it.arena
  const loop = changetype<Loop>(takeArena(offsetof<Loop>()))
  loop.copies = <u32>takeArena(REGION_BLOCKS * 4)
  loop.turns = <u32>takeArena(REGION_BLOCKS)
  for (let i: u32 = 0; i < it.heads && loop.turns != 0; i++) if (find(loop, i)) peel(loop)
  it.arena = mark
}

/** The loop that goes back to a head; false when it is none to peel. */
function find(loop: Loop, head: u32): bool {
  loop.head = head
  loop.header = NO_BLOCK
  loop.end = 0
  const start = blockAt(head).start
  for (let i: u32 = 0; i < work().blocks; i++) {
    if (blockAt(i).start >= start && goesTo(blockAt(i), head)) loop.end = max<u32>(loop.end, blockAt(i).start)
  }
  return loop.end != 0 && isSimple(loop)
}

function goesTo(block: Block, to: u32): bool {
  for (let i: u32 = 0; i < successors(block); i++) if (successor(block, i) == to) return true
  return false
}

function isInside(loop: Loop, block: u32): bool {
  return block != NO_BLOCK && blockAt(block).start >= blockAt(loop.head).start && blockAt(block).start <= loop.end
}

function isSimple(loop: Loop): bool {
  const it = work()
  let instructions: u32 = 0
  let blocks: u32 = 0
  for (let i: u32 = 0; i < it.blocks; i++) {
    const block = blockAt(i)
    for (let j: u32 = 0; j < successors(block); j++) {
      const to = successor(block, j)
      if (!isInside(loop, to) || to == loop.head && isInside(loop, i)) continue
      if (isInside(loop, i)) {
        if (blockAt(to).start <= block.start) return false
      } else if (loop.header == NO_BLOCK) loop.header = to
      else if (loop.header != to) return false
    }
    if (!isInside(loop, i)) continue
    // Copies share the list of learned targets, and an inner call comes back to one place.
    if (block.targetCount != 0 || block.ending == Ending.innerCall) return false
    instructions += block.count
    blocks += 1
  }
  if (loop.header == NO_BLOCK) loop.header = loop.head
  return instructions <= SHORT && it.blocks + 2 * blocks + 1 <= REGION_BLOCKS && it.instructions + 2 * instructions <= REGION_INSTRUCTIONS
}

/** The head becomes the first block of the copies, and another one takes its place in the region. */
function peel(loop: Loop): void {
  const it = work()
  const head = loop.head
  memory.fill(loop.copies, 0, REGION_BLOCKS * 4)
  const inside = clone(head)
  for (let i: u32 = 0; i < it.blocks; i++) redirect(blockAt(i), head, inside)
  if (loop.header == head) loop.header = inside
  it.instructions += blockAt(head).count
  let copied = it.blocks
  follow(loop, head, u32(loop.header == inside))
  for (; copied < it.blocks; copied++) follow(loop, copied, load<u8>(loop.turns + copied))
}

function clone(block: u32): u32 {
  const it = work()
  const number = it.blocks
  memory.copy(changetype<usize>(blockAt(number)), changetype<usize>(blockAt(block)), offsetof<Block>())
  it.blocks += 1
  return number
}

function redirect(block: Block, from: u32, to: u32): void {
  if (block.taken == from) block.taken = to
  if (block.next == from) block.next = to
  for (let i: u32 = 0; i < block.targetCount; i++) if (successor(block, 2 + i) == from) store<u16>(block.targets + (i << 1), <u16>to)
}

/** A copy goes on to copies until the header was reached twice: once to begin a turn, and once to be done with it. */
function follow(loop: Loop, copy: u32, turn: u32): void {
  const block = blockAt(copy)
  block.taken = copyOf(loop, block.taken, turn)
  block.next = copyOf(loop, block.next, turn)
}

function copyOf(loop: Loop, block: u32, turn: u32): u32 {
  const it = work()
  if (!isInside(loop, block) || block == loop.header && turn == 1) return block
  const next = block == loop.header ? 1 : turn
  const at = loop.copies + ((next * REGION_BLOCKS + block) << 1)
  if (load<u16>(at) == 0) {
    const copy = clone(block)
    store<u8>(loop.turns + copy, <u8>next)
    it.instructions += blockAt(copy).count
    store<u16>(at, <u16>(copy + 1))
  }
  return load<u16>(at) - 1
}
