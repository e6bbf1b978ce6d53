/**
 * The links: a module of its own, with the functions that go from region to region. All regions share them, and with them the function table:
 * engines keep a copy of it for each module that has it, and fill that in, entry by entry, when the module is instantiated. Regions that call the core's
 * functions by their slots have it too.
 */
import {
  HART_JUMPS, Hart, Jump, JUMP_MASK, RECORD_ENTER, RECORD_OPERATION, TLB_DATA_BYTES, TLB_FETCH_MASK, TLB_GENERATION_OFFSET, Trick,
} from '../abi/layout.gen'
import { ENTER_POSITION_SHIFT, translator } from '../memory/regions'
import { access, byte, close, fillUnsigned, i32Const, i64Const, loadShared, localGet, localTee, op, Op, open, reserveUnsigned, unsigned, ValueType } from './code'
import { storeRetired } from './leave'
import { BUDGET, DEPTH, HART } from './registers'
import { begin, finish, importEnvironment, Kind, letters, Section, writeStart, writeTypes } from './sections'
import { CHAIN_TYPE, ENTER_TYPE, LEAVE_TYPE, REGION_TYPE } from './types'
import { HEADER_BYTES, work } from './work'

// Names in ASCII, four letters at a time.
export const CHAIN_NAME: u64 = 0x6e_6961_6863
export const ENTER_NAME: u64 = 0x72_6574_6e65
export const LEAVE_NAME: u64 = 0x65_7661_656c

/** Writes the module into the translator's buffer. */
export function writeLinks(): void {
  const it = work()
  const buffer = translator().buffer
  it.cursor = buffer
  it.end = buffer + HEADER_BYTES
  it.depth = 0
  writeStart()
  writeTypes()
  const imports = begin(Section.imports)
  unsigned(2)
  importEnvironment()
  finish(imports)
  const list = begin(Section.functions)
  unsigned(3)
  unsigned(CHAIN_TYPE)
  unsigned(ENTER_TYPE)
  unsigned(LEAVE_TYPE)
  finish(list)
  const names = begin(Section.exports)
  unsigned(3)
  letters(CHAIN_NAME, 5)
  exportFunction(0)
  letters(ENTER_NAME, 5)
  exportFunction(1)
  letters(LEAVE_NAME, 5)
  exportFunction(2)
  finish(names)
  const code = begin(Section.code)
  unsigned(3)
  writeChain()
  writeEnter()
  writeLeave()
  finish(code)
  translator().module = buffer
  translator().moduleBytes = it.cursor - buffer
}

function exportFunction(index: u32): void {
  byte(Kind.code)
  unsigned(index)
}

function endFunction(size: usize): void {
  byte(Op.end)
  fillUnsigned(size, work().cursor - <u32>size - 5)
}

const PC: u32 = 3
/** Behind the vector. */
const CHAIN_ENTRY: u32 = 5
const CHAIN_RECORD: u32 = 6
const CHAIN_JUMP: u32 = 7
const CHAIN_GENERATION: u32 = 8
const CHAIN_WORD: u32 = 9

/**
 * Goes on at an address: into the region that begins there, if the jump cache knows it or the hart's fetch TLB leads to one, and calls may still be
 * nested, else back to the dispatcher.
 */
function writeChain(): void {
  const size = reserveUnsigned()
  byte(2)
  unsigned(4)
  byte(ValueType.i32)
  unsigned(1)
  byte(ValueType.i64)
  if (cachesJumps()) jumpKnown()
  localGet(HART)
  access(Op.i32Load, <u32>offsetof<Hart>('fetchTlb'))
  localGet(PC)
  op(Op.i32WrapI64)
  i32Const(8)
  op(Op.i32ShrU)
  i32Const(TLB_FETCH_MASK << 4)
  op(Op.i32And)
  op(Op.i32Add)
  localTee(CHAIN_ENTRY)
  access(Op.i64Load, 0)
  localGet(PC)
  i64Const(-4096)
  op(Op.i64And)
  op(Op.i64Eq)
  open(Op.ifTrue)
  enterRecord()
  close()
  writeDeparture(PC)
  endFunction(size)
}

// @ts-ignore: decorator
@inline function jumpField(offset: u32): u32 {
  return HART_JUMPS + offset
}

function cachesJumps(): bool {
  return (translator().without & Trick.jumps) == 0
}

