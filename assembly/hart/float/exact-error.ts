/** The rounding errors of WebAssembly's operators as numbers of their own, exact by the classic error-free transformations. */

/**
 * The rounding error of a finite `sum` = x + y, exactly (Knuth's TwoSum); a NaN if an intermediate step overflowed.
 * Sums never underflow: a subnormal one is exact.
 */
@inline
export function sumError<T>(x: T, y: T, sum: T): T {
  const virtualY = sum - x
  return x - (sum - virtualY) + (y - virtualY)
}

/** The rounding error of `product` = x * y, exactly (Dekker): both halves of a split factor have at most 26 digits. */
@inline
export function productError(x: f64, y: f64, product: f64): f64 {
  const xHigh = upperHalf(x)
  const xLow = x - xHigh
  const yHigh = upperHalf(y)
  const yLow = y - yHigh
  return xLow * yLow - (product - xHigh * yHigh - xLow * yHigh - xHigh * yLow)
}

/** The upper digits of a double, rounded (Veltkamp's splitting). */
@inline
function upperHalf(value: f64): f64 {
  const scaled = value * 134217729.0
  return scaled - (scaled - value)
}

/**
 * The sum of two doubles rounded to odd: an inexact sum gets a last digit of one, so that a second rounding to fewer digits goes as it would
 * have gone from the exact sum.
 */
@inline
export function oddSum(x: f64, y: f64): f64 {
  const sum = x + y
  const error = sumError<f64>(x, y, sum)
  const bits = reinterpret<i64>(sum)
  if (error == 0 || (bits & 1) != 0) return sum
  // The neighbour on the error's side: away from zero if it has the sum's sign.
  return reinterpret<f64>(bits + (error > 0 == bits > 0 ? 1 : -1))
}
