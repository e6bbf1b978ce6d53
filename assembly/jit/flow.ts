/**
 * Control flow: the region's graph as nested Wasm blocks and loops.
 *
 * Strongly connected components become loops, in topological order, and each again what it is without the ways back to its header. A loop that is
 * entered at several blocks, and nothing else, begins with a table over TARGET, by which its header is reached again, too.
 */
import { writeBlock } from './block'
import { countOf, has, include, onlyMember, SET_BYTES } from './block-set'
import { successor, successors } from './blocks'
import { branchTo, byte, close, i32Const, i64Const, localGet, localSet, op, Op, open, openUnlikely, unsigned, ValueType } from './code'
import { closeLabel, goTo, Label, openLabel, writeDepth } from './labels'
import { beginLeaving } from './leave'
import { beginChanged, changedAtAny, writeChanged } from './live'
import { BUDGET, getAddress, PAGE_VA, TARGET } from './registers'
import { leave } from './types'
import { furtherInstructions } from './turns'
import { beginWords, narrowWords } from './word-flow'
import { noteWhole } from './words'
import { Block, blockAt, HEAD_OFFSET, headPosition, LABEL_LIMIT, labelAt, NO_BLOCK, offsetOf, REGION_BLOCKS, takeArena, work } from './work'

/** Writes every block that a head leads to; false when the region is too tangled for the memory at hand. */
export function writeFlow(): bool {
  const it = work()
  const nodes = takeArena(it.blocks << 1)
  const entries = takeArena(SET_BYTES)
  const reached = takeArena(SET_BYTES)
  if (nodes == 0 || entries == 0 || reached == 0) return false
  for (let i: u32 = 0; i < it.heads; i++) include(entries, i)
  reachFromHeads(reached, nodes)
  let count: u32 = 0
  for (let i: u32 = 0; i < it.blocks; i++) if (has(reached, i)) store<u16>(nodes + (count++ << 1), <u16>i)
  return writeSequence(nodes, count, entries, it.heads, NO_BLOCK)
}

/**
 * A function that is called from here, and never goes on here, is left out: it may lead to a head, and would be written before it. `list` is where
 * the blocks wait to be looked at.
 */
function reachFromHeads(reached: usize, list: usize): void {
  let count = work().heads
  for (let i: u32 = 0; i < count; i++) {
    include(reached, i)
    store<u16>(list + (i << 1), <u16>i)
  }
  for (let i: u32 = 0; i < count; i++) {
    const block = blockAt(load<u16>(list + (i << 1)))
    for (let j: u32 = 0; j < successors(block); j++) {
      const to = successor(block, j)
      if (to == NO_BLOCK || has(reached, to)) continue
      include(reached, to)
      store<u16>(list + (count++ << 1), <u16>to)
    }
  }
}

/** Where the components of a sequence are kept. */
@unmanaged
class Sequence {
  nodes: u32
  count: u32
  /** Set of blocks by which the sequence is entered. */
  entries: u32
  /** When it is a loop's inside, the block to which ways back are not followed; NO_BLOCK otherwise. */
  header: u32
  /** By block: search order + 1, lowest reachable, 1 while on the path, component; u16 each. */
  order: u32
  low: u32
  onPath: u32
  component: u32
  inside: u32
  path: u32
  pathLength: u32
  found: u32
  components: u32
}

function begin(sequence: Sequence, tables: usize, nodes: usize, count: u32): void {
  sequence.nodes = <u32>nodes
  sequence.count = count
  sequence.order = <u32>tables
  sequence.low = <u32>tables + REGION_BLOCKS * 2
  sequence.onPath = <u32>tables + REGION_BLOCKS * 4
  sequence.component = <u32>tables + REGION_BLOCKS * 6
  sequence.inside = <u32>tables + REGION_BLOCKS * 8
  sequence.path = <u32>tables + REGION_BLOCKS * 10
}

function writeSequence(nodes: usize, count: u32, entries: usize, entryCount: u32, header: u32): bool {
  const it = work()
  const mark = it.arena
  const sequence = changetype<Sequence>(takeArena(offsetof<Sequence>()))
  const tables = takeArena(REGION_BLOCKS * 6 * 2)
  if (changetype<usize>(sequence) == 0 || tables == 0) return false
  begin(sequence, tables, nodes, count)
  sequence.entries = <u32>entries
  sequence.header = header
  findComponents(sequence)
  const isDone = writeComponents(sequence, entryCount)
  it.arena = mark
  return isDone
}

/** Tarjan's search, from the entries first so that the order follows control flow. */
function findComponents(it: Sequence): void {
  for (let i: u32 = 0; i < it.count; i++) store<u16>(it.inside + (node(it, i) << 1), 1)
  for (let i = it.count; i > 0; i--) if (load<u16>(it.order + (node(it, i - 1) << 1)) == 0) search(it, node(it, i - 1))
  // Components were found last first.
  for (let i: u32 = 0; i < it.count; i++) {
    const at = it.component + (node(it, i) << 1)
    store<u16>(at, <u16>(it.components - 1 - load<u16>(at)))
  }
}

