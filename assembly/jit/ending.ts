/** Writes the ways on behind a basic block: to other blocks, out of the region, into calls and back from them. */
import { Hart, RECORD_ENTER, RECORD_OPERATION } from '../abi/layout.gen'
import { access, branchTo, byte, call, close, i32Const, i64Const, localGet, localSet, localTee, op, Op, open, openUnlikely, openWith, unsigned, ValueType } from './code'
import { positionFrom, recordOf } from './discover'
import { goTo, goToIf, isPlain, writeLabelDepth } from './labels'
import { checkPage, storeRetired } from './leave'
import { lowerCondition } from './lower.gen'
import { immediateOf, rdOf, rs1Of } from './record'
import { BUDGET, DEPTH, getAddress, HART, OFFSET, PAGE_VA, readRegisters, readTlbs, TARGET, VALUE } from './registers'
import { noteSaved, writeChanged } from './live'
import { enterTight } from './tight'
import { callImport, chain, CHAIN_FUNCTION, ENTER_FUNCTION, FIRST_REGION } from './types'
import { getX, setX } from './words'
import { Block, blockAt, Ending, HEAD_OFFSET, headPosition, mapAt, NO_BLOCK, offsetOf, recordAt, WINDOW_POSITIONS, work } from './work'

export function writeEnding(block: Block, next: u32): void {
  const w = load<u64>(recordAt(load<u16>(mapAt(block.last)) - 1))
  switch (block.ending) {
    case Ending.fall:
      return goOn(block, block.next, <i32>offsetOf(block.end), next)
    case Ending.branch:
      return writeBranch(block, w, next)
    case Ending.jump:
    case Ending.innerCall:
      return goOn(block, block.taken, block.takenOffset, next)
    case Ending.call:
      return writeCall(block, w, next)
    case Ending.callIndirect:
      return writeCall(block, w, next)
    case Ending.ret:
      return writeReturn(block, w)
    default:
      return writeSwitch(block, w)
  }
}

/** Goes to a block, or out to an address when it is none of the region's; nothing to do when it comes next. */
export function goOn(block: Block, to: u32, offset: i32, next: u32): void {
  if (to == NO_BLOCK) return goOut(<i64>offset)
  if (changesPage(block, to)) checkPage(blockAt(to).start >> 11, blockAt(to).start, 0)
  if (to != next) goTo(to)
}

function changesPage(block: Block, to: u32): bool {
  return block.last >> 11 != blockAt(to).start >> 11
}

function goOut(offset: i64): void {
  writeChanged()
  localGet(HART)
  localGet(BUDGET)
  localGet(DEPTH)
  getAddress(offset)
  chain()
}

function writeBranch(block: Block, w: u64, next: u32): void {
  lowerCondition(w)
  if (block.again != NO_BLOCK) {
    open(Op.ifTrue)
    enterTight(block)
    close()
    return goOn(block, block.next, <i32>offsetOf(block.end), next)
  }
  const isSimple = block.taken != NO_BLOCK && !changesPage(block, block.taken)
  if (isSimple && block.taken == next && block.next != NO_BLOCK && !changesPage(block, block.next) && isPlain(block.next)) {
    op(Op.i32Eqz)
    return goToIf(block.next)
  }
  if (isSimple && isPlain(block.taken)) goToIf(block.taken)
  else {
    open(Op.ifTrue)
    goOn(block, block.taken, block.takenOffset, NO_BLOCK)
    close()
  }
  goOn(block, block.next, <i32>offsetOf(block.end), next)
}

/** The address behind a call. */
export function link(block: Block, w: u64): void {
  getAddress(offsetOf(block.end))
  setX(rdOf(w))
}

/** A call in Wasm, so that the machine's own return stack predicts where it comes back. */
function writeCall(block: Block, w: u64, next: u32): void {
  const it = work()
  if (block.ending == Ending.callIndirect) getTarget(w)
  link(block, w)
  writeChanged()
  if (block.next == NO_BLOCK) return enterTarget(block, true)
  if (!enterNearby(block)) enterTarget(block, false)
  localTee(BUDGET)
  i32Const(<i32>work().instructions)
  op(Op.i32LtS)
  openUnlikely(ValueType.empty)
  leaveAfterCall()
  close()
  localGet(HART)
  access(Op.i64Load, <u32>offsetof<Hart>('pc'))
  localTee(VALUE)
  getAddress(offsetOf(block.end))
  op(Op.i64Ne)
  openUnlikely(ValueType.empty)
  localGet(HART)
  localGet(BUDGET)
  localGet(DEPTH)
  localGet(VALUE)
  chain()
  close()
  const following = blockAt(block.next)
  // What was called may have changed which memory S-mode may touch.
  readTlbs()
  readRegisters(following.needsX, following.needsF)
  noteSaved()
  goOn(block, block.next, <i32>offsetOf(block.end), next)
}

/** The callee was left, or came back with less budget than the rest of the region may need; the hart says where. */
function leaveAfterCall(): void {
  localGet(BUDGET)
  i32Const(0)
  op(Op.i32GeS)
  open(Op.ifTrue)
  storeRetired()
  close()
  i32Const(-1)
  op(Op.leave)
}

