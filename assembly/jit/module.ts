/** The module around the functions: types, imports, their places in the function table, and the function that goes from region to region. */
import { Hart, RECORD_ENTER, TLB_FETCH_MASK } from '../abi/layout.gen'
import { ENTER_POSITION_SHIFT, translator } from '../memory/regions'
import { access, byte, close, fillUnsigned, HINT_LIKELY, i32Const, i64Const, localGet, localTee, op, Op, open, reserveUnsigned, unsigned, ValueType } from './code'
import { HELPER_TYPE_BYTES, HELPER_TYPE_COUNT, HELPER_TYPE_SIZE } from './lower.gen'
import { BUDGET, DEPTH, HART } from './registers'
import { CHAIN_TYPE, FIRST_REGION, HELPER_TYPES, LOAD_TYPE, OWN_FUNCTIONS, REGION_TYPE, STEP_TYPE, STORE_TYPE } from './types'
import { HEADER_BYTES, headerBuffer, hintAt, MODULE_BYTES, work } from './work'

const enum Section {
  custom = 0,
  types = 1,
  imports = 2,
  functions = 3,
  elements = 9,
  code = 10,
}
/** metadata.code.branch_hint */
const HINT_NAME: usize = memory.data<u8>([0x6d, 0x65, 0x74, 0x61, 0x64, 0x61, 0x74, 0x61, 0x2e, 0x63, 0x6f, 0x64, 0x65, 0x2e, 0x62, 0x72, 0x61, 0x6e, 0x63, 0x68, 0x5f, 0x68, 0x69, 0x6e, 0x74])
const HINT_NAME_BYTES: u32 = 25

const enum Kind {
  code = 0,
  table = 1,
  memory = 2,
}
const FUNCREF: u32 = 0x70

/** Starts the code section; what comes before it is written when the number of functions is known. */
export function beginModule(): void {
  const it = work()
  it.cursor = translator().buffer + HEADER_BYTES
  it.end = translator().buffer + MODULE_BYTES
  it.functions = 0
  it.listed = 0
  it.hints = 0
  writeChain()
}

/** Puts the header in front of the code. */
export function endModule(): void {
  const it = work()
  const code = translator().buffer + HEADER_BYTES
  const end = it.cursor
  it.cursor = <u32>headerBuffer()
  writeHeader(end - code)
  const bytes = it.cursor - <u32>headerBuffer()
  translator().module = code - bytes
  memory.copy(code - bytes, headerBuffer(), bytes)
  translator().moduleBytes = end - translator().module
  translator().functions = it.functions
}

function writeHeader(codeBytes: u32): void {
  const it = work()
  const functions = it.functions + OWN_FUNCTIONS
  store<u32>(it.cursor, 0x6d73_6100)
  store<u32>(it.cursor, 1, 4)
  it.cursor += 8
  writeTypes()
  writeImports()
  const list = begin(Section.functions)
  unsigned(functions)
  unsigned(CHAIN_TYPE)
  for (let i: u32 = 0; i < it.functions; i++) unsigned(REGION_TYPE)
  finish(list)
  writeElements()
  writeHints()
  byte(Section.code)
  unsigned(codeBytes + sizeOf(functions))
  unsigned(functions)
}

function sizeOf(value: u32): u32 {
  return value < 0x80 ? 1 : 2
}

function begin(section: u32): usize {
  byte(section)
  return reserveUnsigned()
}

function finish(size: usize): void {
  fillUnsigned(size, work().cursor - <u32>size - 5)
}

function writeTypes(): void {
  const size = begin(Section.types)
  unsigned(HELPER_TYPES + HELPER_TYPE_COUNT)
  // Region: hart, budget, depth, page, position of the head -> budget.
  functionType(5)
  byte(ValueType.i32)
  byte(ValueType.i32)
  byte(ValueType.i32)
  byte(ValueType.i64)
  byte(ValueType.i32)
  byte(1)
  byte(ValueType.i32)
  // Load: hart, address, kind, page, budget, place -> value.
  functionType(6)
  byte(ValueType.i32)
  byte(ValueType.i64)
  byte(ValueType.i32)
  byte(ValueType.i64)
  byte(ValueType.i32)
  byte(ValueType.i32)
  byte(1)
  byte(ValueType.i64)
  // Store: hart, address, value, kind, page, budget, place -> whether to leave.
  functionType(7)
  byte(ValueType.i32)
  byte(ValueType.i64)
  byte(ValueType.i64)
  byte(ValueType.i32)
  byte(ValueType.i64)
  byte(ValueType.i32)
  byte(ValueType.i32)
  byte(1)
  byte(ValueType.i32)
  // Step: hart, record, page, budget, place -> budget.
  functionType(5)
  byte(ValueType.i32)
  byte(ValueType.i64)
  byte(ValueType.i64)
  byte(ValueType.i32)
  byte(ValueType.i32)
  byte(1)
  byte(ValueType.i32)
  // Chain: hart, budget, depth, address -> budget.
  functionType(4)
  byte(ValueType.i32)
  byte(ValueType.i32)
  byte(ValueType.i32)
  byte(ValueType.i64)
  byte(1)
  byte(ValueType.i32)
  memory.copy(work().cursor, HELPER_TYPE_BYTES, HELPER_TYPE_SIZE)
  work().cursor += HELPER_TYPE_SIZE
  finish(size)
}

function functionType(parameters: u32): void {
  byte(0x60)
  byte(parameters)
}

