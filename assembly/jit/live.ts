/**
 * Which registers a region needs, so that it reads no others from the hart, neither when it is entered nor behind a call.
 *
 * A block needs what it, or what may come behind it, reads before it is written, and what may be changed when it begins, because ways out
 * write that back: each just what may have been changed by then, since in the hart everything else still stands.
 */
import { has } from './block-set'
import { successor, successors } from './blocks'
import { readsF, readsX, writesF, writesX } from './discover'
import { effectsOf } from './effects.gen'
import { lengthOf } from './record'
import { writeRegisters } from './registers'
import { Block, blockAt, Ending, mapAt, NO_BLOCK, recordAt, work } from './work'

export function findLive(): void {
  const it = work()
  for (let i: u32 = 0; i < it.blocks; i++) findReads(blockAt(i))
  let isSettled = false
  while (!isSettled) {
    isSettled = true
    for (let i = it.blocks; i > 0; i--) if (need(blockAt(i - 1))) isSettled = false
  }
  findEntry()
}

/** What the block itself needs. */
function findReads(block: Block): void {
  let x: u32 = 0
  let f: u32 = 0
  let definedX: u32 = 0
  let definedF: u32 = 0
  for (let position = block.start; position != block.end; ) {
    const w = load<u64>(recordAt(load<u16>(mapAt(position)) - 1))
    const effects = effectsOf(w)
    x |= readsX(w, effects) & ~definedX
    f |= readsF(w, effects) & ~definedF
    definedX |= writesX(w, effects)
    definedF |= writesF(w, effects)
    position += lengthOf(w)
  }
  block.needsX = x | block.dirtyX
  block.needsF = f | block.dirtyF
}

export function isCall(block: Block): bool {
  return block.ending == Ending.call || block.ending == Ending.callIndirect
}

function need(block: Block): bool {
  if (isCall(block)) return false
  let x = block.needsX
  let f = block.needsF
  for (let i: u32 = 0; i < successors(block); i++) {
    if (successor(block, i) == NO_BLOCK) continue
    const next = blockAt(successor(block, i))
    x |= next.needsX & ~block.definesX
    f |= next.needsF & ~block.definesF
  }
  const isNew = x != block.needsX || f != block.needsF
  block.needsX = x
  block.needsF = f
  return isNew
}

/** What the region reads when it is entered. */
function findEntry(): void {
  const it = work()
  it.entryX = 0
  it.entryF = 0
  for (let i: u32 = 0; i < it.heads; i++) {
    it.entryX |= blockAt(i).needsX
    it.entryF |= blockAt(i).needsF
  }
}

/** Everything is read everywhere: for a region with a way out where it is not known which of several blocks comes next. */
export function needAll(): void {
  const it = work()
  it.entryX = it.usedX
  it.entryF = it.usedF
  for (let i: u32 = 0; i < it.blocks; i++) {
    const block = blockAt(i)
    block.needsX = it.usedX
    block.needsF = it.usedF
  }
}

/** What may differ from the hart's is what may do so at the beginning of a block. */
export function beginChanged(block: Block): void {
  const it = work()
  it.changedHereX = block.dirtyX
  it.changedHereF = block.dirtyF
}

/** What may do so at the beginning of any of several blocks. */
export function changedAtAny(blocks: usize): void {
  noteSaved()
  const it = work()
  for (let i: u32 = 0; i < it.blocks; i++) {
    if (!has(blocks, i)) continue
    it.changedHereX |= blockAt(i).dirtyX
    it.changedHereF |= blockAt(i).dirtyF
  }
}

/** Writes back what may differ from the hart's, on a way out. */
export function writeChanged(): void {
  const it = work()
  writeRegisters(it.changedHereX, it.changedHereF)
}

/** Writes through what has changed so far, where that is not left to the ways out. */
export function writeThrough(block: Block): void {
  if (block.isLazy != 0) return
  writeChanged()
  noteSaved()
}

/** What differed has been written back. */
export function noteSaved(): void {
  const it = work()
  it.changedHereX = 0
  it.changedHereF = 0
}

/** An instruction has been written. */
export function noteWritten(w: u64): void {
  const it = work()
  const x = writesX(w, effectsOf(w))
  const f = writesF(w, effectsOf(w))
  it.changedHereX |= x
  it.changedHereF |= f
}
