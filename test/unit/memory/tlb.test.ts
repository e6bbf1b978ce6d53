/** TLBs and sites: what hits, what each flush takes away, and that an empty one matches no address. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { HartLayout, SpanLayout, TLB_FETCH_MASK, TLB_MASK, TLB_SITES, TLB_SPAN_OFFSET } from '../../../src/core/layout.gen'
import { Random, seedFromEnvironment } from '../../support/random'
import { MemoryPiece, modes, PAGE } from './memory-piece'

const PTR = 0x40_0000
const GVA = 0xffff_ffff_8123_4000n

let piece: MemoryPiece
let guest: number
let hart: number

beforeAll(async () => {
  piece = await MemoryPiece.create()
  guest = piece.call.makeGuest(2, 8)
  hart = piece.call.hartOf(guest, 0)
})

beforeEach(() => {
  for (const index of [0, 1]) piece.call.tlbFlushAll(piece.call.hartOf(guest, index))
})

type Kind = 'read' | 'write' | 'fetch'
const kinds: readonly Kind[] = ['read', 'write', 'fetch']

function entryOf(kind: Kind, mode: number, gva: bigint, of = hart): number {
  if (kind === 'fetch') return piece.call.fetchEntry(piece.call.fetchTlb(of, mode), gva)
  return piece.call.dataEntry(kind === 'read' ? piece.call.readTlb(of, mode) : piece.call.writeTlb(of, mode), gva)
}

function fill(kind: Kind, mode: number, gva: bigint, pointer = PTR, of = hart): void {
  piece.call.useMode(of, mode)
  piece.call.fillEntry(entryOf(kind, mode, gva, of), gva, pointer, 0)
}

const hit = (kind: Kind, mode: number, gva: bigint, bytes = 1): number => piece.hit(entryOf(kind, mode, gva), gva, bytes)

describe('a TLB entry', () => {
  it('hits for every access that lies in its page, aligned or not', () => {
    fill('read', 1, GVA + 123n)
    for (const [offset, bytes] of [
      [0, 8],
      [1, 8],
      [4088, 8],
      [4091, 4],
      [4093, 2],
      [4095, 1],
    ] as const) {
      expect(hit('read', 1, GVA + BigInt(offset), bytes)).toBe(PTR + offset)
    }
  })

  it('misses for an access that reaches out of its page', () => {
    fill('read', 1, GVA)
    for (const [offset, bytes] of [
      [4089, 8],
      [4093, 4],
      [4095, 2],
    ] as const) {
      expect(hit('read', 1, GVA + BigInt(offset), bytes)).toBe(0)
    }
  })

  it('misses for a page of the same index', () => {
    fill('read', 1, GVA)
    for (let bit = 22n; bit < 64n; bit++) expect(hit('read', 1, GVA ^ (1n << bit))).toBe(0)
  })

  it('serves one kind of access in one mode', () => {
    fill('write', 2, GVA)
    const hits = kinds.flatMap((kind) => modes.map((mode) => hit(kind, mode, GVA) !== 0))
    expect(hits.filter(Boolean).length).toBe(1)
    expect(hit('write', 2, GVA)).toBe(PTR)
  })

  it('matches no address while it is empty', () => {
    const seed = seedFromEnvironment(0x71b)
    console.log(`tlb: seed ${seed}`)
    const random = new Random(seed)
    const edges = [0n, 0xfffn, 0x1000n, 0xffff_ffff_ffff_f000n, 0xffff_ffff_ffff_ffffn, 0x7f_ffff_ffffn]
    const lows = Array.from({ length: 1024 }, (_, page) => BigInt(page) << 12n)
    const randoms = Array.from({ length: 500 }, () => random.u64() >> BigInt(random.below(64)))
    for (const gva of [...edges, ...lows, ...randoms]) {
      for (const kind of kinds) expect(hit(kind, random.below(4), gva), `${kind} ${gva.toString(16)}`).toBe(0)
    }
  })

  it('has a place of its own in each array', () => {
    const places = new Set<number>()
    for (const mode of modes) {
      for (let page = 0; page <= TLB_MASK; page++) {
        const gva = BigInt(page * PAGE)
        places.add(entryOf('read', mode, gva)).add(entryOf('write', mode, gva))
        if (page <= TLB_FETCH_MASK) places.add(entryOf('fetch', mode, gva))
      }
    }
    for (const mode of modes) for (let site = 0; site < TLB_SITES; site++) places.add(piece.call.siteEntry(hart, mode, site))
    expect(places.size).toBe(4 * (2 * (TLB_MASK + 1) + TLB_FETCH_MASK + 1 + TLB_SITES))
  })
})

describe('a flush', () => {
  const neighbour = GVA + 0x1000n
  const setCodePtr = (): void => piece.view.setUint32(hart + HartLayout.codePtr.offset, 1234, true)
  const codePtr = (): number => piece.view.getUint32(hart + HartLayout.codePtr.offset, true)

  function fillEverywhere(): void {
    for (const kind of kinds) for (const mode of modes) for (const gva of [GVA, neighbour]) fill(kind, mode, gva)
    setCodePtr()
  }
  const hitsOf = (gva: bigint): number => kinds.flatMap((kind) => modes.filter((mode) => hit(kind, mode, gva) !== 0)).length

  it('of everything leaves nothing, and takes the hart from its decoded page', () => {
    fillEverywhere()
    piece.call.tlbFlushAll(hart)
    expect([hitsOf(GVA), hitsOf(neighbour), codePtr()]).toEqual([0, 0, 0])
  })

  it('of an address space leaves what S-mode and M-mode found in global pages', () => {
    fillEverywhere()
    piece.call.tlbFlushLocal(hart)
    const left = kinds.flatMap((kind) => modes.filter((mode) => hit(kind, mode, GVA) !== 0))
    expect([left, codePtr()]).toEqual([[1, 3, 1, 3, 1, 3], 0])
  })

  it('of an address space leaves nothing when S-mode was in a page that is not global', () => {
    fillEverywhere()
    piece.view.setUint32(hart + HartLayout.holdsLocal.offset, 1, true)
    piece.call.tlbFlushLocal(hart)
    expect(hitsOf(GVA)).toBe(0)
    fillEverywhere()
    piece.call.tlbFlushLocal(hart)
    expect(hitsOf(GVA)).toBe(6)
  })

  it('of an address takes its page in every mode, and no other page', () => {
    fillEverywhere()
    piece.call.tlbFlushAddress(hart, GVA + 0xabcn)
    expect([hitsOf(GVA), hitsOf(neighbour), codePtr()]).toEqual([0, 12, 0])
  })

  it('of an address leaves another page that has the same place', () => {
    fillEverywhere()
    piece.call.tlbFlushAddress(hart, GVA ^ (1n << 40n))
    expect(hitsOf(GVA)).toBe(12)
  })

  it('of an address inside a superpage takes all that the superpage filled', () => {
    fillEverywhere()
    piece.call.noteLargePage(hart, GVA & ~0x1f_ffffn, GVA | 0x1f_ffffn)
    piece.call.tlbFlushAddress(hart, GVA | 0x1f_ffffn)
    expect([hitsOf(GVA), hitsOf(neighbour)]).toEqual([0, 0])
  })

  it('of an address beside the superpage leaves its pages', () => {
    fillEverywhere()
    piece.call.noteLargePage(hart, GVA & ~0x1f_ffffn, GVA | 0x1f_ffffn)
    piece.call.tlbFlushAddress(hart, (GVA | 0x1f_ffffn) + 1n)
    expect(hitsOf(GVA)).toBe(12)
  })

  it('of everything leaves a hart that says so, until a mode is used again', () => {
    const usedModes = (): number => piece.view.getUint32(hart + HartLayout.tlbModes.offset, true)
    expect(usedModes()).toBe(0)
    fill('read', 2, GVA)
    fill('fetch', 0, GVA)
    expect(usedModes()).toBe(0b101)
    piece.call.tlbFlushAll(hart)
    expect(usedModes()).toBe(0)
  })

  it('of everything forgets where superpages were', () => {
    piece.call.noteLargePage(hart, 0n, 0xffff_ffff_ffff_ffffn)
    piece.call.tlbFlushAll(hart)
    fillEverywhere()
    piece.call.tlbFlushAddress(hart, neighbour)
    expect(hitsOf(GVA)).toBe(12)
  })
})

/** Host pointer that translated code would use: it compares the address but for its low bits, of which it leaves in those that misalign it. */
function siteHit(entry: number, gva: bigint, bytes: number): number {
  const page = BigInt.asUintN(64, gva & (-4096n | BigInt(bytes - 1)))
  if (page !== piece.view.getBigUint64(entry, true)) return 0
  return (Number(gva & 0xffff_ffffn) + piece.view.getUint32(entry + 8, true)) >>> 0
}

