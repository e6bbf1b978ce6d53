/** Integer rows against literal results. */
import { beforeAll, describe, expect, it } from 'vitest'
import { operations } from '../../src/spec/isa/operations'
import { everyExpression } from '../../src/spec/isa/semantics'
import { prepareSubject, type Subject } from './program'
import { aesVectors } from './vectors/aes'
import { bitVectors } from './vectors/bits'
import { integerVectors } from './vectors/integer'

const vectors = [...integerVectors, ...bitVectors, ...aesVectors]
let subject: Subject

beforeAll(async () => {
  subject = await prepareSubject()
}, 120_000)

const hex = (value: bigint): string => `0x${value.toString(16)}`

describe('an instruction of the manuals', () => {
  for (const [instruction, a1, a2, a0] of vectors) {
    it(`gives ${hex(a0)} for ${instruction} with ${hex(a1)} and ${hex(a2)}`, () => {
      expect(hex(subject.run(instruction, { a1, a2 }))).toBe(hex(a0))
    })
  }
})

const xor = (...values: bigint[]): bigint => values.reduce((sum, value) => sum ^ value)

/** First 64 bits of the fractional parts of the cube roots of the first primes, or of the square roots (FIPS 180-4 §4.2.2, §5.3.3). */
function rootFractions(count: number, power: 2n | 3n, bits: bigint): bigint[] {
  const primes: bigint[] = []
  for (let candidate = 2n; primes.length < count; candidate++)
    if (primes.every((prime) => candidate % prime !== 0n)) primes.push(candidate)
  return primes.map((prime) => {
    const scaled = prime << (bits * power)
    let low = 0n
    let high = 1n << (bits + 8n)
    while (high - low > 1n) {
      const middle = (low + high) / 2n
      if (middle ** power <= scaled) low = middle
      else high = middle
    }
    return BigInt.asUintN(Number(bits), low)
  })
}

/** SHA-2 of "abc" with the four functions computed by the rows. */
function digest(bits: 256 | 512): string {
  const width = bits === 256 ? 32 : 64
  const rounds = bits === 256 ? 64 : 80
  const word = (value: bigint): bigint => BigInt.asUintN(width, value)
  const row = (name: string, value: bigint): bigint => word(subject.run(`sha${bits}${name} a0, a1`, { a1: value }))
  const schedule = Array.from({ length: 16 }, () => 0n)
  schedule[0] = 0x61626380n << BigInt(width - 32)
  schedule[15] = 24n
  const at = (list: readonly bigint[], index: number): bigint => list[index] ?? 0n
  for (let t = 16; t < rounds; t++) {
    schedule.push(
      word(row('sig1', at(schedule, t - 2)) + at(schedule, t - 7) + row('sig0', at(schedule, t - 15)) + at(schedule, t - 16)),
    )
  }
  const constants = rootFractions(rounds, 3n, BigInt(width))
  const initial = rootFractions(8, 2n, BigInt(width))
  const state = [...initial]
  for (let t = 0; t < rounds; t++) {
    const [a, b, c, d, e, f, g, h] = state as [bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint]
    const choice = (e & f) ^ (~e & g)
    const first = h + row('sum1', e) + choice + at(constants, t) + at(schedule, t)
    const second = row('sum0', a) + xor(a & b, a & c, b & c)
    state.splice(0, 8, word(first + second), a, b, c, word(d + first), e, f, g)
  }
  return state
    .map((value, index) =>
      word(value + at(initial, index))
        .toString(16)
        .padStart(width / 4, '0'),
    )
    .join('')
}

describe('the SHA-2 rows', () => {
  it('give the digest of "abc" of FIPS 180-4 with 32-bit words', () => {
    expect(digest(256)).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  })

  it('give the digest of "abc" of FIPS 180-4 with 64-bit words', () => {
    expect(digest(512)).toBe(
      'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
    )
  })
})

describe('the vectors', () => {
  it('name every row that computes with integers alone', () => {
    const text = vectors.map(([instruction]) => instruction).join('; ')
    const named = new Set([
      ...text.split(/;\s*/).map((line) => line.replace(/^\d+:\s*/, '').split(' ')[0] ?? ''),
      'mop.r.N',
      'mop.rr.N',
    ])
    const isIntegerOnly = (name: string, modules: readonly string[]): boolean =>
      !name.startsWith('sha') && modules.every((module) => module.startsWith('integer/'))
    const missing = operations
      .filter(({ row, form }) => ['near', 'call', 'only'].includes(form) && !row.flags.usesFloat && row.semantics.length > 0)
      .filter(({ row }) => isIntegerOnly(row.name, helperModules(row.semantics)))
      .map(({ row }) => row.name)
      .filter((name) => !named.has(name))
    expect(missing.filter((name) => !['fsw', 'fsd', 'fsh'].includes(name))).toEqual([])
  })
})

function helperModules(semantics: Parameters<typeof everyExpression>[0]): string[] {
  return everyExpression(semantics).flatMap((expression) => (expression.kind === 'call' ? [expression.helper.module] : []))
}
