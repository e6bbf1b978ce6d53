/** What modules consist of: sections, types and imports. */
import { byte, fillUnsigned, reserveUnsigned, unsigned, ValueType } from './code'
import { translator } from '../memory/regions'
import { HELPER_TYPE_BYTES, HELPER_TYPE_COUNT, HELPER_TYPE_SIZE } from './lower.gen'
import { HELPER_TYPES } from './types'
import { work } from './work'

export const enum Section {
  custom = 0,
  types = 1,
  imports = 2,
  functions = 3,
  exports = 7,
  elements = 9,
  code = 10,
}

export const enum Kind {
  code = 0,
  table = 1,
  memory = 2,
}
const FUNCREF: u32 = 0x70

export function writeStart(): void {
  const it = work()
  store<u32>(it.cursor, 0x6d73_6100)
  store<u32>(it.cursor, 1, 4)
  it.cursor += 8
}

export function sizeOf(value: u32): u32 {
  return value < 0x80 ? 1 : 2
}

export function begin(section: u32): usize {
  byte(section)
  return reserveUnsigned()
}

export function finish(size: usize): void {
  fillUnsigned(size, work().cursor - <u32>size - 5)
}

/** The types of all functions, in the order of their numbers (types.ts), where it says what the vectors are for. */
export function writeTypes(): void {
  const size = begin(Section.types)
  unsigned(HELPER_TYPES + HELPER_TYPE_COUNT)
  // Region: hart, budget, depth, page, position of the head -> budget.
  functionType(ValueType.i32, ValueType.i32, ValueType.i32, ValueType.i32, ValueType.i64, ValueType.i32)
  // Load: hart, address, kind, page, budget, place -> value.
  functionType(ValueType.i64, ValueType.i32, ValueType.i64, ValueType.i32, ValueType.i64, ValueType.i32, ValueType.i32, ValueType.v128)
  // Store: hart, address, value, kind, page, budget, place -> whether to leave.
  functionType(ValueType.i32, ValueType.i32, ValueType.i64, ValueType.i64, ValueType.i32, ValueType.i64, ValueType.i32, ValueType.i32, ValueType.v128)
  // Step: hart, record, page, budget, place -> budget.
  functionType(ValueType.i32, ValueType.i32, ValueType.i64, ValueType.i64, ValueType.i32, ValueType.i32, ValueType.v128)
  // Chain: hart, budget, depth, address -> budget.
  functionType(ValueType.i32, ValueType.i32, ValueType.i32, ValueType.i32, ValueType.i64, ValueType.v128)
  // Enter: hart, budget, depth, page, record -> budget.
  functionType(ValueType.i32, ValueType.i32, ValueType.i32, ValueType.i32, ValueType.i64, ValueType.i64, ValueType.v128)
  // Leave: hart, budget, address -> -1.
  functionType(ValueType.i32, ValueType.i32, ValueType.i32, ValueType.i64, ValueType.v128)
  // Status: hart, bits, whether to clear them -> what was there before.
  functionType(ValueType.i64, ValueType.i32, ValueType.i64, ValueType.i32, ValueType.v128)
  // Find: hart, address, kind -> host pointer.
  functionType(ValueType.i32, ValueType.i32, ValueType.i64, ValueType.i32, ValueType.v128)
  memory.copy(work().cursor, HELPER_TYPE_BYTES, HELPER_TYPE_SIZE)
  work().cursor += HELPER_TYPE_SIZE
  finish(size)
}

/** A function's result, and its parameters as far as they are told. */
function functionType(result: u32, a: u32, b: u32, c: u32, d: u32, e: u32 = 0, f: u32 = 0, g: u32 = 0, h: u32 = 0): void {
  byte(0x60)
  byte(4 + u32(e != 0) + u32(f != 0) + u32(g != 0) + u32(h != 0))
  byte(a)
  byte(b)
  byte(c)
  byte(d)
  if (e != 0) byte(e)
  if (f != 0) byte(f)
  if (g != 0) byte(g)
  if (h != 0) byte(h)
  byte(1)
  byte(result)
}

/** The memory, and a table of functions: the core's for the links, one of its own for a module of regions. */
export function importEnvironment(): void {
  letters(0x76_6e65, 3)
  letters(0x7972_6f6d_656d, 6)
  byte(Kind.memory)
  writeMemoryLimits()
  letters(0x76_6e65, 3)
  letters(0x65_6c62_6174, 5)
  writeTable()
}

/** A table of functions, of whatever size. */
export function writeTable(): void {
  byte(Kind.table)
  byte(FUNCREF)
  byte(0)
  unsigned(1)
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

/** A name of `count` letters, the first in the lowest byte. */
export function letters(text: u64, count: u32): void {
  unsigned(count)
  for (let i: u32 = 0; i < count; i++) byte(<u32>(text >> (i << 3)) & 0xff)
}
