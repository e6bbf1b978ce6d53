/**
 * Control flow: the region's graph as nested Wasm blocks and loops.
 *
 * Strongly connected components become loops, in topological order, and each again what it is without the ways back to its header. A loop that is
 * entered at several blocks, and nothing else, begins with a table over TARGET, by which its header is reached again, too.
 */
import { writeBlock } from './block'
import { countOf, has, include, onlyMember, SET_BYTES } from './block-set'
import { componentOf, Components, entriesOf, findComponents, headerOf, isLoop, member, membersOf, sizeOf } from './components'
import { successor, successors } from './blocks'
import { branchTo, byte, close, i32Const, i64Const, localGet, localSet, op, Op, open, openUnlikely, unsigned, ValueType } from './code'
import { closeLabel, goTo, Label, openLabel, writeDepth } from './labels'
import { beginLeaving, getIsShort, leaveAt } from './leave'
import { beginChanged, changedAtAny, writeChanged } from './live'
import { reachFromHeads } from './reach'
import { BUDGET, getAddress, PAGE_VA, TARGET } from './registers'
import { leave } from './types'
import { furtherInstructions } from './turns'
import { beginWords, narrowWords } from './word-flow'
import { noteWhole } from './words'
import { blockAt, HEAD_OFFSET, headPosition, LABEL_LIMIT, labelAt, NO_BLOCK, offsetOf, takeArena, work } from './work'

/** Writes every block that a head leads to; false when the region is too tangled for the memory at hand. */
export function writeFlow(): bool {
  const it = work()
  const nodes = takeArena(it.blocks << 1)
  const entries = takeArena(SET_BYTES)
  if (nodes == 0 || entries == 0) return false
  const count = reachFromHeads(nodes, entries)
  return count != 0 && writeSequence(nodes, count, entries, it.heads, NO_BLOCK)
}

function writeSequence(nodes: usize, count: u32, entries: usize, entryCount: u32, header: u32): bool {
  const it = work()
  const mark = it.arena
  const components = findComponents(nodes, count, entries, header)
  const isDone = components !== null && writeComponents(components, entryCount)
  it.arena = mark
  return isDone
}

/** Each component behind the block that leads to it; the first one follows directly when the sequence has one entry. */
function writeComponents(it: Components, entryCount: u32): bool {
  const first: u32 = entryCount > 1 ? 0 : 1
  const labels = work().labels
  if (labels + it.components + 2 > LABEL_LIMIT) return false
  for (let i = it.components; i > first; i--) openLabel(Op.block, entriesOf(it, i - 1))
  if (entryCount > 1) {
    if (it.header != NO_BLOCK && !isUnambiguous(it)) return false
    if (it.header != NO_BLOCK) writeTable(it, labels)
    else goToHead()
  }
  for (let i: u32 = 0; i < it.components; i++) {
    if (i >= first) closeLabel()
    const next = i + 1 < it.components ? onlyMember(entriesOf(it, i + 1)) : NO_BLOCK
    if (!writeComponent(it, i, next)) return false
  }
  return true
}

function writeComponent(it: Components, component: u32, next: u32): bool {
  const nodes = membersOf(it, component)
  if (!isLoop(it, component)) {
    writeBlock(load<u16>(nodes), next)
    return true
  }
  const entries = entriesOf(it, component)
  const header = headerOf(it, component)
  include(entries, header)
  openLabel(Op.loopStart, entries)
  if (!isCheckedOnTheWay(it, component, header)) checkBudget(entries)
  work().loops += 1
  if (!writeSequence(nodes, sizeOf(it, component), entries, countOf(entries), header)) return false
  work().loops -= 1
  closeLabel()
  return true
}

/** Is it gone back to only where the budget has been looked at (tight.ts)? */
function isCheckedOnTheWay(it: Components, component: u32, header: u32): bool {
  if (blockAt(header).tightTurns != 0) return true
  if (onlyMember(entriesOf(it, component)) == NO_BLOCK) return false
  const nodes = membersOf(it, component)
  for (let i: u32 = 0; i < sizeOf(it, component); i++) {
    const block = blockAt(load<u16>(nodes + (i << 1)))
    if (block.isReturn != 0) continue
    for (let j: u32 = 0; j < successors(block); j++) if (successor(block, j) == header) return false
  }
  return true
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
  getIsShort(furtherInstructionsOf(entries))
  openUnlikely(ValueType.empty)
  if (only != NO_BLOCK) leaveAt(blockAt(only).start, 0)
  else {
    writeChanged()
    beginLeaving(0)
    getTargetAddress()
    leave()
  }
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
function writeTable(it: Components, labels: u32): void {
  const level = work().depth
  for (let i = countOf(it.entries); i > 0; i--) open(Op.block)
  writePositions(it, level)
  for (let i = it.count; i > 0; i--) {
    const block = member(it, i - 1)
    if (!has(it.entries, block) || block == it.header) continue
    close()
    narrowWords(block)
    // Labels were opened from the last component to the first.
    branchTo(Op.br, changetype<Label>(labelAt(labels + it.components - 1 - componentOf(it, block))).level)
  }
  close()
  narrowWords(it.header)
}

/** Do no two copies of a block share the position by which the table knows them? */
function isUnambiguous(it: Components): bool {
  for (let i: u32 = 0; i < it.count; i++) {
    const block = member(it, i)
    if (has(it.entries, block) && blockAmong(it, blockAt(block).start) != block) return false
  }
  return true
}

/** Block depth, counted from the table's, of the code for an entry. */
function rankOf(it: Components, block: u32): u32 {
  let rank: u32 = 0
  if (block == it.header) return rank
  for (let i: u32 = 0; i < it.count; i++) {
    if (member(it, i) != it.header && has(it.entries, member(it, i))) rank++
    if (member(it, i) == block) break
  }
  return rank
}

function writePositions(it: Components, level: u32): void {
  let low: u32 = u32.MAX_VALUE
  let high: u32 = 0
  for (let i: u32 = 0; i < it.count; i++) {
    if (!has(it.entries, member(it, i))) continue
    low = min<u32>(low, blockAt(member(it, i)).start)
    high = max<u32>(high, blockAt(member(it, i)).start)
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

function blockAmong(it: Components, position: u32): u32 {
  for (let i: u32 = 0; i < it.count; i++) {
    if (blockAt(member(it, i)).start == position && has(it.entries, member(it, i))) return member(it, i)
  }
  return NO_BLOCK
}
