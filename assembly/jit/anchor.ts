/**
 * Anchors: the page that a base register pointed into last, so that accesses which stay there need no look at the TLB.
 *
 *     hit: address, but for its offset, = page        host pointer = low half of the address + displacement
 *
 * Bits of the offset that a well aligned address has not are left in, so that what might cross the page's end misses. No page: 1.
 *
 * A register gets one for its loads and one for its stores where it is used often and moves in small steps; the stack pointer has one for
 * both when the region stores through it. What comes from memory is a pointer to anywhere, and looks into the TLB each time.
 */
import { Effect, effectsOf } from './effects.gen'
import { byte, i64Const, localSet, unsigned, ValueType } from './code'
import { lengthOf, rdOf, rs1Of, SINK } from './record'
import { blockAt, mapAt, recordAt, work } from './work'

/** Accesses, those in loops counting more, that an anchor pays for. */
const WORTH: u32 = 4
const LOOP_WEIGHT: u32 = 4
const STACK_POINTER: u32 = 2
/** What the page of an anchor is when it has none: the offset is never left in an address that is compared. */
export const NO_PAGE: i64 = 0x800

/** Chooses the registers: sets of those with an anchor for loads, for stores, or for both in one. */
export function chooseAnchors(): void {
  const it = work()
  let wild: u32 = 1
  memory.fill(it.arena, 0, 128)
  const loads: usize = it.arena
  const stores: usize = it.arena + 64
  for (let number: u32 = 0; number < it.blocks; number++) {
    const block = blockAt(number)
    const weight = block.isLooping != 0 ? LOOP_WEIGHT : 1
    for (let position = block.start; position != block.end; ) {
      const w = load<u64>(recordAt(load<u16>(mapAt(position)) - 1))
      const effects = effectsOf(w)
      if ((effects & Effect.loads) != 0) {
        weigh(loads, rs1Of(w), weight)
        if ((effects & Effect.writesRd) != 0 && rdOf(w) != SINK) wild |= 1 << rdOf(w)
      }
      if ((effects & Effect.stores) != 0) weigh(stores, rs1Of(w), weight)
      position += lengthOf(w)
    }
  }
  it.loadAnchors = 0
  it.storeAnchors = 0
  for (let i: u32 = 1; i < 32; i++) {
    if (((wild >> i) & 1) != 0 && i != STACK_POINTER) continue
    if (load<u16>(loads + (i << 1)) >= WORTH) it.loadAnchors |= 1 << i
    if (load<u16>(stores + (i << 1)) >= WORTH) it.storeAnchors |= 1 << i
  }
  const stack: u32 = 1 << STACK_POINTER
  it.sharedAnchors = it.storeAnchors & stack
  it.loadAnchors &= ~it.sharedAnchors
}

function weigh(table: usize, register: u32, weight: u32): void {
  store<u16>(table + (register << 1), load<u16>(table + (register << 1)) + <u16>weight)
}

/** Whether a load or store through a register has an anchor. */
export function isAnchored(register: u32, isStore: bool): bool {
  const it = work()
  return (((isStore ? it.storeAnchors : it.loadAnchors | it.sharedAnchors) >> register) & 1) != 0
}

/** Whether loads through a register go by its anchor for stores. */
export function isShared(register: u32): bool {
  return ((work().sharedAnchors >> register) & 1) != 0
}

// @ts-ignore: decorator
@inline function count(): u32 {
  const it = work()
  return <u32>(popcnt<u32>(it.loadAnchors) + popcnt<u32>(it.storeAnchors))
}

/** Number of an anchor: those for stores come first. */
function numberOf(register: u32, isStore: bool): u32 {
  const it = work()
  const below = ((<u32>1 << register) - 1)
  if (isStore || isShared(register)) return <u32>popcnt<u32>(it.storeAnchors & below)
  return <u32>(popcnt<u32>(it.storeAnchors) + popcnt<u32>(it.loadAnchors & below))
}

/** Declares the anchors' locals behind the others: pages, then displacements. */
export function declareAnchors(first: u32): void {
  work().firstAnchor = first
  unsigned(count())
  byte(ValueType.i64)
  unsigned(count())
  byte(ValueType.i32)
}

export function pageLocal(register: u32, isStore: bool): u32 {
  return work().firstAnchor + numberOf(register, isStore)
}

export function displacementLocal(register: u32, isStore: bool): u32 {
  return work().firstAnchor + count() + numberOf(register, isStore)
}

/** A page of zeros may have got a frame of its own: what was known for loads is not any more. */
export function forgetLoadAnchors(): void {
  forget(work().loadAnchors, false)
}

/** Also at the start: a local is 0 then, which is a page. */
export function forgetAnchors(): void {
  forget(work().loadAnchors, false)
  forget(work().storeAnchors, true)
}

function forget(set: u32, isStore: bool): void {
  for (let i: u32 = 1; i < 32; i++) {
    if (((set >> i) & 1) == 0) continue
    i64Const(NO_PAGE)
    localSet(pageLocal(i, isStore))
  }
}