describe('a site', () => {
  const sites = [0, 5, 6, 511, TLB_SITES - 1] as const
  const other = GVA + 0x5000n
  const edges = [0n, 0x800n, 0xfffn, 0x1000n, 0x1800n, 0x8000_0800n, 0xffff_ffff_ffff_f800n, 0xffff_ffff_ffff_ffffn]

  function fillSite(mode: number, site: number, gva: bigint, pointer: number, of = hart): void {
    piece.call.useMode(of, mode)
    piece.call.fillSite(of, mode, site, gva, pointer)
  }
  const hitOf = (mode: number, site: number, gva: bigint, of = hart): number =>
    siteHit(piece.call.siteEntry(of, mode, site), gva, 1)

  function fillSites(of = hart): void {
    for (const mode of modes)
      for (const site of sites) fillSite(mode, site, site % 2 === 0 ? GVA : other, PTR + (site % 2) * PAGE, of)
  }
  /** For each mode and site, whether it still holds its page. */
  const kept = (of = hart): boolean[] =>
    modes.flatMap((mode) => sites.map((site) => hitOf(mode, site, site % 2 === 0 ? GVA : other, of) !== 0))
  const whereOdd = modes.flatMap(() => sites.map((site) => site % 2 === 1))
  const all = whereOdd.map(() => true)
  const none = whereOdd.map(() => false)

  it('hits for aligned accesses to its page, wherever in it it was filled, and for no other page', () => {
    for (const offset of [0n, 8n, 0x7f8n, 0xff8n]) {
      fillSite(1, 7, GVA + offset, PTR)
      const entry = piece.call.siteEntry(hart, 1, 7)
      for (const bytes of [1, 2, 4, 8]) expect(siteHit(entry, GVA + 0xff8n, bytes)).toBe(PTR + 0xff8)
      expect(siteHit(entry, GVA + 0xff9n, 2)).toBe(0)
      for (let bit = 12n; bit < 64n; bit++) expect(siteHit(entry, GVA ^ (1n << bit), 1)).toBe(0)
    }
  })

  it('matches no address while it is empty, whatever the size of the access', () => {
    const seed = seedFromEnvironment(0x517e)
    console.log(`sites: seed ${seed}`)
    const random = new Random(seed)
    const randoms = Array.from({ length: 200 }, () => random.u64() >> BigInt(random.below(64)))
    for (const gva of [...edges, ...randoms]) {
      for (const bytes of [1, 2, 4, 8]) {
        for (const site of sites) {
          const entry = piece.call.siteEntry(hart, random.below(4), site)
          expect(siteHit(entry, gva, bytes), `${gva.toString(16)}, ${bytes} bytes`).toBe(0)
        }
      }
    }
  })

  it('is emptied with everything', () => {
    fillSites()
    expect(kept()).toEqual(all)
    piece.call.tlbFlushAll(hart)
    expect(kept()).toEqual(none)
  })

  it('is emptied when its address is flushed, in every mode, and keeps any other page', () => {
    fillSites()
    piece.call.tlbFlushAddress(hart, GVA + 0xabcn)
    expect(kept()).toEqual(whereOdd)
    piece.call.tlbFlushAddress(hart, other ^ (1n << 40n))
    expect(kept()).toEqual(whereOdd)
  })

  it('is emptied when an address of the same superpage is flushed', () => {
    fillSites()
    piece.call.noteLargePage(hart, GVA & ~0x1f_ffffn, GVA | 0x1f_ffffn)
    piece.call.tlbFlushAddress(hart, GVA | 0x1f_ffffn)
    expect(kept()).toEqual(none)
  })

  it.each(['dropWriteEntries', 'dropReadEntries'] as const)(
    'is emptied on every hart when %s takes its page, and keeps any other',
    (drop) => {
      const harts = [0, 1].map((index) => piece.call.hartOf(guest, index))
      for (const of of harts) fillSites(of)
      piece.call[drop](guest, PTR)
      for (const of of harts) expect(kept(of)).toEqual(whereOdd)
    },
  )

  it('stays empty when a page goes that an empty one points to', () => {
    fillSites()
    piece.call.tlbFlushAll(hart)
    for (const mode of modes) piece.call.useMode(hart, mode)
    piece.call.dropWriteEntries(guest, PTR)
    expect(kept()).toEqual(none)
  })
})

