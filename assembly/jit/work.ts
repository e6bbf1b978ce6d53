/**
 * Where a region is put together: the cursor of the Wasm writer, and what is known of the region's instructions, blocks and registers.
 *
 * Positions count halfwords in a window of pages, of which the head's is the one in the middle.
 */
import { DECODED_RECORDS, MOST_HEADS, REGION_INSTRUCTIONS, WINDOW_PAGES } from '../abi/layout.gen'
import { translator } from '../memory/regions'

// @ts-ignore: decorator
@inline export const REGION_BLOCKS: u32 = 256
// @ts-ignore: decorator
@inline export const PAGE_POSITIONS: u32 = DECODED_RECORDS
// @ts-ignore: decorator
@inline export const WINDOW_POSITIONS: u32 = WINDOW_PAGES * PAGE_POSITIONS
/** The head's page is in the middle of the window. */
// @ts-ignore: decorator
@inline export const HEAD_PAGE: u32 = WINDOW_PAGES >> 1
// @ts-ignore: decorator
@inline export const HEAD_OFFSET: i64 = HEAD_PAGE << 12
// @ts-ignore: decorator
@inline export const NO_BLOCK: u32 = 0xffff_ffff

/** What is in front of the code in a module: types, imports, functions, their places in the table, branch hints. */
// @ts-ignore: decorator
@inline export const HEADER_BYTES: u32 = 512 << 10
// @ts-ignore: decorator
@inline export const MODULE_BYTES: u32 = 3 << 20
/** A region is begun only while so much of the buffer is free, and given up when less than the reserve is. */
// @ts-ignore: decorator
@inline export const REGION_BYTES: u32 = 512 << 10
// @ts-ignore: decorator
@inline export const RESERVE_BYTES: u32 = 64 << 10

@unmanaged
export class Work {
  /** Next byte of the module. */
  cursor: u32
  /** Behind the module's buffer. */
  end: u32
  /** Open blocks of Wasm control flow. */
  depth: u32
  /** Labels in use. */
  labels: u32
  blocks: u32
  instructions: u32
  /** Next free byte of the arena of graph searches. */
  arena: u32
  arenaEnd: u32
  /** Places where it is entered. */
  heads: u32
  /** Regions that it takes the place of. */
  replaced: u32
  /** 1 when it ends where other regions are entered. */
  isCut: u32
  guest: u32
  hart: u32
  /** Registers that the region uses. */
  usedX: u32
  usedF: u32
  usesLoad: u32
  usesStore: u32
  /** The block that is being written, and in it the instruction: its position and how many of the block come from it on. */
  block: u32
  position: u32
  remaining: u32
  /** Whether the block has found floating point on (1) or dirty (2). */
  floatState: u32
  /** 1 when FAST is known in the block. */
  knowsFast: u32
  listed: u32
  functions: u32
  scratchFloat: u32
  /** Registers that are changed otherwise than in steps. */
  movedX: u32
  /** First byte of the function's body, and the branch hints noted so far. */
  body: u32
  hints: u32
  /** Does the module call functions of the core by their slots? */
  usesHelpers: u32
  /** Virtual address of the head's page when the region was made. */
  pageVa: u64
  /** What is known of registers where code is being written: sets of x registers (words.ts). */
  whole: u32
  halves: u32
  words: u32
  smalls: u32
  highs: u32
  /** 1 when loads, or stores, look into the span before they look into the TLB. */
  readSpans: u32
  writeSpans: u32
  /** Groups of the block that is being written (groups.ts), and which of their locals are in use, and hold a pointer already. */
  groups: u32
  groupsHeld: u32
  groupsKnown: u32
  /** Loops that the code that is being written is inside of. */
  loops: u32
  /** Instructions of the block. */
  blockCount: u32
  /** Registers that are read when the region is entered (live.ts). */
  entryX: u32
  entryF: u32
  /** Registers that may differ from the hart's where code is being written. */
  changedHereX: u32
  changedHereF: u32
  /** 1 when spans are looked at where the TLBs are, since locals would have to be kept over calls. */
  farSpans: u32
  /** 1 when it turned out that everything has to be read. */
  needsAll: u32
  /** The first of the locals that there are when they are asked for, how many there are so far, and where their number is declared. */
  firstLateLocal: u32
  lateLocals: u32
  lateLocalCount: u32
}

