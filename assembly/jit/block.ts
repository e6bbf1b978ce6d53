/** Writes a basic block: its account and its instructions. */
import { Hart } from '../abi/layout.gen'
import { access, branchTo, close, i32Const, i64Const, localGet, localSet, op, Op, open, openUnlikely, unlikely, ValueType } from './code'
import { straddles } from './discover'
import { Effect, effectsOf } from './effects.gen'
import { goOn, link, writeEnding } from './ending'
import { findGroups, guardedGroup, guardGroups, guardRun } from './groups'
import { checkPage, getIsShort, giveBack, leaveAt, leaveHere } from './leave'
import { beginChanged, isCall, noteSaved, noteWritten, writeThrough } from './live'
import { lower, lowerCondition } from './lower.gen'
import { keepGroup, lookUpGroup } from './memory'
import { lengthOf } from './record'
import { BUDGET, HART } from './registers'
import { step } from './step'
import { turnsOf } from './turns'
import { beginWords, bringTo, bringWords, keepWords, meetWords } from './word-flow'
import { knowNoMoreThan, restoreWords, saveWords, Saved, settle, wholeX } from './words'
import { Block, blockAt, currentBlock, Ending, mapAt, NO_BLOCK, offsetOf, recordAt, work } from './work'

/** What of floating point a block knows to be on. */
const enum FloatState {
  unknown = 0,
  on = 1,
  dirty = 2,
}
const MSTATUS_FS: u64 = 0x6000

/** `next` is the block that is written behind this one, to which it may fall. */
export function writeBlock(number: u32, next: u32): void {
  const it = work()
  const block = blockAt(number)
  it.block = number
  it.floatState = FloatState.unknown
  it.knowsFast = 0
  const turns = turnsOf(number)
  it.remaining = block.count * turns
  it.blockCount = it.remaining
  findGroups(block, turns)
  beginWords(number)
  beginChanged(block)
  writeThrough(block)
  if (block.isReturn != 0) leaveShort(block)
  charge(it.remaining)
  if (block.tightTurns != 0) guardRun()
  else if (block.again == NO_BLOCK) {
    const guarded = guardGroups()
    if (guarded != 0) return writeGuarded(block, turns, guarded, next)
  }
  writeTurns(block, turns)
  bringWords(block)
  writeEnding(block, next)
}

function writeTurns(block: Block, turns: u32): void {
  for (let turn: u32 = 1; turn < turns; turn++) {
    writeInstructions(block)
    keepEnd(block, turn == 1)
    leaveLoop(block)
  }
  writeInstructions(block)
  keepEnd(block, turns == 1)
}

function keepEnd(block: Block, isFirst: bool): void {
  if (isFirst) keepWords(block)
  else meetWords(block)
}

/**
 * The block for when the span holds all guarded groups, and behind it, far away once it is compiled, for when it does not: then one turn, the
 * accesses of which look for themselves.
 */
function writeGuarded(block: Block, turns: u32, guarded: u32, next: u32): void {
  const it = work()
  const done = it.depth
  if (!endsAtOnce(block)) open(Op.block)
  const missed = it.depth
  open(Op.block)
  for (let i: u32 = 0; i < guarded; i++) wholeX(guardedGroup(i).root)
  saveWords(Saved.beginning)
  for (let i: u32 = 0; i < guarded; i++) {
    lookUpGroup(guardedGroup(i))
    op(Op.i32Eqz)
    unlikely()
    branchTo(Op.brIf, missed)
    keepGroup(guardedGroup(i))
  }
  writeTurns(block, turns)
  bringWords(block)
  const changedX = it.changedHereX
  const changedF = it.changedHereF
  if (endsAtOnce(block)) writeEnding(block, NO_BLOCK)
  else {
    settle()
    saveWords(Saved.end)
    branchTo(Op.br, done)
  }
  close()
  restoreWords(Saved.beginning)
  writeUnguarded(block, turns)
  if (endsAtOnce(block)) return writeEnding(block, next)
  settle()
  close()
  it.changedHereX |= changedX
  it.changedHereF |= changedF
  knowNoMoreThan(Saved.end)
  writeEnding(block, next)
}

function writeUnguarded(block: Block, turns: u32): void {
  const it = work()
  it.floatState = FloatState.unknown
  it.knowsFast = 0
  it.remaining = block.count
  it.blockCount = block.count
  findGroups(block, 1)
  if (block.isLazy != 0) beginChanged(block)
  else noteSaved()
  giveBack((turns - 1) * block.count)
  writeInstructions(block)
  meetWords(block)
  bringWords(block)
}

/** Is the end of the block so short that there may be two of it? */
function endsAtOnce(block: Block): bool {
  return block.ending == Ending.fall || block.ending == Ending.branch || block.ending == Ending.jump || block.ending == Ending.innerCall
}

function writeInstructions(block: Block): void {
  const it = work()
  let position = block.start
  while (position != block.end) {
    it.position = position
    const w = load<u64>(recordAt(load<u16>(mapAt(position)) - 1))
    if (straddles(position, w)) checkPage((position >> 11) + 1, position, it.remaining)
    writeInstruction(w)
    noteWritten(w)
    position += lengthOf(w)
    it.remaining -= 1
  }
  // A call writes its link first.
  if (!isCall(block)) writeThrough(block)
}

/** Where a loop of one block does not take another turn: what was charged for those that are left is given back. */
function leaveLoop(block: Block): void {
  const it = work()
  lowerCondition(load<u64>(recordAt(load<u16>(mapAt(block.last)) - 1)))
  op(Op.i32Eqz)
  open(Op.ifTrue)
  saveWords(Saved.turn)
  if (block.next != NO_BLOCK) bringTo(block.next)
  giveBack(it.remaining)
  goOn(block, block.next, <i32>offsetOf(block.end), NO_BLOCK)
  close()
  restoreWords(Saved.turn)
}

/** Leaves before a block when there might not be budget for it. */
function leaveShort(block: Block): void {
  getIsShort(0)
  openUnlikely(ValueType.empty)
  leaveAt(block.start, 0)
  close()
}

function charge(instructions: u32): void {
  if (instructions == 0) return
  localGet(BUDGET)
  i32Const(<i32>instructions)
  op(Op.i32Sub)
  localSet(BUDGET)
}

function writeInstruction(w: u64): void {
  const effects = effectsOf(w)
  if ((effects & Effect.usesFloat) != 0) checkFloat((effects & Effect.changesFloat) != 0)
  if ((effects & (Effect.branch | Effect.jump | Effect.indirect)) != 0) {
    if (currentBlock().ending == Ending.innerCall) link(currentBlock(), w)
    return
  }
  if ((effects & Effect.step) != 0) step(w)
  else lower(w)
}

/** Leaves an instruction to the interpreter that floating point is off for, or that would make its state dirty. */
function checkFloat(changes: bool): void {
  const it = work()
  const wanted: u32 = changes ? FloatState.dirty : FloatState.on
  if (it.floatState >= wanted) return
  it.floatState = wanted
  localGet(HART)
  access(Op.i64Load, <u32>offsetof<Hart>('mstatus'))
  i64Const(MSTATUS_FS)
  op(Op.i64And)
  if (changes) {
    i64Const(MSTATUS_FS)
    op(Op.i64Ne)
  } else op(Op.i64Eqz)
  openUnlikely(ValueType.empty)
  leaveHere()
  close()
}
