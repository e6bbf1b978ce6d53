/** PMP matching beside an independent model that looks at every byte (Privileged §3.7). */
import { beforeAll, describe, expect, it } from 'vitest'
import { HartLayout } from '../../../src/core/layout.gen'
import { Random, seedFromEnvironment } from '../../support/random'
import { HartPiece } from './hart-piece'

interface Entry {
  readonly config: number
  readonly address: bigint
}

const READ = 1
const WRITE = 2
const EXECUTE = 4
const TOR = 1 << 3
const NA4 = 2 << 3
const NAPOT = 3 << 3
const LOCK = 0x80

let hart: HartPiece
beforeAll(async () => {
  hart = await HartPiece.create()
})

/** The manual's words: TOR is [below, own), NA4 four bytes, NAPOT 8 bytes doubled for every trailing one. */
function covers(entries: readonly Entry[], index: number, byte: bigint): boolean {
  const entry = entries[index] as Entry
  const base = entry.address << 2n
  const mode = entry.config & NAPOT
  if (mode === TOR) return byte >= (entries[index - 1]?.address ?? 0n) << 2n && byte < base
  if (mode === NA4) return byte >= base && byte < base + 4n
  if (mode !== NAPOT) return false
  let size = 8n
  for (let bit = 0n; (entry.address >> bit) & 1n; bit++) size *= 2n
  const start = base - (base % size)
  return byte >= start && byte < start + size
}

function allows(entries: readonly Entry[], gpa: bigint, bytes: number, access: number, privilege: number): boolean {
  const range = Array.from({ length: bytes }, (_, offset) => gpa + BigInt(offset))
  for (let index = 0; index < entries.length; index++) {
    const covered = range.filter((byte) => covers(entries, index, byte)).length
    if (covered === 0) continue
    const { config } = entries[index] as Entry
    if (covered < bytes) return false
    return (privilege === 3 && (config & LOCK) === 0) || (config & access) === access
  }
  return privilege === 3
}

function isUniform(entries: readonly Entry[], page: bigint): boolean {
  for (let index = 0; index < entries.length; index++) {
    const words = Array.from({ length: 1024 }, (_, word) => covers(entries, index, page + BigInt(word) * 4n))
    if (words.every(Boolean)) return true
    if (words.some(Boolean)) return false
  }
  return true
}

function configure(entries: readonly Entry[]): void {
  hart.reset()
  entries.forEach(({ config, address }, index) => {
    hart.view.setUint8(hart.hart + HartLayout.pmpcfg.offset + index, config)
    hart.view.setBigUint64(hart.hart + HartLayout.pmpaddr.offset + index * 8, address, true)
  })
}

const off: Entry = { config: 0, address: 0n }
const padded = (entries: readonly Entry[]): Entry[] => [...entries, ...Array<Entry>(16 - entries.length).fill(off)]

/** Entries around one 64 KiB stretch, so that they meet; a few far away or everywhere. */
function randomEntry(random: Random): Entry {
  const config = random.below(8) | (random.below(4) << 3) | (random.oneIn(4) ? LOCK : 0)
  const near = (0x8000_0000n >> 2n) + BigInt(random.below(0x4000))
  const ones = (1n << BigInt(random.below(15))) - 1n
  if (random.oneIn(12)) return { config, address: (1n << 54n) - 1n }
  if (random.oneIn(12)) return { config, address: BigInt(random.below(2)) }
  return { config, address: (config & NAPOT) === NAPOT ? near | ones : near }
}

describe('pmpCheck', () => {
  it('agrees with the model on random entries and accesses', () => {
    const seed = seedFromEnvironment(0x504d50)
    console.log(`seed ${seed}`)
    const random = new Random(seed)
    for (let round = 0; round < 400; round++) {
      const entries = padded(Array.from({ length: random.between(0, 16) }, () => randomEntry(random)))
      configure(entries)
      for (let access = 0; access < 40; access++) {
        const edge = random.pick(entries).address << 2n
        const gpa =
          random.oneIn(2) && edge > 8n ? edge + BigInt(random.between(-8, 8)) : 0x8000_0000n + BigInt(random.below(0x10000))
        const [bytes, kind, privilege] = [
          random.pick([1, 2, 4, 8]),
          random.pick([READ, WRITE, EXECUTE, READ | WRITE]),
          random.pick([0, 1, 3]),
        ]
        const got = hart.call.pmpCheck(hart.hart, gpa, bytes, kind, privilege) !== 0
        expect({ entries, gpa, bytes, kind, privilege, allowed: got }).toEqual({
          entries,
          gpa,
          bytes,
          kind,
          privilege,
          allowed: allows(entries, gpa, bytes, kind, privilege),
        })
      }
    }
  })

  it('denies S-mode and U-mode when every entry is off, and allows M-mode', () => {
    configure([])
    expect([0, 1, 3].map((privilege) => hart.call.pmpCheck(hart.hart, 0x8000_0000n, 8, READ, privilege))).toEqual([0, 0, 1])
  })

  it('refuses nothing in a direct start', () => {
    hart.reset({ direct: true })
    expect(hart.call.pmpCheck(hart.hart, 0x8000_0000n, 8, READ, 0)).toBe(1)
    expect(hart.call.pmpPageUniform(hart.hart, 0x8000_0000n)).toBe(1)
  })

  it('NAPOT of all ones covers everything', () => {
    configure([{ config: NAPOT | READ, address: (1n << 54n) - 1n }])
    expect([0n, 0x8000_0000n, (1n << 56n) - 8n].map((gpa) => hart.call.pmpCheck(hart.hart, gpa, 8, READ, 1))).toEqual([1, 1, 1])
  })

  it('an access that wraps around is refused', () => {
    configure([])
    expect(hart.call.pmpCheck(hart.hart, 0xffff_ffff_ffff_fffcn, 8, READ, 3)).toBe(0)
  })
})

describe('pmpPageUniform', () => {
  it('agrees with the model on random entries', () => {
    const seed = seedFromEnvironment(0x554e49)
    console.log(`seed ${seed}`)
    const random = new Random(seed)
    for (let round = 0; round < 150; round++) {
      const entries = padded(Array.from({ length: random.between(1, 4) }, () => randomEntry(random)))
      configure(entries)
      const page = 0x8000_0000n + BigInt(random.below(16)) * 4096n
      expect({ entries, page, uniform: hart.call.pmpPageUniform(hart.hart, page) !== 0 }).toEqual({
        entries,
        page,
        uniform: isUniform(entries, page),
      })
    }
  })
})