/** Arrays behind the scalars. */
const SCALARS: u32 = 384
/** Those that words.ts saves: whole, halves, words, smalls and highs. */
export const KNOWN_BYTES: u32 = 20
const SAVED_WORDS: u32 = SCALARS - 3 * KNOWN_BYTES
const MAP: u32 = SCALARS
const LEADERS: u32 = MAP + WINDOW_POSITIONS * 2
const BLOCKS: u32 = LEADERS + WINDOW_POSITIONS * 2
const BLOCK_BYTES: u32 = <u32>offsetof<Block>()
const RECORDS: u32 = BLOCKS + REGION_BLOCKS * BLOCK_BYTES
const STACK: u32 = RECORDS + REGION_INSTRUCTIONS * 8
const STACK_BYTES: u32 = REGION_INSTRUCTIONS * 2 * 4
const LOCALS: u32 = STACK + STACK_BYTES
const SITES: u32 = LOCALS + 128
const PAGES: u32 = SITES + 128
const HEADS: u32 = PAGES + WINDOW_PAGES * 8
const REPLACED: u32 = HEADS + MOST_HEADS * 4
const COVER: u32 = REPLACED + MOST_HEADS * 4
const COVER_BYTES: u32 = WINDOW_POSITIONS >> 3
const OWN_COVER: u32 = COVER + COVER_BYTES
const LABELS: u32 = OWN_COVER + COVER_BYTES
export const LABEL_BYTES: u32 = 8 + (REGION_BLOCKS >> 3)
const LABEL_COUNT: u32 = REGION_BLOCKS * 4
const HEADER: u32 = LABELS + LABEL_COUNT * LABEL_BYTES
const ARENA_BYTES: u32 = 512 << 10
const ARENA: u32 = HEADER + HEADER_BYTES
export const HINT_LIMIT: u32 = 65_536
const HINTS: u32 = ARENA + ARENA_BYTES
const GROUPS: u32 = HINTS + HINT_LIMIT * 4
const GROUPS_BYTES: u32 = 8 << 10
export const WORK_BYTES: u32 = GROUPS + GROUPS_BYTES

// @ts-ignore: decorator
@inline export function work(): Work {
  return changetype<Work>(<usize>translator().work)
}

// @ts-ignore: decorator
@inline function base(): usize {
  return changetype<usize>(work())
}

/** Instruction number + 1 at each position, 0 where none is known: u16 each. */
// @ts-ignore: decorator
@inline export function mapAt(position: u32): usize {
  return base() + MAP + (position << 1)
}

/** LEADER where a block begins, then its number + 1: u16 each. */
// @ts-ignore: decorator
@inline export function leaderAt(position: u32): usize {
  return base() + LEADERS + (position << 1)
}
// @ts-ignore: decorator
@inline export const LEADER: u16 = 0xffff

/** Number of the block that begins at a position; NO_BLOCK when none of the region's does. */
export function leaderBlock(position: u32): u32 {
  if (position >= WINDOW_POSITIONS || load<u16>(mapAt(position)) == 0) return NO_BLOCK
  const number = load<u16>(leaderAt(position))
  return number == 0 || number == LEADER ? NO_BLOCK : <u32>number - 1
}

/** Decoded record of an instruction, by number. */
// @ts-ignore: decorator
@inline export function recordAt(instruction: u32): usize {
  return base() + RECORDS + (instruction << 3)
}

/** Where what was known of words at a place (Saved) is kept. */
// @ts-ignore: decorator
@inline export function savedWordsAt(place: u32): usize {
  return base() + SAVED_WORDS + place * KNOWN_BYTES
}

// @ts-ignore: decorator
@inline export function blockAt(number: u32): Block {
  return changetype<Block>(base() + BLOCKS + number * BLOCK_BYTES)
}

/** Positions that discovery has still to look at. */
// @ts-ignore: decorator
@inline export function stackAt(index: u32): usize {
  return base() + STACK + (index << 2)
}
export const STACK_ENTRIES: u32 = STACK_BYTES >> 2

/** Wasm local of an x register (0..31) or f register (32..63), then those of registers.ts that come late: u8 each. */
// @ts-ignore: decorator
@inline export function localAt(register: u32): usize {
  return base() + LOCALS + register
}

/** Site of the accesses through a register: u16 each for loads and stores. */
// @ts-ignore: decorator
@inline export function siteAt(register: u32, isStore: bool): usize {
  return base() + SITES + (register << 2) + (u32(isStore) << 1)
}

// @ts-ignore: decorator
@inline export function labelAt(index: u32): usize {
  return base() + LABELS + index * LABEL_BYTES
}
export const LABEL_LIMIT: u32 = LABEL_COUNT

/** Branches that are hardly ever or nearly always taken, by their place in their function: u32 each; the function's number is in the upper bits. */
// @ts-ignore: decorator
@inline export function hintAt(index: u32): usize {
  return base() + HINTS + (index << 2)
}

/** What groups.ts knows of a block. */
// @ts-ignore: decorator
@inline export function groupsBase(): usize {
  return base() + GROUPS
}

// @ts-ignore: decorator
@inline export function headerBuffer(): usize {
  return base() + HEADER
}

