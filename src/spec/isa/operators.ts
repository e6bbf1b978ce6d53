/** WebAssembly's integer operators: the vocabulary in which instruction semantics are written. */

export type Type = 'i32' | 'i64'

export interface Operator {
  readonly name: string
  /** Opcode byte of the binary format. */
  readonly code: number
  readonly parameters: readonly Type[]
  readonly result: Type
  /** AssemblyScript text; $0, $1 ... stand for arguments, an i64 being a u64 there and an i32 a u32. */
  readonly text: string
}

type Line = readonly [name: string, code: number, parameters: string, result: Type, text: string]

const types = (letters: string): Type[] => [...letters].map((letter) => (letter === 'l' ? 'i64' : 'i32'))

const lines: readonly Line[] = [
  ['select', 0x1b, 'lli', 'i64', 'select<u64>($0, $1, $2)'],
  ['i64.eqz', 0x50, 'l', 'i32', '<u32>($0 == 0)'],
  ['i64.eq', 0x51, 'll', 'i32', '<u32>($0 == $1)'],
  ['i64.ne', 0x52, 'll', 'i32', '<u32>($0 != $1)'],
  ['i64.lt_s', 0x53, 'll', 'i32', '<u32>(<i64>$0 < <i64>$1)'],
  ['i64.lt_u', 0x54, 'll', 'i32', '<u32>($0 < <u64>$1)'],
  ['i64.ge_s', 0x59, 'll', 'i32', '<u32>(<i64>$0 >= <i64>$1)'],
  ['i64.ge_u', 0x5a, 'll', 'i32', '<u32>($0 >= <u64>$1)'],
  ['i32.clz', 0x67, 'i', 'i32', 'clz<u32>($0)'],
  ['i32.ctz', 0x68, 'i', 'i32', 'ctz<u32>($0)'],
  ['i32.popcnt', 0x69, 'i', 'i32', 'popcnt<u32>($0)'],
  ['i32.shl', 0x74, 'ii', 'i32', '($0 << $1)'],
  ['i32.shr_s', 0x75, 'ii', 'i32', '<u32>(<i32>$0 >> <i32>$1)'],
  ['i32.shr_u', 0x76, 'ii', 'i32', '($0 >>> $1)'],
  ['i32.rotl', 0x77, 'ii', 'i32', 'rotl<u32>($0, $1)'],
  ['i32.rotr', 0x78, 'ii', 'i32', 'rotr<u32>($0, $1)'],
  ['i64.clz', 0x79, 'l', 'i64', 'clz<u64>($0)'],
  ['i64.ctz', 0x7a, 'l', 'i64', 'ctz<u64>($0)'],
  ['i64.popcnt', 0x7b, 'l', 'i64', 'popcnt<u64>($0)'],
  ['i64.add', 0x7c, 'll', 'i64', '($0 + $1)'],
  ['i64.sub', 0x7d, 'll', 'i64', '($0 - $1)'],
  ['i64.mul', 0x7e, 'll', 'i64', '($0 * $1)'],
  ['i64.and', 0x83, 'll', 'i64', '($0 & $1)'],
  ['i64.or', 0x84, 'll', 'i64', '($0 | $1)'],
  ['i64.xor', 0x85, 'll', 'i64', '($0 ^ $1)'],
  ['i64.shl', 0x86, 'll', 'i64', '($0 << $1)'],
  ['i64.shr_s', 0x87, 'll', 'i64', '<u64>(<i64>$0 >> <i64>$1)'],
  ['i64.shr_u', 0x88, 'll', 'i64', '($0 >>> $1)'],
  ['i64.rotl', 0x89, 'll', 'i64', 'rotl<u64>($0, $1)'],
  ['i64.rotr', 0x8a, 'll', 'i64', 'rotr<u64>($0, $1)'],
  ['i32.wrap_i64', 0xa7, 'l', 'i32', '<u32>$0'],
  ['i64.extend_i32_s', 0xac, 'i', 'i64', '<u64><i64><i32>$0'],
  ['i64.extend_i32_u', 0xad, 'i', 'i64', '<u64>$0'],
  ['i64.extend8_s', 0xc2, 'l', 'i64', '<u64><i64><i8>$0'],
  ['i64.extend16_s', 0xc3, 'l', 'i64', '<u64><i64><i16>$0'],
  ['i64.extend32_s', 0xc4, 'l', 'i64', '<u64><i64><i32>$0'],
]

export const operators: ReadonlyMap<string, Operator> = new Map(
  lines.map(([name, code, parameters, result, text]) => [name, { name, code, parameters: types(parameters), result, text }]),
)
