/**
 * Groups: accesses of a block through one register, a known distance apart, are looked up once.
 *
 *     pointer = host pointer of the lowest of them
 *
 * The first of a group finds it, with the help of the core where it has to, and the others go by it. Where not all of the group is on one page that is
 * in the TLB by then, the region is left before the first: the interpreter goes on, or a region that begins there, whose first block has no groups.
 *
 * Groups that count from what registers hold at the beginning of the block are guarded when they are worth it: all are looked up before the
 * block, which is written twice, once for when all were found, without any more looks, and once for when one was not (block.ts).
 *
 * A span goes on for longer behind its reach for groups than one is wide (GROUP_SLACK), so that who finds the lowest finds all. In the TLB a group is found
 * that is on one page. What is added to the register on the way is followed, and so are copies of it.
 */
import { Trick, REGION_INSTRUCTIONS } from '../abi/layout.gen'
import { GROUP_SLACK } from '../hart/span'
import { host } from '../memory/host'
import { translator } from '../memory/regions'
import { Effect, effectsOf } from './effects.gen'
import { immediateOf, lengthOf, rdOf, rs1Of, rs2Of, SINK } from './record'
import { Block, groupsBase, headPosition, mapAt, recordAt, work } from './work'

/** Bytes from the lowest access of a group to the highest: what is left of a span's slack by the widest access. */
const WIDEST: i32 = <i32>GROUP_SLACK - 16
/** The same of a group that has to be on one page: the wider it is, the more often it is not. */
const WIDEST_ON_PAGE: i32 = 256
const MOST_GROUPS: u32 = 64
/** Locals for the pointers of groups that are in use at the same time. */
// @ts-ignore: decorator
@inline export const GROUP_LOCALS: u32 = 6

@unmanaged
export class Group {
  /** The value that all addresses are counted from. */
  root: u32
  isStore: u32
  /** Distances of the lowest and the highest access from it. */
  low: i32
  high: i32
  /** Accesses that are still to be written. */
  left: u32
  /** 1 + the local with the pointer among the groups', 0 while there is none. */
  held: u32
  /** 1 when it is looked up before the block. */
  isGuarded: u32
}

/** Groups that are guarded together, and accesses that make it worthwhile. */
const MOST_GUARDED: u32 = 4
const GUARDED_ACCESSES: u32 = 2
/** Instructions of a block that is written twice. */
const MOST_TWICE: u32 = 96

const GROUP_BYTES: u32 = 28
/** By register: the value that it is counted from, and how far it is from it. */
const ROOTS: u32 = MOST_GROUPS * GROUP_BYTES
const DISTANCES: u32 = ROOTS + 128
/** By instruction of the block: group + 1, and distance from the group's root. */
const MEMBERS: u32 = DISTANCES + 128
const MEMBER_DISTANCES: u32 = MEMBERS + REGION_INSTRUCTIONS
// All of it is GROUPS_BYTES of work.ts at most.

// @ts-ignore: decorator
@inline function groupAt(index: u32): Group {
  return changetype<Group>(groupsBase() + index * GROUP_BYTES)
}

// @ts-ignore: decorator
@inline function rootAt(register: u32): usize {
  return groupsBase() + ROOTS + (register << 2)
}

// @ts-ignore: decorator
@inline function distanceAt(register: u32): usize {
  return groupsBase() + DISTANCES + (register << 2)
}

/** Finds the groups of a block that is about to be written so many times in a row. */
export function findGroups(block: Block, turns: u32): void {
  const it = work()
  it.groups = 0
  it.groupsHeld = 0
  // Other threads could not take a page away that is in a region's locals.
  if (host().isShared != 0 || (translator().without & Trick.groups) != 0) return
  // Where a region was left since its group was not to be had, whoever begins there goes on without.
  if (it.isCut != 0 && block.start == headPosition(0)) return
  for (let i: u32 = 0; i < 32; i++) {
    store<u32>(rootAt(i), i)
    store<i32>(distanceAt(i), 0)
  }
  const count = block.count * turns
  if (count > REGION_INSTRUCTIONS) return
  memory.fill(groupsBase() + MEMBERS, 0, count)
  let position = block.start
  for (let i: u32 = 0; i < count; i++) {
    const w = load<u64>(recordAt(load<u16>(mapAt(position)) - 1))
    const effects = effectsOf(w)
    if ((effects & (Effect.loads | Effect.stores)) != 0 && rs1Of(w) != 0) noteAccess(i, w, (effects & Effect.stores) != 0)
    if ((effects & Effect.writesRd) != 0 && rdOf(w) != SINK) noteWrite(i, w, effects)
    position += lengthOf(w)
    if (position == block.end) position = block.start
  }
}

