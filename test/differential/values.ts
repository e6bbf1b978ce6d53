/** Register values that find mistakes: the edges of every width and format more often than the middle. */
import type { Random } from '../support/random'

const mask64 = (1n << 64n) - 1n

const edges: readonly bigint[] = [0n, 1n, 2n, 7n, 31n, 32n, 63n, 64n, 0x7fn, 0x80n, 0xffn, 0x7fffn, 0x8000n, 0xffffn].flatMap(
  (value) => [value, -value & mask64],
)
const wideEdges: readonly bigint[] = [31n, 32n, 52n, 53n, 62n, 63n].flatMap((bit) => [
  (1n << bit) - 1n,
  1n << bit,
  -(1n << bit) & mask64,
  (1n << bit) + 1n,
])

export function randomInteger(random: Random): bigint {
  switch (random.below(6)) {
    case 0:
      return random.pick(edges)
    case 1:
      return random.pick(wideEdges)
    case 2:
      return BigInt.asUintN(64, BigInt.asIntN(32, random.u64()))
    case 3:
      return random.u64() >> BigInt(random.below(64))
    default:
      return random.u64()
  }
}

interface Format {
  readonly width: bigint
  readonly exponentBits: bigint
  readonly mantissaBits: bigint
}

const formats: readonly Format[] = [
  { width: 64n, exponentBits: 11n, mantissaBits: 52n },
  { width: 32n, exponentBits: 8n, mantissaBits: 23n },
  { width: 16n, exponentBits: 5n, mantissaBits: 10n },
]

/** Exponents where something happens: zero and subnormal, one, the bias, integers' widths, infinity. */
function randomExponent(random: Random, { exponentBits, mantissaBits }: Format): bigint {
  const top = (1n << exponentBits) - 1n
  const bias = top >> 1n
  const near = [
    0n,
    0n,
    1n,
    2n,
    top,
    top,
    top - 1n,
    bias,
    bias - 1n,
    bias - mantissaBits,
    bias + mantissaBits,
    bias + 31n,
    bias + 63n,
  ]
  if (random.oneIn(2)) return BigInt.asUintN(Number(exponentBits), bias + BigInt(random.between(-70, 70)))
  return random.oneIn(3) ? random.u64() & top : random.pick(near) & top
}

function randomMantissa(random: Random, { mantissaBits }: Format): bigint {
  const all = (1n << mantissaBits) - 1n
  const quiet = 1n << (mantissaBits - 1n)
  switch (random.below(5)) {
    case 0:
      return random.pick([0n, 0n, 1n, all, all - 1n, quiet, quiet - 1n, quiet + 1n])
    case 1:
      return (all << BigInt(random.below(Number(mantissaBits)))) & all
    default:
      return random.u64() & all
  }
}

/** Raw bits for an f register: a value of some format, its box nearly always right. */
export function randomFloat(random: Random): bigint {
  const format = random.pick(formats)
  const { width, exponentBits, mantissaBits } = format
  const sign = BigInt(random.below(2)) << (width - 1n)
  const value =
    sign |
    (randomExponent(random, format) << (width - 1n - exponentBits)) |
    (randomMantissa(random, format) & ((1n << mantissaBits) - 1n))
  const box = random.oneIn(12) ? random.u64() : mask64
  return BigInt.asUintN(64, (box << width) | value)
}
