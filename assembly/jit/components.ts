/** The strongly connected components of a part of the region's graph, in topological order: each is a loop, or one block. */
import { has, include, onlyMember, SET_BYTES } from './block-set'
import { successor, successors } from './blocks'
import { isInTight } from './tight'
import { blockAt, NO_BLOCK, REGION_BLOCKS, takeArena } from './work'

@unmanaged
export class Components {
  nodes: u32
  count: u32
  /** Set of blocks by which the nodes are entered. */
  entries: u32
  /** When they are a loop's inside, the block to which ways back are not followed; NO_BLOCK otherwise. */
  header: u32
  /** By block: search order + 1, lowest reachable, 1 while on the path, component, 1 when it is among the nodes; u16 each. */
  order: u32
  low: u32
  onPath: u32
  component: u32
  inside: u32
  path: u32
  pathLength: u32
  found: u32
  components: u32
  /** The nodes by component, and where each begins among them; u16 each. */
  members: u32
  starts: u32
  /** By component, the set of its blocks that are reached from outside it. */
  entrySets: u32
}

const TABLES: u32 = 6

/** Finds the components of the nodes, of which a block may be left out; null when there is no memory. */
export function findComponents(nodes: usize, count: u32, entries: usize, header: u32): Components | null {
  const it = search(nodes, count, header)
  if (it === null) return null
  it.entries = <u32>entries
  it.entrySets = <u32>takeArena(it.components * SET_BYTES)
  if (it.entrySets == 0) return null
  findEntries(it)
  return it
}

/** The same without what leads to them. */
export function search(nodes: usize, count: u32, header: u32): Components | null {
  const it = changetype<Components>(takeArena(offsetof<Components>()))
  const tables = <u32>takeArena(REGION_BLOCKS * TABLES * 2)
  const members = takeArena(count << 1)
  // No component is without a block.
  const starts = takeArena((count + 1) << 1)
  if (changetype<usize>(it) == 0 || tables == 0 || members == 0 || starts == 0) return null
  it.nodes = <u32>nodes
  it.count = count
  it.header = header
  it.order = tables
  it.low = tables + REGION_BLOCKS * 2
  it.onPath = tables + REGION_BLOCKS * 4
  it.component = tables + REGION_BLOCKS * 6
  it.inside = tables + REGION_BLOCKS * 8
  it.path = tables + REGION_BLOCKS * 10
  it.members = <u32>members
  it.starts = <u32>starts
  visitAll(it)
  sort(it)
  return it
}

/** Tarjan's search, from the entries first so that the order follows control flow. */
function visitAll(it: Components): void {
  for (let i: u32 = 0; i < it.count; i++) store<u16>(it.inside + (member(it, i) << 1), 1)
  for (let i = it.count; i > 0; i--) if (load<u16>(it.order + (member(it, i - 1) << 1)) == 0) visit(it, member(it, i - 1))
  // Components were found last first.
  for (let i: u32 = 0; i < it.count; i++) {
    const at = it.component + (member(it, i) << 1)
    store<u16>(at, <u16>(it.components - 1 - load<u16>(at)))
  }
}

function visit(it: Components, from: u32): void {
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
      visit(it, to)
      lower(it, from, load<u16>(it.low + (to << 1)))
    } else if (load<u16>(it.onPath + (to << 1)) != 0) lower(it, from, load<u16>(it.order + (to << 1)))
  }
  if (load<u16>(it.low + (from << 1)) == load<u16>(it.order + (from << 1))) take(it, from)
}

function lower(it: Components, block: u32, value: u16): void {
  const at = it.low + (block << 1)
  if (value < load<u16>(at)) store<u16>(at, value)
}

function take(it: Components, root: u32): void {
  while (true) {
    it.pathLength -= 1
    const block = <u32>load<u16>(it.path + (it.pathLength << 1))
    store<u16>(it.onPath + (block << 1), 0)
    store<u16>(it.component + (block << 1), <u16>it.components)
    if (block == root) break
  }
  it.components += 1
}

function sort(it: Components): void {
  let at: u32 = 0
  for (let component: u32 = 0; component < it.components; component++) {
    store<u16>(it.starts + (component << 1), <u16>at)
    for (let i: u32 = 0; i < it.count; i++) {
      if (componentOf(it, member(it, i)) != component) continue
      store<u16>(it.members + (at << 1), <u16>member(it, i))
      at++
    }
  }
  store<u16>(it.starts + (it.components << 1), <u16>at)
}

function findEntries(it: Components): void {
  for (let i: u32 = 0; i < it.count; i++) {
    const from = member(it, i)
    if (has(it.entries, from)) include(entriesOf(it, componentOf(it, from)), from)
    const block = blockAt(from)
    for (let j: u32 = 0; j < successors(block); j++) {
      const to = successor(block, j)
      if (isFollowed(it, to) && componentOf(it, to) != componentOf(it, from)) include(entriesOf(it, componentOf(it, to)), to)
    }
  }
}

// @ts-ignore: decorator
@inline export function member(it: Components, index: u32): u32 {
  return load<u16>(it.nodes + (index << 1))
}

// @ts-ignore: decorator
@inline function isFollowed(it: Components, to: u32): bool {
  return to != NO_BLOCK && to != it.header && load<u16>(it.inside + (to << 1)) != 0
}

// @ts-ignore: decorator
@inline export function componentOf(it: Components, block: u32): u32 {
  return load<u16>(it.component + (block << 1))
}

/** The blocks of a component: how many, and their numbers; u16 each. */
export function sizeOf(it: Components, component: u32): u32 {
  return <u32>load<u16>(it.starts + (component << 1), 2) - load<u16>(it.starts + (component << 1))
}

export function membersOf(it: Components, component: u32): usize {
  return it.members + (load<u16>(it.starts + (component << 1)) << 1)
}

// @ts-ignore: decorator
@inline export function entriesOf(it: Components, component: u32): usize {
  return it.entrySets + component * SET_BYTES
}

/** Does a way from the component lead back to it? */
export function isLoop(it: Components, component: u32): bool {
  if (sizeOf(it, component) > 1) return true
  const only = <u32>load<u16>(membersOf(it, component))
  if (!isFollowed(it, only)) return false
  const block = blockAt(only)
  for (let i: u32 = 0; i < successors(block); i++) if (successor(block, i) == only) return true
  return false
}

/**
 * The block without which the loops inside a loop are left: where it is entered, or, when that is in several places, the first block that is
 * gone back to. Compilers put the header of the outermost loop there. What belongs to a tight loop stays inside of the turn in front of it.
 */
export function headerOf(it: Components, component: u32): u32 {
  const only = onlyMember(entriesOf(it, component))
  if (only != NO_BLOCK) return only
  const nodes = membersOf(it, component)
  let header = NO_BLOCK
  for (let i: u32 = 0; i < sizeOf(it, component); i++) {
    const block = blockAt(load<u16>(nodes + (i << 1)))
    for (let j: u32 = 0; j < successors(block); j++) {
      const to = successor(block, j)
      if (!isFollowed(it, to) || componentOf(it, to) != component || blockAt(to).start > block.start || isInTight(blockAt(to))) continue
      if (header == NO_BLOCK || blockAt(to).start < blockAt(header).start) header = to
    }
  }
  return header
}