/** Enters the region that the jump cache knows (memory/jump-cache.ts). */
function jumpKnown(): void {
  localGet(HART)
  localGet(PC)
  op(Op.i32WrapI64)
  localTee(CHAIN_RECORD)
  i32Const(3)
  op(Op.i32Shl)
  localGet(CHAIN_RECORD)
  i32Const(8)
  op(Op.i32ShrU)
  op(Op.i32Xor)
  i32Const(JUMP_MASK << 4)
  op(Op.i32And)
  op(Op.i32Add)
  localTee(CHAIN_JUMP)
  access(Op.i64Load, jumpField(<u32>offsetof<Jump>('pc')))
  localGet(PC)
  op(Op.i64Eq)
  localGet(CHAIN_JUMP)
  access(Op.i32Load, jumpField(<u32>offsetof<Jump>('generation')))
  localGet(HART)
  access(Op.i32Load, <u32>offsetof<Hart>('fetchTlb'))
  getGeneration()
  localTee(CHAIN_GENERATION)
  op(Op.i32Eq)
  op(Op.i32And)
  localGet(DEPTH)
  i32Const(0)
  op(Op.i32GeS)
  op(Op.i32And)
  open(Op.ifTrue)
  beginEntering()
  localGet(CHAIN_JUMP)
  access(Op.i32Load16U, jumpField(<u32>offsetof<Jump>('position')))
  localGet(CHAIN_JUMP)
  access(Op.i32Load16U, jumpField(<u32>offsetof<Jump>('slot')))
  byte(Op.returnCallIndirect)
  unsigned(REGION_TYPE)
  byte(0)
  close()
}

/** Of the mode whose fetch TLB is on the stack; read before that TLB is asked. */
function getGeneration(): void {
  loadShared(TLB_GENERATION_OFFSET - 2 * TLB_DATA_BYTES)
}

/** What a region is told, but for its head. */
function beginEntering(): void {
  localGet(HART)
  localGet(BUDGET)
  localGet(DEPTH)
  localGet(PC)
  i64Const(-4096)
  op(Op.i64And)
}

/** The jump cache knows the region of the record from now on. */
function keepJump(): void {
  localGet(CHAIN_JUMP)
  localGet(PC)
  access(Op.i64Store, jumpField(<u32>offsetof<Jump>('pc')))
  localGet(CHAIN_JUMP)
  localGet(CHAIN_GENERATION)
  access(Op.i32Store, jumpField(<u32>offsetof<Jump>('generation')))
  localGet(CHAIN_JUMP)
  localGet(CHAIN_WORD)
  op(Op.i32WrapI64)
  i32Const(ENTER_POSITION_SHIFT)
  op(Op.i32ShrU)
  access(Op.i32Store16, jumpField(<u32>offsetof<Jump>('position')))
  localGet(CHAIN_JUMP)
  localGet(CHAIN_WORD)
  i64Const(32)
  op(Op.i64ShrU)
  op(Op.i32WrapI64)
  access(Op.i32Store16, jumpField(<u32>offsetof<Jump>('slot')))
}

function enterRecord(): void {
  localGet(CHAIN_ENTRY)
  access(Op.i32Load, 8)
  localGet(PC)
  op(Op.i32WrapI64)
  i32Const(4095)
  op(Op.i32And)
  i32Const(2)
  op(Op.i32Shl)
  op(Op.i32Add)
  localTee(CHAIN_RECORD)
  access(Op.i64Load, 0)
  localTee(CHAIN_WORD)
  op(Op.i32WrapI64)
  i32Const(RECORD_OPERATION)
  op(Op.i32And)
  i32Const(RECORD_ENTER)
  op(Op.i32Eq)
  localGet(DEPTH)
  i32Const(0)
  op(Op.i32GeS)
  op(Op.i32And)
  open(Op.ifTrue)
  if (cachesJumps()) keepJump()
  beginEntering()
  enterRegion(CHAIN_WORD)
  close()
}

const PAGE: u32 = 3
const RECORD: u32 = 4

/** The region of a record, whose page is told. */
function writeEnter(): void {
  const size = reserveUnsigned()
  byte(0)
  localGet(HART)
  localGet(BUDGET)
  localGet(DEPTH)
  localGet(PAGE)
  enterRegion(RECORD)
  endFunction(size)
}

/** The record says where in the table the region's function is, and by which head it is entered. */
function enterRegion(record: u32): void {
  localGet(record)
  op(Op.i32WrapI64)
  i32Const(ENTER_POSITION_SHIFT)
  op(Op.i32ShrU)
  localGet(record)
  i64Const(32)
  op(Op.i64ShrU)
  op(Op.i32WrapI64)
  byte(Op.returnCallIndirect)
  unsigned(REGION_TYPE)
  byte(0)
}

const LEAVE_PC: u32 = 2

function writeLeave(): void {
  const size = reserveUnsigned()
  byte(0)
  writeDeparture(LEAVE_PC)
  endFunction(size)
}

/** The hart is at the address from now on, as the budget says. */
function writeDeparture(pc: u32): void {
  localGet(HART)
  localGet(pc)
  access(Op.i64Store, <u32>offsetof<Hart>('pc'))
  storeRetired()
  i32Const(-1)
}
