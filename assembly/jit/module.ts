/** The module around the functions: types, imports, their places in a table, and what is known of their branches. */
import { translator } from '../memory/regions'
import { byte, HINT_LIKELY, i32Const, Op, unsigned } from './code'
import { begin, finish, importEnvironment, Kind, letters, Section, sizeOf, writeStart, writeTable, writeTypes } from './sections'
import { CHAIN_NAME, ENTER_NAME, LEAVE_NAME } from './links'
import { CHAIN_TYPE, ENTER_TYPE, FIND_TYPE, FIRST_REGION, LEAVE_TYPE, LOAD_TYPE, REGION_TYPE, STATUS_TYPE, STEP_TYPE, STORE_TYPE } from './types'
import { HEADER_BYTES, headerBuffer, hintAt, MODULE_BYTES, work } from './work'

/** metadata.code.branch_hint */
const HINT_NAME: usize = memory.data<u8>([0x6d, 0x65, 0x74, 0x61, 0x64, 0x61, 0x74, 0x61, 0x2e, 0x63, 0x6f, 0x64, 0x65, 0x2e, 0x62, 0x72, 0x61, 0x6e, 0x63, 0x68, 0x5f, 0x68, 0x69, 0x6e, 0x74])
const HINT_NAME_BYTES: u32 = 25

/** Starts the code section; what comes before it is written when the number of functions is known. */
export function beginModule(): void {
  const it = work()
  it.cursor = translator().buffer + HEADER_BYTES
  it.end = translator().buffer + MODULE_BYTES
  it.functions = 0
  it.listed = 0
  it.hints = 0
  it.usesHelpers = 0
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
  const functions = it.functions
  writeStart()
  writeTypes()
  writeImports()
  const list = begin(Section.functions)
  unsigned(functions)
  for (let i: u32 = 0; i < it.functions; i++) unsigned(REGION_TYPE)
  finish(list)
  writeElements()
  writeHints()
  byte(Section.code)
  unsigned(codeBytes + sizeOf(functions))
  unsigned(functions)
}

/** In the order of their numbers (types.ts); names are told in ASCII, four letters at a time. */
function writeImports(): void {
  const size = begin(Section.imports)
  unsigned(10 + work().usesHelpers)
  importCore()
  letters(0x0064_616f_6c, 4)
  importFunction(LOAD_TYPE)
  importCore()
  letters(0x65_726f_7473, 5)
  importFunction(STORE_TYPE)
  importCore()
  letters(0x7065_7473, 4)
  importFunction(STEP_TYPE)
  importCore()
  letters(0x7375_7461_7473, 6)
  importFunction(STATUS_TYPE)
  importCore()
  letters(0x646e_6966, 4)
  importFunction(FIND_TYPE)
  importLinks()
  letters(CHAIN_NAME, 5)
  importFunction(CHAIN_TYPE)
  importLinks()
  letters(ENTER_NAME, 5)
  importFunction(ENTER_TYPE)
  importLinks()
  letters(LEAVE_NAME, 5)
  importFunction(LEAVE_TYPE)
  importEnvironment()
  if (work().usesHelpers != 0) importCoreTable()
  finish(size)
}

function importCoreTable(): void {
  importCore()
  letters(0x65_6c62_6174, 5)
  writeTable()
}

function importCore(): void {
  letters(0x6572_6f63, 4)
}

function importLinks(): void {
  letters(0x736b_6e69_6c, 5)
}

function importFunction(type: u32): void {
  byte(Kind.code)
  unsigned(type)
}

/** The functions lie in the table that the module is instantiated with, in their order: the outside hangs them into their slots. */
function writeElements(): void {
  const it = work()
  const size = begin(Section.elements)
  unsigned(1)
  byte(0)
  i32Const(0)
  byte(Op.end)
  unsigned(it.functions)
  for (let i: u32 = 0; i < it.functions; i++) unsigned(FIRST_REGION + i)
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
