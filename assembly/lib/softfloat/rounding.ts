/** Rounding of exact intermediate results to a format: modes, tininess, overflow (IEEE 754-2019 §4.3, §7.4, §7.5). */
import { NX, OF, raise, UF } from './flags'
import { bias, exponentLimit, fractionBits, infinity, largestFinite, withSign } from './format'
import { shiftRightJam } from './wide'

/** Rounding modes in the encoding of the `rm` field. */
export const RNE: u32 = 0
export const RTZ: u32 = 1
export const RDN: u32 = 2
export const RUP: u32 = 3
export const RMM: u32 = 4

const HALF: u64 = 1 << 63

/**
 * One if a magnitude is to be rounded away from zero, else zero. `last` carries the last digit that is kept in its bit 0, and
 * `rest` is the fraction of a unit of it that is dropped, in units of 2^-64 (anything below them jammed into bit 0).
 */
export function roundUp(rm: u32, sign: u64, last: u64, rest: u64): u64 {
  if (rm == RNE) return u64(rest > HALF - (last & 1))
  if (rm == RMM) return rest >> 63
  if (rest == 0 || rm == RTZ) return 0
  return rm == RUP ? sign ^ 1 : sign
}

/** The value of an exact cancellation: +0, but -0 when rounding down (IEEE 754-2019 §6.3). */
export function exactZero<T>(rm: u32): u64 {
  return withSign<T>(u64(rm == RDN), 0)
}

/** Rounds 1.f x 2^exponent to the format. `significand` has its leading one in bit 63 and is exact, or jammed below the format's precision. */
export function roundPack<T>(sign: u64, exponent: i32, significand: u64, rm: u32): u64 {
  const field = exponent + bias<T>()
  if (field <= 0) return roundSubnormal<T>(sign, field, significand, rm)
  const kept = keptDigits<T>(significand)
  const rest = droppedDigits<T>(significand)
  // The leading one of `kept` adds one to the exponent field, and so does a carry out of the rounding.
  const magnitude = (<u64>(field - 1) << fractionBits<T>()) + kept + roundUp(rm, sign, kept, rest)
  if (field >= exponentLimit<T>() || magnitude >= infinity<T>()) return overflow<T>(sign, rm)
  if (rest != 0) raise(NX)
  return withSign<T>(sign, magnitude)
}

/** As `roundPack`, for any nonzero `significand`; `exponent` is that of its bit 62. */
export function normalizeRoundPack<T>(sign: u64, exponent: i32, significand: u64, rm: u32): u64 {
  const shift = <i32>clz<u64>(significand)
  return roundPack<T>(sign, exponent + 1 - shift, significand << shift, rm)
}

@inline
function keptDigits<T>(significand: u64): u64 {
  return significand >> (63 - fractionBits<T>())
}

@inline
function droppedDigits<T>(significand: u64): u64 {
  return significand << (fractionBits<T>() + 1)
}

/** `field` is the exponent field, zero or less, that the value would have if it were unbounded. */
function roundSubnormal<T>(sign: u64, field: i32, significand: u64, rm: u32): u64 {
  const denormalized = shiftRightJam(significand, 1 - field)
  const kept = keptDigits<T>(denormalized)
  const rest = droppedDigits<T>(denormalized)
  if (rest != 0) raise(isTiny<T>(sign, field, significand, rm) ? UF | NX : NX)
  return withSign<T>(sign, kept + roundUp(rm, sign, kept, rest))
}

/** Tininess is detected after rounding, as if the exponent were unbounded (RISC-V unprivileged ISA, "Floating-Point Control and Status Register"). */
function isTiny<T>(sign: u64, field: i32, significand: u64, rm: u32): bool {
  if (field < 0) return true
  const kept = keptDigits<T>(significand)
  const rounded = kept + roundUp(rm, sign, kept, droppedDigits<T>(significand))
  return rounded >> (fractionBits<T>() + 1) == 0
}

/** Infinity, or the largest finite value when the mode rounds this sign towards zero. */
function overflow<T>(sign: u64, rm: u32): u64 {
  raise(OF | NX)
  const towardsZero = rm == RTZ || rm == (sign != 0 ? RUP : RDN)
  return withSign<T>(sign, towardsZero ? largestFinite<T>() : infinity<T>())
}
