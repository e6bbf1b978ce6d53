/** Writes Wasm code: bytes, LEB128 numbers, and the instructions that everything else is made of. */
import { Trick } from '../abi/layout.gen'
import { translator } from '../memory/regions'
import { HINT_LIMIT, hintAt, RESERVE_BYTES, work } from './work'

/** Opcodes that are named here because rows do not name them. */
export const enum Op {
  block = 0x02,
  loopStart = 0x03,
  ifTrue = 0x04,
  otherwise = 0x05,
  end = 0x0b,
  br = 0x0c,
  brIf = 0x0d,
  brTable = 0x0e,
  leave = 0x0f,
  call = 0x10,
  callIndirect = 0x11,
  returnCall = 0x12,
  returnCallIndirect = 0x13,
  drop = 0x1a,
  localGet = 0x20,
  localSet = 0x21,
  localTee = 0x22,
  i32Load = 0x28,
  i64Load = 0x29,
  f64Load = 0x2b,
  i32Load8S = 0x2c,
  i32Load8U = 0x2d,
  i32Load16S = 0x2e,
  i32Load16U = 0x2f,
  i64Load8S = 0x30,
  i64Load8U = 0x31,
  i64Load16S = 0x32,
  i64Load16U = 0x33,
  i64Load32S = 0x34,
  i64Load32U = 0x35,
  i32Store = 0x36,
  i64Store = 0x37,
  f64Store = 0x39,
  i32Store8 = 0x3a,
  i32Store16 = 0x3b,
  i64Store8 = 0x3c,
  i64Store16 = 0x3d,
  i64Store32 = 0x3e,
  i32Const = 0x41,
  i64Const = 0x42,
  f32Const = 0x43,
  f64Const = 0x44,
  i32Eqz = 0x45,
  i32Eq = 0x46,
  i32Ne = 0x47,
  i32LtS = 0x48,
  i32LtU = 0x49,
  i32GtS = 0x4a,
  i32GeS = 0x4e,
  i32GeU = 0x4f,
  i64Eqz = 0x50,
  i64Eq = 0x51,
  i64Ne = 0x52,
  i64LtU = 0x54,
  i64LeU = 0x58,
  i64GeU = 0x5a,
  f32Eq = 0x5b,
  f32Lt = 0x5d,
  f32Le = 0x5f,
  f64Eq = 0x61,
  f64Ne = 0x62,
  f64Lt = 0x63,
  f64Le = 0x65,
  f64Ge = 0x66,
  i32Add = 0x6a,
  i32Sub = 0x6b,
  i32Mul = 0x6c,
  i32And = 0x71,
  i32Or = 0x72,
  i32Xor = 0x73,
  i32Shl = 0x74,
  i32ShrS = 0x75,
  i32ShrU = 0x76,
  i64Add = 0x7c,
  i64Sub = 0x7d,
  i64DivS = 0x7f,
  i64DivU = 0x80,
  i64RemS = 0x81,
  i64RemU = 0x82,
  i64And = 0x83,
  i64Or = 0x84,
  i64Xor = 0x85,
  i64Shl = 0x86,
  i64ShrS = 0x87,
  i64ShrU = 0x88,
  f32Sqrt = 0x91,
  f32Add = 0x92,
  f32Sub = 0x93,
  f32Mul = 0x94,
  f32Div = 0x95,
  f64Abs = 0x99,
  f64Neg = 0x9a,
  f64Trunc = 0x9d,
  f64Sqrt = 0x9f,
  f64Add = 0xa0,
  f64Sub = 0xa1,
  f64Mul = 0xa2,
  f64Div = 0xa3,
  f64CopySign = 0xa6,
  i32WrapI64 = 0xa7,
  i32TruncF64S = 0xaa,
  i32TruncF64U = 0xab,
  i64ExtendI32S = 0xac,
  i64ExtendI32U = 0xad,
  i64TruncF64S = 0xb0,
  i64TruncF64U = 0xb1,
  f32DemoteF64 = 0xb6,
  f64ConvertI32S = 0xb7,
  f64ConvertI32U = 0xb8,
  f64ConvertI64S = 0xb9,
  f64ConvertI64U = 0xba,
  f64PromoteF32 = 0xbb,
  i32ReinterpretF32 = 0xbc,
  i64ReinterpretF64 = 0xbd,
  f32ReinterpretI32 = 0xbe,
  f64ReinterpretI64 = 0xbf,
  i64Extend32S = 0xc4,
}

/** Types of the binary format. */
export const enum ValueType {
  i32 = 0x7f,
  i64 = 0x7e,
  f32 = 0x7d,
  f64 = 0x7c,
  v128 = 0x7b,
  empty = 0x40,
}

export function byte(value: u32): void {
  const it = work()
  store<u8>(it.cursor, <u8>value)
  it.cursor += 1
}