/** Names are told in ASCII, four letters at a time. */
function writeImports(): void {
  const size = begin(Section.imports)
  unsigned(5)
  importCore()
  letters(0x0064_616f_6c, 4)
  byte(Kind.code)
  unsigned(LOAD_TYPE)
  importCore()
  letters(0x65_726f_7473, 5)
  byte(Kind.code)
  unsigned(STORE_TYPE)
  importCore()
  letters(0x7065_7473, 4)
  byte(Kind.code)
  unsigned(STEP_TYPE)
  letters(0x76_6e65, 3)
  letters(0x7972_6f6d_656d, 6)
  byte(Kind.memory)
  writeMemoryLimits()
  letters(0x76_6e65, 3)
  letters(0x65_6c62_6174, 5)
  byte(Kind.table)
  byte(FUNCREF)
  byte(0)
  unsigned(1)
  finish(size)
}

/** Engines keep the memory's address in a register over calls when it cannot grow. */
function writeMemoryLimits(): void {
  const fixed = translator().fixedPages
  if (ASC_FEATURE_THREADS) {
    // Shared memory of a fixed size is all that the core's build for it works on.
    byte(3)
    unsigned(fixed)
    unsigned(fixed)
    return
  }
  byte(u32(fixed != 0))
  unsigned(fixed != 0 ? fixed : 1)
  if (fixed != 0) unsigned(fixed)
}

function importCore(): void {
  letters(0x6572_6f63, 4)
}

/** A name of `count` letters, the first in the lowest byte. */
function letters(text: u64, count: u32): void {
  unsigned(count)
  for (let i: u32 = 0; i < count; i++) byte(<u32>(text >> (i << 3)) & 0xff)
}

/** Each function goes to its slot of the function table when the module is instantiated. */
function writeElements(): void {
  const it = work()
  const size = begin(Section.elements)
  unsigned(it.functions)
  for (let i: u32 = 0; i < it.functions; i++) {
    byte(0)
    i32Const(load<u32>(<usize>translator().slots + (i << 2)))
    byte(Op.end)
    unsigned(1)
    unsigned(FIRST_REGION + i)
  }
  finish(size)
}

/** Which branches are hardly ever, or nearly always, taken, by function and by their place in it (the branch hinting proposal). */
function writeHints(): void {
  const it = work()
  const size = begin(Section.custom)
  unsigned(HINT_NAME_BYTES)
  memory.copy(it.cursor, HINT_NAME, HINT_NAME_BYTES)
  it.cursor += HINT_NAME_BYTES
  unsigned(hintedFunctions())
  for (let i: u32 = 0; i < it.hints; ) i = writeFunctionHints(i)
  finish(size)
}

function functionOf(hint: u32): u32 {
  return load<u32>(hintAt(hint)) >>> 24
}

function hintedFunctions(): u32 {
  let count: u32 = 0
  for (let i: u32 = 0; i < work().hints; i++) if (i == 0 || functionOf(i) != functionOf(i - 1)) count++
  return count
}

/** Those of the function that hint `first` is in; the first hint behind them. */
function writeFunctionHints(first: u32): u32 {
  let last = first
  while (last < work().hints && functionOf(last) == functionOf(first)) last++
  unsigned(FIRST_REGION + functionOf(first))
  unsigned(last - first)
  for (let i = first; i < last; i++) {
    const hint = load<u32>(hintAt(i))
    unsigned(hint & (HINT_LIKELY - 1))
    unsigned(1)
    byte(u32((hint & HINT_LIKELY) != 0))
  }
  return last
}

const PC: u32 = 3
const CHAIN_ENTRY: u32 = 4
const CHAIN_RECORD: u32 = 5
const CHAIN_WORD: u32 = 6

/**
 * Goes on at an address: into the region that begins there, if the hart's fetch TLB leads to one and calls may still be nested, else back to
 * the dispatcher.
 */
function writeChain(): void {
  const size = reserveUnsigned()
  byte(2)
  unsigned(2)
  byte(ValueType.i32)
  unsigned(1)
  byte(ValueType.i64)
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
  localGet(HART)
  localGet(PC)
  access(Op.i64Store, <u32>offsetof<Hart>('pc'))
  localGet(HART)
  localGet(HART)
  access(Op.i64Load, <u32>offsetof<Hart>('budgetEnd'))
  localGet(BUDGET)
  op(Op.i64ExtendI32U)
  op(Op.i64Sub)
  access(Op.i64Store, <u32>offsetof<Hart>('retired'))
  i32Const(-1)
  byte(Op.end)
  fillUnsigned(size, work().cursor - <u32>size - 5)
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
  i32Const(0x3ff)
  op(Op.i32And)
  i32Const(RECORD_ENTER)
  op(Op.i32Eq)
  localGet(DEPTH)
  i32Const(0)
  op(Op.i32GeS)
  op(Op.i32And)
  open(Op.ifTrue)
  localGet(HART)
  localGet(BUDGET)
  localGet(DEPTH)
  localGet(PC)
  i64Const(-4096)
  op(Op.i64And)
  localGet(CHAIN_WORD)
  op(Op.i32WrapI64)
  i32Const(ENTER_POSITION_SHIFT)
  op(Op.i32ShrU)
  localGet(CHAIN_WORD)
  i64Const(32)
  op(Op.i64ShrU)
  op(Op.i32WrapI64)
  byte(Op.returnCallIndirect)
  unsigned(REGION_TYPE)
  byte(0)
  close()
}
