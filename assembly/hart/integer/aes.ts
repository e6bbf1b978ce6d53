/** AES rounds on half a state: rs1 holds columns 0 and 1, rs2 columns 2 and 3 (Zknd, Zkne). */
import { substitute, substituteInverse } from './aes-sbox'

/** Byte `index` of the sixteen of the state. */
// @ts-ignore: decorator
@inline function stateByte(low: u64, high: u64, index: u32): u32 {
  return <u32>((index < 8 ? low : high) >>> <u64>((index & 7) << 3)) & 255
}

/** ShiftRows and SubBytes for columns 0 and 1: row r comes from r columns further on. */
function encryptHalf(low: u64, high: u64): u64 {
  let result: u64 = 0
  for (let index: u32 = 0; index < 8; index++) {
    const row = index & 3
    const source = (index + (row << 2)) & 15
    result |= <u64>substitute(stateByte(low, high, source)) << <u64>(index << 3)
  }
  return result
}

function decryptHalf(low: u64, high: u64): u64 {
  let result: u64 = 0
  for (let index: u32 = 0; index < 8; index++) {
    const row = index & 3
    const source = (index - (row << 2)) & 15
    result |= <u64>substituteInverse(stateByte(low, high, source)) << <u64>(index << 3)
  }
  return result
}

/** Each byte times x in GF(2^8). */
function timesX(bytes: u64): u64 {
  return ((bytes & 0x7f7f7f7f7f7f7f7f) << 1) ^ (((bytes >>> 7) & 0x0101010101010101) * 0x1b)
}

/** Each column rotated by whole bytes, so that row r + count comes to row r. */
function rotateColumns(columns: u64, count: u32): u64 {
  const low = rotr<u32>(<u32>columns, count << 3)
  const high = rotr<u32>(<u32>(columns >>> 32), count << 3)
  return <u64>low | (<u64>high << 32)
}

function mixColumns(columns: u64): u64 {
  const doubled = timesX(columns)
  return doubled ^ rotateColumns(doubled ^ columns, 1) ^ rotateColumns(columns, 2) ^ rotateColumns(columns, 3)
}

/** InvMixColumns: factors 14, 11, 13, 9. */
export function aes64im(columns: u64): u64 {
  const x2 = timesX(columns)
  const x4 = timesX(x2)
  const x8 = timesX(x4)
  const x9 = x8 ^ columns
  return x8 ^ x4 ^ x2 ^ rotateColumns(x9 ^ x2, 1) ^ rotateColumns(x9 ^ x4, 2) ^ rotateColumns(x9, 3)
}

export function aes64es(low: u64, high: u64): u64 {
  return encryptHalf(low, high)
}

export function aes64esm(low: u64, high: u64): u64 {
  return mixColumns(encryptHalf(low, high))
}

export function aes64ds(low: u64, high: u64): u64 {
  return decryptHalf(low, high)
}

export function aes64dsm(low: u64, high: u64): u64 {
  return aes64im(decryptHalf(low, high))
}

/** Round constants are powers of x; round 10 is the step of AES-256 without rotation and constant. */
export function aes64ks1i(key: u64, round: u64): u64 {
  let word = <u32>(key >>> 32)
  let constant: u32 = 0
  if (round != 10) {
    word = rotr<u32>(word, 8)
    constant = round < <u64>8 ? 1 << <u32>round : round == 8 ? 0x1b : 0x36
  }
  let substituted: u32 = 0
  for (let at: u32 = 0; at < 32; at += 8) substituted |= substitute((word >>> at) & 255) << at
  const value = <u64>(substituted ^ constant)
  return value | (value << 32)
}

export function aes64ks2(a: u64, b: u64): u64 {
  const low = <u32>(a >>> 32) ^ <u32>b
  const high = low ^ <u32>(b >>> 32)
  return <u64>low | (<u64>high << 32)
}