// @ts-ignore: decorator
@inline function node(it: Sequence, index: u32): u32 {
  return load<u16>(it.nodes + (index << 1))
}

// @ts-ignore: decorator
@inline function isFollowed(it: Sequence, to: u32): bool {
  return to != NO_BLOCK && to != it.header && load<u16>(it.inside + (to << 1)) != 0
}

function search(it: Sequence, from: u32): void {
  it.found += 1
  store<u16>(it.order + (from << 1), <u16>it.found)
  store<u16>(it.low + (from << 1), <u16>it.found)
  store<u16>(it.path + (it.pathLength << 1), <u16>from)
  it.pathLength += 1
  store<u16>(it.onPath + (from << 1), 1)
  const block = blockAt(from)
  for (let i: u32 = 0; i < successors(block); i++) {
    const to = successor(block, i)
    if (!isFollowed(it, to)) continue
    if (load<u16>(it.order + (to << 1)) == 0) {
      search(it, to)
      lower(it, from, load<u16>(it.low + (to << 1)))
    } else if (load<u16>(it.onPath + (to << 1)) != 0) lower(it, from, load<u16>(it.order + (to << 1)))
  }
  if (load<u16>(it.low + (from << 1)) == load<u16>(it.order + (from << 1))) take(it, from)
}

function lower(it: Sequence, block: u32, value: u16): void {
  const at = it.low + (block << 1)
  if (value < load<u16>(at)) store<u16>(at, value)
}

function take(it: Sequence, root: u32): void {
  while (true) {
    it.pathLength -= 1
    const block = <u32>load<u16>(it.path + (it.pathLength << 1))
    store<u16>(it.onPath + (block << 1), 0)
    store<u16>(it.component + (block << 1), <u16>it.components)
    if (block == root) break
  }
  it.components += 1
}

// @ts-ignore: decorator
@inline function componentOf(it: Sequence, block: u32): u32 {
  return load<u16>(it.component + (block << 1))
}

/** Each component behind the block that leads to it; the first one follows directly when the sequence has one entry. */
function writeComponents(it: Sequence, entryCount: u32): bool {
  const entrySets = takeArena(it.components * SET_BYTES)
  const order = takeArena(it.count << 1)
  const starts = takeArena((it.components + 1) << 1)
  if (entrySets == 0 || order == 0 || starts == 0) return false
  sortByComponent(it, order, starts)
  findEntries(it, entrySets)
  const first: u32 = entryCount > 1 ? 0 : 1
  const labels = work().labels
  if (labels + it.components + 2 > LABEL_LIMIT) return false
  for (let i = it.components; i > first; i--) openLabel(Op.block, entrySets + (i - 1) * SET_BYTES)
  if (entryCount > 1) {
    if (it.header != NO_BLOCK) writeTable(it, labels)
    else goToHead()
  }
  for (let i: u32 = 0; i < it.components; i++) {
    if (i >= first) closeLabel()
    const from = load<u16>(starts + (i << 1))
    const count = <u32>load<u16>(starts + (i << 1), 2) - from
    const next = i + 1 < it.components ? onlyMember(entrySets + (i + 1) * SET_BYTES) : NO_BLOCK
    if (!writeComponent(it, order + (from << 1), count, entrySets + i * SET_BYTES, next)) return false
  }
  return true
}

function writeComponent(it: Sequence, nodes: usize, count: u32, entries: usize, next: u32): bool {
  const only = <u32>load<u16>(nodes)
  if (count == 1 && !repeats(it, only)) {
    writeBlock(only, next)
    return true
  }
  const header = headerOf(nodes, count, entries)
  include(entries, header)
  openLabel(Op.loopStart, entries)
  checkBudget(entries)
  work().loops += 1
  if (!writeSequence(nodes, count, entries, countOf(entries), header)) return false
  work().loops -= 1
  closeLabel()
  return true
}

/**
 * The block without which the loops inside a loop are left: where it is entered, or, when that is in several places, the first block that is
 * gone back to. Compilers put the header of the outermost loop there.
 */
function headerOf(nodes: usize, count: u32, entries: usize): u32 {
  const only = onlyMember(entries)
  if (only != NO_BLOCK) return only
  let header = NO_BLOCK
  for (let i: u32 = 0; i < count; i++) {
    const block = blockAt(load<u16>(nodes + (i << 1)))
    for (let j: u32 = 0; j < successors(block); j++) {
      const to = successor(block, j)
      if (to == NO_BLOCK || blockAt(to).start > block.start || !isAmong(nodes, count, to)) continue
      if (header == NO_BLOCK || blockAt(to).start < blockAt(header).start) header = to
    }
  }
  return header
}

function isAmong(nodes: usize, count: u32, block: u32): bool {
  for (let i: u32 = 0; i < count; i++) if (load<u16>(nodes + (i << 1)) == block) return true
  return false
}

function repeats(it: Sequence, number: u32): bool {
  if (!isFollowed(it, number)) return false
  const block = blockAt(number)
  for (let i: u32 = 0; i < successors(block); i++) if (successor(block, i) == number) return true
  return false
}