function noteAccess(index: u32, w: u64, isStore: bool): void {
  const it = work()
  const root = load<u32>(rootAt(rs1Of(w)))
  const distance = load<i32>(distanceAt(rs1Of(w))) + <i32>immediateOf(w)
  let number: u32 = 0
  while (number < it.groups && !joins(groupAt(number), root, isStore, distance)) number++
  if (number == MOST_GROUPS) return
  const group = groupAt(number)
  if (number == it.groups) {
    it.groups += 1
    group.root = root
    group.isStore = u32(isStore)
    group.low = distance
    group.high = distance
    group.left = 0
    group.held = 0
    group.isGuarded = 0
  }
  group.low = min<i32>(group.low, distance)
  group.high = max<i32>(group.high, distance)
  group.left += 1
  store<u8>(groupsBase() + MEMBERS + index, <u8>(number + 1))
  store<i32>(groupsBase() + MEMBER_DISTANCES + (index << 2), distance)
}

/** Chooses the groups of the block to guard; how many. */
export function guardGroups(): u32 {
  const it = work()
  return it.loops == 0 || it.blockCount > MOST_TWICE ? 0 : guard(GUARDED_ACCESSES)
}

/** The same for a tight loop, which is not written twice for them (tight.ts). */
export function guardRun(): u32 {
  return guard(1)
}

/** Chooses groups that have so many accesses altogether. */
function guard(least: u32): u32 {
  const it = work()
  if ((translator().without & Trick.guarded) != 0) return 0
  let guarded: u32 = 0
  let accesses: u32 = 0
  for (let i: u32 = 0; i < it.groups && guarded < MOST_GUARDED; i++) {
    const group = groupAt(i)
    if (group.root >= 32) continue
    guarded += 1
    accesses += group.left
  }
  if (accesses < least) return 0
  let left = guarded
  for (let i: u32 = 0; left > 0; i++) {
    const group = groupAt(i)
    if (group.root >= 32) continue
    group.isGuarded = 1
    group.held = left
    it.groupsHeld |= 1 << (left - 1)
    left -= 1
  }
  return guarded
}

/** The guarded groups, one after the other, for whoever looks them up. */
export function guardedGroup(index: u32): Group {
  let left = index + 1
  let number: u32 = 0
  while (true) {
    left -= groupAt(number).isGuarded
    if (left == 0) return groupAt(number)
    number++
  }
}

export function looksIntoSpan(isStore: bool): bool {
  return (isStore ? work().writeSpans : work().readSpans) != 0
}

/** Bytes from the lowest access of the group to behind the highest, as wide as that may be. */
export function extentOf(group: Group): u32 {
  return <u32>(group.high - group.low) + 8
}

function joins(group: Group, root: u32, isStore: bool, distance: i32): bool {
  if (group.root != root || group.isStore != u32(isStore)) return false
  const widest = looksIntoSpan(isStore) ? WIDEST : WIDEST_ON_PAGE
  return max<i32>(group.high, distance) - min<i32>(group.low, distance) <= widest
}

function noteWrite(index: u32, w: u64, effects: u32): void {
  const isCopy = (effects & Effect.sum) != 0 && (rs1Of(w) == 0 || rs2Of(w) == 0)
  const from = isCopy ? rs1Of(w) | rs2Of(w) : rs1Of(w)
  const distance = load<i32>(distanceAt(from)) + (isCopy ? 0 : <i32>immediateOf(w))
  const isFollowed = (isCopy || (effects & Effect.increment) != 0) && from != 0 && distance < 1 << 20 && distance > -(1 << 20)
  // Any other value is one of its own: numbers of registers are those that they have at the beginning of the block.
  store<u32>(rootAt(rdOf(w)), isFollowed ? load<u32>(rootAt(from)) : 32 + index)
  store<i32>(distanceAt(rdOf(w)), isFollowed ? distance : 0)
}

/** The group of the access that is being written, as long as a group is worth it and there is a local for its pointer; null otherwise. */
export function groupOfAccess(): Group | null {
  const it = work()
  if (it.groups == 0) return null
  const number = <u32>load<u8>(groupsBase() + MEMBERS + indexOfAccess())
  if (number == 0) return null
  const group = groupAt(number - 1)
  if (group.isGuarded == 0 && group.held == 0) hold(group)
  group.left -= 1
  return group.held == 0 ? null : group
}

/** Has the pointer of its group been found by an access before? */
export function isFirstOfGroup(group: Group): bool {
  return (work().groupsKnown >> (group.held - 1) & 1) == 0
}

/** From the address of the access that is being written to that of the group's lowest. */
export function distanceToLow(group: Group): i32 {
  return group.low - load<i32>(groupsBase() + MEMBER_DISTANCES + (indexOfAccess() << 2))
}

function indexOfAccess(): u32 {
  const it = work()
  return it.blockCount - it.remaining
}

function hold(group: Group): void {
  const it = work()
  if (group.left < 2) return
  const local = <u32>ctz<u32>(~it.groupsHeld)
  if (local >= GROUP_LOCALS) return
  it.groupsHeld |= 1 << local
  it.groupsKnown &= ~(1 << local)
  group.held = local + 1
}

/** The access is written: the next of its group finds the pointer, and the last gives the local back. */
export function passGroup(group: Group): void {
  const it = work()
  if (group.isGuarded != 0) return
  const bit: u32 = 1 << (group.held - 1)
  it.groupsKnown |= bit
  if (group.left == 0) it.groupsHeld &= ~bit
}