describe('a span', () => {
  const spanAt = (of: number, mode: number, isWrite: boolean): number =>
    piece.call.readTlb(of, mode) + TLB_SPAN_OFFSET + (isWrite ? SpanLayout.bytes : 0)
  const fillSpan = (of: number, mode: number, isWrite: boolean): void => {
    const span = spanAt(of, mode, isWrite)
    piece.call.useMode(of, mode)
    piece.view.setBigUint64(span + SpanLayout.low.offset, GVA, true)
    piece.view.setBigUint64(span + SpanLayout.reach.offset, 3n * 4096n, true)
    piece.view.setUint32(span + SpanLayout.shift.offset, PTR - Number(GVA & 0xffff_ffffn), true)
    piece.view.setUint32(span + SpanLayout.pages.offset, 4, true)
    piece.view.setUint32(of + HartLayout.codeChanged.offset, 0, true)
  }
  const reaches = (of = hart): readonly bigint[] =>
    modes.flatMap((mode) =>
      [false, true].map((isWrite) => piece.view.getBigUint64(spanAt(of, mode, isWrite) + SpanLayout.reach.offset, true)),
    )
  const mustLeave = (of = hart): boolean => piece.view.getUint32(of + HartLayout.codeChanged.offset, true) !== 0

  beforeEach(() => {
    for (const index of [0, 1]) {
      for (const mode of modes) for (const isWrite of [false, true]) fillSpan(piece.call.hartOf(guest, index), mode, isWrite)
    }
  })

  it('ends with everything, and makes the hart leave translated code', () => {
    piece.call.tlbFlushAll(hart)
    expect(reaches()).toEqual(new Array(8).fill(0n))
    expect(mustLeave()).toBe(true)
  })

  it.each([0n, 0x1fffn, 0x3fffn])('ends with the address %s bytes into it', (offset) => {
    piece.call.tlbFlushAddress(hart, GVA + offset)
    expect(reaches()).toEqual(new Array(8).fill(0n))
    expect(mustLeave()).toBe(true)
  })

  it.each([-1n, 0x4000n])('outlasts the address %s bytes from its beginning', (offset) => {
    piece.call.tlbFlushAddress(hart, GVA + offset)
    expect(reaches()).not.toContain(0n)
    // Translated code may have a pointer to the page that went in a local.
    expect(mustLeave()).toBe(true)
  })

  it.each([
    ['dropWriteEntries', [false, true]],
    ['dropReadEntries', [true, false]],
  ] as const)('ends on every hart when %s takes one of its pages', (drop, [reading, writing]) => {
    piece.call[drop](guest, PTR + 3 * PAGE)
    for (const index of [0, 1]) {
      const of = piece.call.hartOf(guest, index)
      expect(reaches(of).map((reach) => reach === 0n)).toEqual(modes.flatMap(() => [reading, writing]))
      expect(mustLeave(of)).toBe(true)
    }
  })

  it.each([-1, 4])('outlasts the page %s pages from its first', (pages) => {
    piece.call.dropWriteEntries(guest, PTR + pages * PAGE)
    piece.call.dropReadEntries(guest, PTR + pages * PAGE)
    expect(reaches()).not.toContain(0n)
  })
})

describe('dropping the entries of a page', () => {
  const other = GVA + 0x5000n

  it.each([
    ['write', 'dropWriteEntries'],
    ['read', 'dropReadEntries'],
  ] as const)('takes every %s entry that points to it on every hart, and nothing else', (kind, drop) => {
    const harts = [0, 1].map((index) => piece.call.hartOf(guest, index))
    for (const of of harts) {
      for (const mode of modes) {
        for (const each of kinds) {
          fill(each, mode, GVA, PTR, of)
          fill(each, mode, other, PTR + PAGE, of)
        }
      }
    }
    piece.call[drop](guest, PTR)
    for (const of of harts) {
      for (const mode of modes) {
        for (const each of kinds) {
          expect(piece.hit(entryOf(each, mode, GVA, of), GVA) === 0).toBe(each === kind)
          expect(piece.hit(entryOf(each, mode, other, of), other)).toBe(PTR + PAGE)
        }
      }
    }
  })
})