/** Forgets the region before. */
export function clearRegion(): void {
  const it = work()
  memory.fill(base() + MAP, 0, BLOCKS - MAP)
  memory.fill(base() + COVER, 0, COVER_BYTES)
  it.arena = <u32>base() + ARENA
  it.arenaEnd = it.arena + ARENA_BYTES
  it.blocks = 0
  it.instructions = 0
  it.labels = 0
  it.depth = 0
  it.loops = 0
  it.usedX = 0
  it.usedF = 0
  it.movedX = 0
  it.usesLoad = 0
  it.usesStore = 0
  it.needsAll = 0
  it.whole = u32.MAX_VALUE
}

/** How a block ends. */
export const enum Ending {
  /** Goes on behind its last instruction. */
  fall = 0,
  branch = 1,
  jump = 2,
  call = 3,
  callIndirect = 4,
  ret = 5,
  indirect = 6,
  /** A call of a function in the region (inner-calls.ts). */
  innerCall = 7,
}

@unmanaged
export class Block {
  start: u32
  /** Behind the last instruction. */
  end: u32
  /** Position of the last instruction. */
  last: u32
  /** Instructions that retire in the block. */
  count: u32
  ending: u32
  /** Where a branch, jump or call goes: block number or NO_BLOCK, and offset in bytes from the head's page. */
  taken: u32
  takenOffset: i32
  /** What comes behind it: block number or NO_BLOCK. */
  next: u32
  /** Where it goes on when it cannot go into the tight loop that comes next (tight.ts): block number or NO_BLOCK. */
  again: u32
  /** Turns of a tight loop that are written in a row, 0 for other blocks. */
  tightTurns: u32
  /** 1 when it is what leads out of a tight loop to the turn in front of it, and no instructions. */
  isReturn: u32
  /** Instructions in it that leave a word whatever they read. */
  wordCount: u32
  /** Registers that it reads or changes: all of them when it leaves an instruction to the core. */
  touchesX: u32
  /** Registers that it changes, and those that may be changed when it begins. */
  definesX: u32
  definesF: u32
  dirtyX: u32
  dirtyF: u32
  /** 1 when registers are written back late in it (lazy.ts). */
  isLazy: u32
  /** First learned target, as a block number, and how many there are: u16 each in the arena. */
  targets: u32
  targetCount: u32
  /** What is known of registers behind it, once it is written (words.ts). */
  whole: u32
  halves: u32
  words: u32
  smalls: u32
  highs: u32
  /** The same before it, as far as it may be taken for granted (word-flow.ts). */
  inWhole: u32
  inHalves: u32
  inWords: u32
  inSmalls: u32
  inHighs: u32
  /** What all ways to it have in common. */
  metWhole: u32
  metHalves: u32
  metWords: u32
  metSmalls: u32
  metHighs: u32
  /** Registers that it needs in their locals where it begins (live.ts). */
  needsX: u32
  needsF: u32
}

/** The block that is being written. */
// @ts-ignore: decorator
@inline export function currentBlock(): Block {
  return blockAt(work().block)
}

/** Where the host pointer of record 0 of a page of the window is kept; it is 0 when the page is not known. */
// @ts-ignore: decorator
@inline export function pageAt(page: u32): usize {
  return base() + PAGES + (page << 2)
}

// @ts-ignore: decorator
@inline export function windowPage(page: u32): usize {
  return load<u32>(pageAt(page))
}

/** Position of a place where the region is entered. */
// @ts-ignore: decorator
@inline export function headAt(index: u32): usize {
  return base() + HEADS + (index << 2)
}

// @ts-ignore: decorator
@inline export function headPosition(index: u32): u32 {
  return load<u32>(headAt(index))
}

/** Host pointer of a region whose place this one takes. */
// @ts-ignore: decorator
@inline export function replacedAt(index: u32): usize {
  return base() + REPLACED + (index << 2)
}

/** One bit for each halfword of a page of the window that holds code of the region. */
// @ts-ignore: decorator
@inline export function coverAt(page: u32): usize {
  return base() + COVER + (page << 8)
}

/** The same for the region's own code, without that of functions that are in it because it calls them. */
// @ts-ignore: decorator
@inline export function ownCover(): usize {
  return base() + OWN_COVER
}

/** What was discovered by now is the region's own code. */
export function keepOwnCover(): void {
  memory.copy(ownCover(), coverAt(0), COVER_BYTES)
}

/** Bytes from the head's page to a position. */
// @ts-ignore: decorator
@inline export function offsetOf(position: u32): i64 {
  return (<i64>position << 1) - HEAD_OFFSET
}

/** Takes zeroed bytes of the arena; 0 when it is used up. */
export function takeArena(bytes: u32): usize {
  const it = work()
  const need = (bytes + 7) & ~7
  if (it.arena + need > it.arenaEnd) return 0
  const at = it.arena
  it.arena += need
  memory.fill(at, 0, need)
  return at
}
