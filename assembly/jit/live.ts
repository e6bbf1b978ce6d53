/**
 * Which registers a region needs, so that it reads no others from the hart, neither when it is entered nor behind a call.
 *
 * A block needs what it, or what may come behind it, reads before it is written, and what may be changed when it begins, because every way out
 * writes that back. What is not needed is not read, and a way out fetches it from the hart, where it still stands.
 */
import { successor, successors } from './blocks'
import { readsF, readsX, writesF, writesX } from './discover'
import { effectsOf } from './effects.gen'
import { lengthOf } from './record'
import { Block, blockAt, Ending, mapAt, NO_BLOCK, recordAt, work } from './work'

const ALL: u32 = u32.MAX_VALUE

export function findLive(): void {
  const it = work()
  for (let i: u32 = 0; i < it.blocks; i++) findReads(blockAt(i))
  let isSettled = false
  while (!isSettled) {
    isSettled = true
    for (let i = it.blocks; i > 0; i--) if (need(blockAt(i - 1))) isSettled = false
  }
  findHeld()
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

/** Which registers are in locals where each block begins. */
function findHeld(): void {
  const it = work()
  it.entryX = 0
  it.entryF = 0
  for (let i: u32 = 0; i < it.heads; i++) {
    it.entryX |= blockAt(i).needsX
    it.entryF |= blockAt(i).needsF
  }
  for (let i: u32 = 0; i < it.blocks; i++) {
    blockAt(i).heldX = i < it.heads ? it.entryX : ALL
    blockAt(i).heldF = i < it.heads ? it.entryF : ALL
  }
  let isSettled = false
  while (!isSettled) {
    isSettled = true
    for (let i: u32 = 0; i < it.blocks; i++) if (passHeld(blockAt(i))) isSettled = false
  }
}

function passHeld(block: Block): bool {
  let isNew = false
  for (let i: u32 = 0; i < successors(block); i++) {
    if (successor(block, i) == NO_BLOCK) continue
    const next = blockAt(successor(block, i))
    const x = next.heldX & (isCall(block) ? next.needsX : block.heldX | block.definesX)
    const f = next.heldF & (isCall(block) ? next.needsF : block.heldF | block.definesF)
    if (x != next.heldX || f != next.heldF) isNew = true
    next.heldX = x
    next.heldF = f
  }
  return isNew
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
    block.heldX = ALL
    block.heldF = ALL
  }
}

/** The locals are those of the beginning of a block. */
export function beginHeld(block: Block): void {
  const it = work()
  it.heldX = block.heldX
  it.heldF = block.heldF
  it.changedHereX = block.dirtyX
  it.changedHereF = block.dirtyF
}

/** An instruction has been written. */
export function noteWritten(w: u64): void {
  const it = work()
  const x = writesX(w, effectsOf(w))
  const f = writesF(w, effectsOf(w))
  it.heldX |= x
  it.heldF |= f
  it.changedHereX |= x
  it.changedHereF |= f
}