/** The address that an indirect jump goes to, into VALUE. */
function getTarget(w: u64): void {
  getX(rs1Of(w))
  if (immediateOf(w) != 0) {
    i64Const(immediateOf(w))
    op(Op.i64Add)
  }
  i64Const(-2)
  op(Op.i64And)
  localSet(VALUE)
}

/**
 * A callee on the caller's page needs no look into the fetch TLB: its record says whether a region begins there, and a region that calls itself
 * knows. Where calls are nested too deeply, `chain` goes back to the dispatcher.
 */
function enterNearby(block: Block): bool {
  const position = positionFrom(<i64>block.takenOffset)
  if (block.ending != Ending.call || position >> 11 != block.last >> 11) return false
  const head = headOf(position)
  if (head == NO_HEAD) {
    i32Const(<i32>recordOf(position))
    access(Op.i64Load, 0)
    localTee(VALUE)
    op(Op.i32WrapI64)
    i32Const(RECORD_OPERATION)
    op(Op.i32And)
    i32Const(RECORD_ENTER)
    op(Op.i32Eq)
  }
  localGet(DEPTH)
  i32Const(0)
  op(Op.i32GtS)
  if (head == NO_HEAD) op(Op.i32And)
  openWith(Op.ifTrue, ValueType.i32)
  localGet(HART)
  localGet(BUDGET)
  localGet(DEPTH)
  i32Const(1)
  op(Op.i32Sub)
  getAddress(<i64>(position >> 11 << 12) - HEAD_OFFSET)
  if (head == NO_HEAD) {
    localGet(VALUE)
    callImport(ENTER_FUNCTION)
  } else {
    i32Const(<i32>position)
    call(FIRST_REGION + work().functions)
  }
  op(Op.otherwise)
  enterTarget(block, false)
  close()
  return true
}

const NO_HEAD: u32 = u32.MAX_VALUE

function headOf(position: u32): u32 {
  for (let i: u32 = 0; i < work().heads; i++) if (headPosition(i) == position) return i
  return NO_HEAD
}

function enterTarget(block: Block, isLast: bool): void {
  localGet(HART)
  localGet(BUDGET)
  localGet(DEPTH)
  if (!isLast) {
    i32Const(1)
    op(Op.i32Sub)
  }
  if (block.ending == Ending.call) getAddress(<i64>block.takenOffset)
  else localGet(VALUE)
  if (isLast) chain()
  else callImport(CHAIN_FUNCTION)
}

/** Back to whoever called: a place in the region, another region, or the dispatcher. */
function writeReturn(block: Block, w: u64): void {
  getTarget(w)
  for (let i: u32 = 0; i < block.targetCount; i++) {
    const place = <u32>load<u16>(block.targets + (i << 1))
    localGet(VALUE)
    getAddress(offsetOf(blockAt(place).start))
    op(Op.i64Eq)
    open(Op.ifTrue)
    goOn(block, place, 0, NO_BLOCK)
    close()
  }
  writeChanged()
  localGet(HART)
  localGet(VALUE)
  access(Op.i64Store, <u32>offsetof<Hart>('pc'))
  localGet(BUDGET)
  op(Op.leave)
}

/** A table over the learned targets; any other address is outside. */
function writeSwitch(block: Block, w: u64): void {
  getTarget(w)
  if (block.targetCount > 0) writeCases(block)
  writeChanged()
  localGet(HART)
  localGet(BUDGET)
  localGet(DEPTH)
  localGet(VALUE)
  chain()
}

function writeCases(block: Block): void {
  let low: u32 = u32.MAX_VALUE
  let high: u32 = 0
  for (let i: u32 = 0; i < block.targetCount; i++) {
    const start = blockAt(load<u16>(block.targets + (i << 1))).start
    low = min<u32>(low, start)
    high = max<u32>(high, start)
  }
  const level = work().depth
  open(Op.block)
  localGet(VALUE)
  localGet(PAGE_VA)
  op(Op.i64Sub)
  i64Const(HEAD_OFFSET)
  op(Op.i64Add)
  localTee(OFFSET)
  i64Const(WINDOW_POSITIONS << 1)
  op(Op.i64GeU)
  branchTo(Op.brIf, level)
  localGet(OFFSET)
  op(Op.i32WrapI64)
  i32Const(1)
  op(Op.i32ShrU)
  localTee(TARGET)
  i32Const(<i32>low)
  op(Op.i32Sub)
  byte(Op.brTable)
  unsigned(high - low + 1)
  for (let position = low; position <= high; position++) {
    const target = caseAt(block, position)
    if (target == NO_BLOCK) unsigned(work().depth - 1 - level)
    else writeLabelDepth(target)
  }
  unsigned(work().depth - 1 - level)
  close()
}

function caseAt(block: Block, position: u32): u32 {
  for (let i: u32 = 0; i < block.targetCount; i++) {
    const target = <u32>load<u16>(block.targets + (i << 1))
    if (blockAt(target).start == position) return target
  }
  return NO_BLOCK
}