function sortByComponent(it: Sequence, order: usize, starts: usize): void {
  let at: u32 = 0
  for (let component: u32 = 0; component < it.components; component++) {
    store<u16>(starts + (component << 1), <u16>at)
    for (let i: u32 = 0; i < it.count; i++) {
      if (componentOf(it, node(it, i)) != component) continue
      store<u16>(order + (at << 1), <u16>node(it, i))
      at++
    }
  }
  store<u16>(starts + (it.components << 1), <u16>at)
}

/** The blocks of each component that are reached from outside it. */
function findEntries(it: Sequence, sets: usize): void {
  for (let i: u32 = 0; i < it.count; i++) {
    const from = node(it, i)
    if (has(it.entries, from)) include(sets + componentOf(it, from) * SET_BYTES, from)
    const block = blockAt(from)
    for (let j: u32 = 0; j < successors(block); j++) {
      const to = successor(block, j)
      if (isFollowed(it, to) && componentOf(it, to) != componentOf(it, from)) include(sets + componentOf(it, to) * SET_BYTES, to)
    }
  }
}

/** Leaves a loop at its head when the budget might end in the next turn. */
function checkBudget(entries: usize): void {
  const only = onlyMember(entries)
  if (only == NO_BLOCK) {
    work().needsAll |= 1
    changedAtAny(entries)
    noteWhole(u32.MAX_VALUE)
  } else {
    beginWords(only)
    beginChanged(blockAt(only))
  }
  localGet(BUDGET)
  i32Const(<i32>(work().instructions + furtherInstructionsOf(entries)))
  op(Op.i32LtS)
  openUnlikely(ValueType.empty)
  writeChanged()
  beginLeaving(0)
  if (only != NO_BLOCK) getAddress(offsetOf(blockAt(only).start))
  else getTargetAddress()
  leave()
  close()
}

/** What the blocks of a set may run in one go beyond the instructions of the region. */
function furtherInstructionsOf(entries: usize): u32 {
  let most: u32 = 0
  for (let i: u32 = 0; i < work().blocks; i++) if (has(entries, i)) most = max<u32>(most, furtherInstructions(i))
  return most
}

export function getTargetAddress(): void {
  localGet(TARGET)
  op(Op.i64ExtendI32U)
  i64Const(1)
  op(Op.i64Shl)
  localGet(PAGE_VA)
  op(Op.i64Add)
  i64Const(HEAD_OFFSET)
  op(Op.i64Sub)
}

/** Goes to the head that the region is entered by, the blocks of which come first. */
function goToHead(): void {
  for (let i = work().heads - 1; i > 0; i--) {
    localGet(TARGET)
    i32Const(<i32>headPosition(i))
    op(Op.i32Eq)
    open(Op.ifTrue)
    goTo(i)
    close()
  }
  goTo(0)
}

/**
 * A table over the positions from the first entry to the last, and for each of them what brings registers to what it expects of them; `labels` is
 * where the sequence's own labels begin. The header's is the last, since that comes next.
 */
function writeTable(it: Sequence, labels: u32): void {
  const level = work().depth
  for (let i = countOf(it.entries); i > 0; i--) open(Op.block)
  writePositions(it, level)
  for (let i = it.count; i > 0; i--) {
    const block = node(it, i - 1)
    if (!has(it.entries, block) || block == it.header) continue
    close()
    narrowWords(block)
    // Labels were opened from the last component to the first.
    branchTo(Op.br, changetype<Label>(labelAt(labels + it.components - 1 - componentOf(it, block))).level)
  }
  close()
  narrowWords(it.header)
}

/** Block depth, counted from the table's, of the code for an entry. */
function rankOf(it: Sequence, block: u32): u32 {
  let rank: u32 = 0
  if (block == it.header) return rank
  for (let i: u32 = 0; i < it.count; i++) {
    if (node(it, i) != it.header && has(it.entries, node(it, i))) rank++
    if (node(it, i) == block) break
  }
  return rank
}

function writePositions(it: Sequence, level: u32): void {
  let low: u32 = u32.MAX_VALUE
  let high: u32 = 0
  for (let i: u32 = 0; i < it.count; i++) {
    if (!has(it.entries, node(it, i))) continue
    low = min<u32>(low, blockAt(node(it, i)).start)
    high = max<u32>(high, blockAt(node(it, i)).start)
  }
  localGet(TARGET)
  i32Const(<i32>low)
  op(Op.i32Sub)
  byte(Op.brTable)
  unsigned(high - low)
  for (let position = low; position <= high; position++) {
    const block = blockAmong(it, position)
    writeDepth(level + (block == NO_BLOCK ? 0 : rankOf(it, block)))
  }
}

function blockAmong(it: Sequence, position: u32): u32 {
  for (let i: u32 = 0; i < it.count; i++) {
    if (blockAt(node(it, i)).start == position && has(it.entries, node(it, i))) return node(it, i)
  }
  return NO_BLOCK
}
