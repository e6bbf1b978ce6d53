/** Comparisons (IEEE 754-2019 §5.11): quiet ones raise NV for signaling NaNs only, signaling ones for any NaN. */
import { NV, raise } from './flags'
import { isNan, isZero, signOf } from './format'
import { signalNan } from './nan'

export function quietEqual<T>(a: u64, b: u64): bool {
  if (isUnordered<T>(a, b)) return quietFalse<T>(a, b)
  return equalOrdered<T>(a, b)
}

export function quietLess<T>(a: u64, b: u64): bool {
  if (isUnordered<T>(a, b)) return quietFalse<T>(a, b)
  return lessOrdered<T>(a, b)
}

export function quietLessEqual<T>(a: u64, b: u64): bool {
  if (isUnordered<T>(a, b)) return quietFalse<T>(a, b)
  return !lessOrdered<T>(b, a)
}

export function signalingLess<T>(a: u64, b: u64): bool {
  if (isUnordered<T>(a, b)) return signalingFalse()
  return lessOrdered<T>(a, b)
}

export function signalingLessEqual<T>(a: u64, b: u64): bool {
  if (isUnordered<T>(a, b)) return signalingFalse()
  return !lessOrdered<T>(b, a)
}

@inline
function isUnordered<T>(a: u64, b: u64): bool {
  return isNan<T>(a) || isNan<T>(b)
}

function quietFalse<T>(a: u64, b: u64): bool {
  signalNan<T>(a, b)
  return false
}

function signalingFalse(): bool {
  raise(NV)
  return false
}

function equalOrdered<T>(a: u64, b: u64): bool {
  return a == b || (isZero<T>(a) && isZero<T>(b))
}

function lessOrdered<T>(a: u64, b: u64): bool {
  if (equalOrdered<T>(a, b)) return false
  if (signOf<T>(a) != signOf<T>(b)) return signOf<T>(a) != 0
  return signOf<T>(a) != 0 ? b < a : a < b
}
