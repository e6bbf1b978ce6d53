/** The compressor of pages: what comes out is what went in, and nothing is read or written beyond its place. */
import * as fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { compileAssembly } from '../../support/assembly'
import { Random } from '../../support/random'

interface Lz {
  lzPack(source: number, destination: number, capacity: number, table: number): number
  lzUnpack(source: number, bytes: number, destination: number): number
}

const PAGE = 4096
const [table, source, packed, unpacked] = [0x1_0000, 0x2_0000, 0x3_0000, 0x4_0000]
let lz: Lz
let memory: WebAssembly.Memory
beforeAll(async () => {
  const piece = await compileAssembly<Lz>('assembly/lib/lz.ts')
  lz = piece.exports
  memory = piece.memory
})

const bytes = (pointer: number, length: number): Uint8Array => new Uint8Array(memory.buffer, pointer, length)

/** Packs into `capacity` bytes, and checks that nothing behind them changed. */
function pack(page: Uint8Array, capacity = PAGE + 64): number {
  bytes(source, PAGE).set(page)
  bytes(packed, 3 * PAGE).fill(0xa5)
  const length = lz.lzPack(source, packed, capacity, table)
  expect(bytes(packed + capacity, 64).every((byte) => byte === 0xa5)).toBe(true)
  return length
}

function unpack(length: number): Uint8Array | undefined {
  bytes(unpacked - 64, PAGE + 128).fill(0x5a)
  const isWhole = lz.lzUnpack(packed, length, unpacked)
  for (const guard of [unpacked - 64, unpacked + PAGE]) expect(bytes(guard, 64).every((byte) => byte === 0x5a)).toBe(true)
  return isWhole === 0 ? undefined : bytes(unpacked, PAGE).slice()
}

/** Pages as programs leave them: runs, repeats, near copies, noise. */
const page = fc
  .array(
    fc.oneof(
      fc
        .record({ byte: fc.nat(255), count: fc.integer({ min: 1, max: 700 }) })
        .map(({ byte, count }) => new Array<number>(count).fill(byte)),
      fc.array(fc.nat(255), { minLength: 1, maxLength: 300 }),
      fc
        .record({ word: fc.array(fc.nat(255), { minLength: 2, maxLength: 9 }), count: fc.integer({ min: 1, max: 90 }) })
        .map(({ word, count }) => Array.from({ length: count }, () => word).flat()),
    ),
    { minLength: 1, maxLength: 30 },
  )
  .map((parts) => {
    const all = parts.flat()
    return Uint8Array.from({ length: PAGE }, (_, index) => all[index % all.length] ?? 0)
  })

describe('the compressor of pages', () => {
  it('gives back what it took', () => {
    fc.assert(
      fc.property(page, (content) => {
        const length = pack(content)
        expect(length).toBeGreaterThan(0)
        expect(unpack(length)).toEqual(content)
      }),
      { numRuns: 400 },
    )
  })

  it('says so when the result does not fit, and keeps to its room', () => {
    fc.assert(
      fc.property(page, fc.integer({ min: 1, max: 2048 }), (content, capacity) => {
        const whole = pack(content)
        const length = pack(content, capacity)
        expect(length).toBe(whole <= capacity ? whole : 0)
      }),
      { numRuns: 200 },
    )
  })

  it('makes little of zeros and of text, and nothing of noise', () => {
    const random = new Random(7)
    const text = new TextEncoder().encode('the quick brown fox jumps over the lazy dog; '.repeat(100)).subarray(0, PAGE)
    expect(pack(new Uint8Array(PAGE))).toBeLessThan(32)
    expect(pack(text)).toBeLessThan(128)
    expect(
      pack(
        Uint8Array.from({ length: PAGE }, () => random.below(256)),
        2048,
      ),
    ).toBe(0)
  })

  it('refuses bytes that it did not write, or unpacks a page of something; it never leaves its place', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 2048 }), (noise) => {
        bytes(packed, 3 * PAGE).fill(0xff)
        bytes(packed, noise.length).set(noise)
        unpack(noise.length)
      }),
      { numRuns: 2000 },
    )
  })

  it('refuses what was cut short', () => {
    const length = pack(new TextEncoder().encode('abcdefghijklmnopqrstuvwxyz0123456789'.repeat(120)).subarray(0, PAGE))
    for (let cut = 1; cut < length; cut++) expect(unpack(cut)).toBeUndefined()
  })
})
