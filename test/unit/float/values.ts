/** Operands that reach the corners of floating point: special values, boundaries of integers, and random patterns that meet. */
import type { Random } from '../../support/random'
import type { Format, Kind } from './operations'

interface Shape {
  readonly exponentBits: number
  readonly fractionBits: number
}

const SHAPES: Readonly<Record<Format, Shape>> = {
  h: { exponentBits: 5, fractionBits: 10 },
  s: { exponentBits: 8, fractionBits: 23 },
  d: { exponentBits: 11, fractionBits: 52 },
}

const WORD = (1n << 64n) - 1n

const widthOf = (shape: Shape): number => 1 + shape.exponentBits + shape.fractionBits

/** The f register that holds the value: ones above it. */
function boxed(shape: Shape, bits: bigint): bigint {
  return (bits & ((1n << BigInt(widthOf(shape))) - 1n)) | ((WORD << BigInt(widthOf(shape))) & WORD)
}

function specialMagnitudes(shape: Shape): bigint[] {
  const fraction = BigInt(shape.fractionBits)
  const bias = (1n << BigInt(shape.exponentBits - 1)) - 1n
  const at = (exponent: bigint): bigint => (bias + exponent) << fraction
  const infinity = (bias * 2n + 1n) << fraction
  const quiet = infinity | (1n << (fraction - 1n))
  const ends = [0n, 1n, 2n, 3n, (1n << fraction) - 1n, 1n << fraction, (1n << fraction) + 1n, 2n << fraction]
  const nearOne = [-1n, 0n, 1n].flatMap((ulps) => [at(-1n) + ulps, at(0n) + ulps, at(1n) + ulps])
  const halfway = [
    at(0n) | (1n << (fraction - 1n)),
    at(1n) | (1n << (fraction - 2n)),
    at(2n) | (1n << (fraction - 3n)),
    at(fraction) + 1n,
  ]
  const integers = [7n, 8n, 10n, 15n, 16n, 31n, 32n, 52n, 53n, 63n, 64n]
    .filter((exponent) => exponent <= bias)
    .flatMap((exponent) => [at(exponent) - 1n, at(exponent), at(exponent) + 1n])
  return [...ends, ...nearOne, ...halfway, ...integers, infinity - 1n, infinity, infinity | 1n, quiet - 1n, quiet, quiet | 1n]
}

/** Every special value of both signs, boxed, and one that is not boxed. */
export function specialValues(kind: Kind): bigint[] {
  if (kind === 'x') return specialIntegers()
  const shape = SHAPES[kind]
  const sign = 1n << BigInt(widthOf(shape) - 1)
  const values = specialMagnitudes(shape).flatMap((magnitude) => [boxed(shape, magnitude), boxed(shape, magnitude | sign)])
  return kind === 'd' ? values : [...values, 0x3ff0000000000000n, boxed(shape, 0n) - (1n << 63n)]
}

function specialIntegers(): bigint[] {
  const exponents = [0n, 1n, 8n, 10n, 11n, 16n, 23n, 24n, 25n, 31n, 32n, 33n, 52n, 53n, 54n, 62n, 63n]
  const magnitudes = exponents.flatMap((exponent) => [-1n, 0n, 1n].map((offset) => (1n << exponent) + offset))
  const ties = [(1n << 24n) * 2n + 1n, (1n << 53n) * 2n + 1n, ((1n << 24n) - 1n) * 2n + 1n, 65519n, 65520n, 2049n, 4099n]
  return [...magnitudes, ...ties].flatMap((value) => [value & WORD, -value & WORD])
}

/** Random operands for one operation; those after the first often lie close to it, so that sums cancel and roundings tie. */
export function randomOperands(random: Random, kinds: readonly Kind[]): bigint[] {
  const scale = random.u32()
  const operands = kinds.map((kind) => (kind === 'x' ? randomInteger(random) : randomValue(random, kind, scale)))
  const [a, b] = operands
  if (operands.length < 3 || a === undefined || b === undefined || !random.oneIn(4)) return operands
  return [a, b, nearProduct(kinds[0], a, b) ^ (BigInt(random.below(2)) << SIGN_SHIFT[kinds[0] as Format])]
}

const SIGN_SHIFT: Readonly<Record<Format, bigint>> = { h: 15n, s: 31n, d: 63n }

/** The rounded product, with which a fused sum cancels to its last digits; of halves, any value does. */
function nearProduct(kind: Kind | undefined, a: bigint, b: bigint): bigint {
  const view = new DataView(new ArrayBuffer(24))
  view.setBigUint64(0, a)
  view.setBigUint64(8, b)
  if (kind === 'd') {
    view.setFloat64(16, view.getFloat64(0) * view.getFloat64(8))
    return view.getBigUint64(16)
  }
  if (kind !== 's') return a
  view.setFloat32(20, view.getFloat32(4) * view.getFloat32(12))
  return boxed(SHAPES.s, BigInt(view.getUint32(20)))
}

function randomInteger(random: Random): bigint {
  const value = random.u64() >> BigInt(random.below(64))
  return random.oneIn(2) ? value : -value & WORD
}

function randomValue(random: Random, format: Format, scale: number): bigint {
  if (random.oneIn(16)) return random.pick(SPECIALS[format])
  const shape = SHAPES[format]
  const exponent = randomExponent(random, shape, scale)
  const bits = (BigInt(exponent) << BigInt(shape.fractionBits)) | randomFraction(random, shape)
  return boxed(shape, random.oneIn(2) ? bits : bits | (1n << BigInt(widthOf(shape) - 1)))
}

const SPECIALS: Readonly<Record<Format, readonly bigint[]>> = {
  h: specialValues('h'),
  s: specialValues('s'),
  d: specialValues('d'),
}

/** Anywhere, near one, near the least or the greatest, or near the exponent that the operation's operands share. */
function randomExponent(random: Random, shape: Shape, scale: number): number {
  const limit = (1 << shape.exponentBits) - 1
  const near = (centre: number, distance: number): number =>
    Math.min(limit, Math.max(0, centre + random.between(-distance, distance)))
  switch (random.below(6)) {
    case 0:
      return random.below(limit)
    case 1:
      return near(limit >> 1, 3)
    case 2:
      return near(limit >> 1, shape.fractionBits + 3)
    case 3:
      return near(random.oneIn(2) ? 0 : limit - 1, 2)
    case 4:
      return near((limit >> 2) * random.between(1, 3), shape.fractionBits)
    default:
      return near(scale % limit, random.oneIn(2) ? 1 : shape.fractionBits + 2)
  }
}

/** All digits random, or a few ones, or a run of ones: the patterns whose products and sums end in ties. */
function randomFraction(random: Random, shape: Shape): bigint {
  const bits = BigInt(shape.fractionBits)
  const mask = (1n << bits) - 1n
  switch (random.below(4)) {
    case 0:
      return (random.u64() << BigInt(random.below(shape.fractionBits))) & mask
    case 1:
      return (1n << BigInt(random.below(shape.fractionBits))) | (1n << BigInt(random.below(shape.fractionBits)))
    case 2:
      return mask ^ (mask >> BigInt(random.below(shape.fractionBits + 1))) ^ BigInt(random.below(4) & 1)
    default:
      return random.u64() & mask
  }
}