/** An opcode without operands, or the first byte of one with some. */
// @ts-ignore: decorator
@inline export function op(code: u32): void {
  byte(code)
}

export function unsigned(value: u32): void {
  let rest = value
  while (rest >= 0x80) {
    byte((rest & 0x7f) | 0x80)
    rest >>>= 7
  }
  byte(rest)
}

export function signed(value: i64): void {
  let rest = value
  while (rest < -64 || rest > 63) {
    byte((<u32>rest & 0x7f) | 0x80)
    rest >>= 7
  }
  byte(<u32>rest & 0x7f)
}

/** Five bytes for a number that is known later. */
export function reserveUnsigned(): usize {
  const it = work()
  const at = it.cursor
  it.cursor += 5
  return at
}

export function fillUnsigned(at: usize, value: u32): void {
  for (let i: u32 = 0; i < 4; i++) store<u8>(at + i, <u8>(((value >> (7 * i)) & 0x7f) | 0x80))
  store<u8>(at + 4, <u8>(value >> 28))
}

export function i32Const(value: i32): void {
  byte(Op.i32Const)
  signed(value)
}

export function i64Const(value: i64): void {
  byte(Op.i64Const)
  signed(value)
}

export function f64Const(value: f64): void {
  byte(Op.f64Const)
  const it = work()
  store<f64>(it.cursor, value)
  it.cursor += 8
}

export function f32Const(value: f32): void {
  byte(Op.f32Const)
  const it = work()
  store<f32>(it.cursor, value)
  it.cursor += 4
}

export function localGet(local: u32): void {
  byte(Op.localGet)
  unsigned(local)
}

export function localSet(local: u32): void {
  byte(Op.localSet)
  unsigned(local)
}

export function localTee(local: u32): void {
  byte(Op.localTee)
  unsigned(local)
}

/** A load or store; the alignment is a hint of Wasm's and told as none. */
export function access(code: u32, offset: u32): void {
  byte(code)
  byte(0)
  unsigned(offset)
}

/** Opcodes of atomic instructions follow this byte. */
export const ATOMIC: u32 = 0xfe
const I32_ATOMIC_LOAD: u32 = 0x10
const FOUR_BYTES_ALIGNED: u32 = 2

/** Loads an i32 that other CPUs store, and nothing that comes later before it. */
export function loadShared(offset: u32): void {
  if (!ASC_FEATURE_THREADS) return access(Op.i32Load, offset)
  byte(ATOMIC)
  byte(I32_ATOMIC_LOAD)
  byte(FOUR_BYTES_ALIGNED)
  unsigned(offset)
}

export function call(target: u32): void {
  byte(Op.call)
  unsigned(target)
}

/** Opcodes of vectors follow this byte. */
const VECTOR: u32 = 0xfd

export function vector(code: u32): void {
  byte(VECTOR)
  unsigned(code)
}

/** A vector of zeros. */
export function zeroVector(): void {
  const it = work()
  vector(0x0c)
  memory.fill(it.cursor, 0, 16)
  it.cursor += 16
}

export function callIndirect(type: u32, table: u32): void {
  byte(Op.callIndirect)
  unsigned(type)
  unsigned(table)
}

/** Opens a block, loop or if without a result. */
export function open(code: u32): void {
  openWith(code, ValueType.empty)
}

export function openWith(code: u32, result: u32): void {
  byte(code)
  byte(result)
  work().depth += 1
}

/** In a branch hint: it is nearly always taken. */
// @ts-ignore: decorator
@inline export const HINT_LIKELY: u32 = 1 << 23

/** What follows, an `if` or a `br_if`, is hardly ever taken. */
export function unlikely(): void {
  hint(0)
}

function hint(likely: u32): void {
  const it = work()
  if (it.hints == HINT_LIMIT || (translator().without & Trick.hints) != 0) return
  store<u32>(hintAt(it.hints), (it.functions << 24) | likely | (it.cursor - it.body))
  it.hints += 1
}

/** Opens an `if` for what hardly ever happens. */
export function openUnlikely(result: u32): void {
  unlikely()
  openWith(Op.ifTrue, result)
}

/**
 * Opens an `if` for what nearly always happens, with the rare way behind its `else`. V8's baseline compiler keeps registers over the join as
 * the arm leaves them that comes first: behind a call they are all on the stack.
 */
export function openLikely(result: u32): void {
  hint(HINT_LIKELY)
  openWith(Op.ifTrue, result)
}

export function close(): void {
  byte(Op.end)
  work().depth -= 1
}

/** A branch to the block that was opened when `depth` was `level`. */
export function branchTo(code: u32, level: u32): void {
  byte(code)
  unsigned(work().depth - 1 - level)
}

export function isFull(): bool {
  const it = work()
  return it.cursor + RESERVE_BYTES > it.end
}
