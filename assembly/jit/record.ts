/** Operands of a decoded record as numbers: register slots, immediate, rounding mode, length. */
import { RECORD_OPERATION } from '../abi/layout.gen'

/** The slot that takes writes to x0. */
// @ts-ignore: decorator
@inline export const SINK: u32 = 32

// @ts-ignore: decorator
@inline export function rdOf(w: u64): u32 {
  return (<u32>w >>> 14) & 63
}

// @ts-ignore: decorator
@inline export function rs1Of(w: u64): u32 {
  return (<u32>w >>> 20) & 63
}

// @ts-ignore: decorator
@inline export function rs2Of(w: u64): u32 {
  return <u32>w >>> 26
}

// @ts-ignore: decorator
@inline export function fs1Of(w: u64): u32 {
  return rs1Of(w)
}

// @ts-ignore: decorator
@inline export function fs2Of(w: u64): u32 {
  return rs2Of(w)
}

// @ts-ignore: decorator
@inline export function fs3Of(w: u64): u32 {
  return <u32>(w >>> 35) & 31
}

// @ts-ignore: decorator
@inline export function immediateOf(w: u64): i64 {
  return <i64>w >> 32
}

// @ts-ignore: decorator
@inline export function rmOf(w: u64): i32 {
  return <i32>(w >>> 32) & 7
}

// @ts-ignore: decorator
@inline export function fusedRmOf(w: u64): i32 {
  return <i32>(w >>> 44) & 7
}

/** Length in halfwords. */
// @ts-ignore: decorator
@inline export function lengthOf(w: u64): u32 {
  return (<u32>w >>> 12) & 3
}

// @ts-ignore: decorator
@inline export function operationOf(w: u64): u32 {
  return <u32>w & RECORD_OPERATION
}
