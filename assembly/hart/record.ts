/**
 * Operands of a decoded record `w`, and the registers that they name in the hart at `base`.
 *
 *     63            32 31   26 25   20 19   14 13  12 11 10 9        0
 *    +----------------+-------+-------+-------+------+-----+----------+
 *    | immediate      | rs2   | rs1   | rd    |length| 0   | operation|
 *    +----------------+-------+-------+-------+------+-----+----------+
 *
 * Register fields count eight-byte slots; length is in words of four records (1: two bytes, 2: four bytes).
 */
import { HART_F, HART_X } from '../abi/layout.gen'

/** Bytes from this record to the next instruction's. */
// @ts-ignore: decorator
@inline export function distance(w: u64): usize {
  return (<u32>w >>> 9) & 0x18
}

// @ts-ignore: decorator
@inline export function immediate(w: u64): u64 {
  return <u64>(<i64>w >> 32)
}

// @ts-ignore: decorator
@inline export function rm(w: u64): u32 {
  return <u32>(w >>> 32) & 7
}

/** Rounding mode of the four-operand rows, behind rs3. */
// @ts-ignore: decorator
@inline export function fusedRm(w: u64): u32 {
  return <u32>(w >>> 44) & 7
}

// @ts-ignore: decorator
@inline export function rs1(base: usize, w: u64): u64 {
  return load<u64>(base + ((<u32>w >>> 17) & 0x1f8), HART_X)
}

// @ts-ignore: decorator
@inline export function rs2(base: usize, w: u64): u64 {
  return load<u64>(base + ((<u32>w >>> 23) & 0x1f8), HART_X)
}

/** rd as a source: the slot that takes writes to x0 reads as zero. */
// @ts-ignore: decorator
@inline export function readRd(base: usize, w: u64): u64 {
  return load<u64>(base + ((<u32>w >>> 11) & 0xf8), HART_X)
}

// @ts-ignore: decorator
@inline export function setRd(base: usize, w: u64, value: u64): void {
  store<u64>(base + ((<u32>w >>> 11) & 0x1f8), value, HART_X)
}

// @ts-ignore: decorator
@inline export function fs1(base: usize, w: u64): u64 {
  return load<u64>(base + ((<u32>w >>> 17) & 0x1f8), HART_F)
}

// @ts-ignore: decorator
@inline export function fs2(base: usize, w: u64): u64 {
  return load<u64>(base + ((<u32>w >>> 23) & 0x1f8), HART_F)
}

// @ts-ignore: decorator
@inline export function fs3(base: usize, w: u64): u64 {
  return load<u64>(base + (<u32>(w >>> 32) & 0xf8), HART_F)
}

// @ts-ignore: decorator
@inline export function setFd(base: usize, w: u64, value: u64): void {
  store<u64>(base + ((<u32>w >>> 11) & 0x1f8), value, HART_F)
}

/** Does the instruction write a register, so that a jump is a call? */
// @ts-ignore: decorator
@inline export function isLinking(w: u64): bool {
  return ((<u32>w >>> 14) & 63) != 32
}
