/** What a host does when memory is short: pages go to swap and come back, limits and reservations hold, nobody is killed. */
import { describe, expect, it } from 'vitest'
import { MemoryState, Stage2 } from '../../../src/core/layout.gen'
import { Random } from '../../support/random'
import { DRAM, MemoryPiece, PAGE, type TestSwap } from './memory-piece'

const at = (page: number): bigint => DRAM + BigInt(page * PAGE)
const swap = (): TestSwap => ({ pages: new Map(), broken: new Set() })

async function hostWithSwap(frames: number): Promise<{ piece: MemoryPiece; backend: TestSwap }> {
  const backend = swap()
  const piece = await MemoryPiece.create(frames, backend)
  piece.setHost('swapPages', 1 << 20)
  return { piece, backend }
}

/** A page that compresses, and one that does not. */
const soft = (seed: number): Uint8Array =>
  Uint8Array.from({ length: PAGE }, (_, index) => (index % 64 === 0 ? seed + index / 64 : seed) & 0xff)
function hard(seed: number): Uint8Array {
  const random = new Random(seed)
  return Uint8Array.from({ length: PAGE }, () => random.below(256))
}

/** As a vCPU writes: it waits for a frame, and looks for one. */
function write(piece: MemoryPiece, guest: number, page: number, content: Uint8Array): boolean {
  if (piece.call.mayWrite(guest, at(page)) === 0 && piece.call.makeRoom(guest) === 0) return false
  piece.bytes(piece.call.writePointer(guest, at(page), PAGE), PAGE).set(content)
  return true
}

function read(piece: MemoryPiece, guest: number, page: number): Uint8Array {
  if (piece.call.mayRead(guest, at(page)) === 0) expect(piece.call.makeRoom(guest)).toBe(1)
  return piece.bytes(piece.call.readablePage(guest, at(page)), PAGE).slice()
}

describe('a host whose guests use more memory than it has', () => {
  it.each([
    ['compresses what compresses', soft, 0],
    ['writes what does not to its swap backend', hard, 200],
  ])('%s, and gives all of it back as it was', async (_, content, leastInBackend) => {
    const { piece, backend } = await hostWithSwap(400)
    const guest = piece.call.makeGuest(1, 700)
    for (let page = 0; page < 600; page++) expect(write(piece, guest, page, content(page))).toBe(true)
    expect(backend.pages.size).toBeGreaterThanOrEqual(leastInBackend)
    expect(piece.host('framesUsed')).toBeLessThanOrEqual(400)
    for (let page = 0; page < 600; page++) expect(read(piece, guest, page)).toEqual(content(page))
    piece.call.releaseAll(guest)
    expect([piece.host('framesUsed'), piece.swap('compressedPages'), piece.swap('backendPages'), piece.swap('frames')]).toEqual([
      0, 0, 0, 0,
    ])
    expect([piece.allocation(guest, 'swappedPages'), piece.allocation(guest, 'compressedPages')]).toEqual([0, 0])
  })

  it('forgets pages of zeros, which need no place', async () => {
    const { piece } = await hostWithSwap(100)
    const guest = piece.call.makeGuest(1, 300)
    for (let page = 0; page < 300; page++) expect(write(piece, guest, page, new Uint8Array(PAGE))).toBe(true)
    expect(piece.host('swap')).toBe(0)
    for (let page = 0; page < 300; page++) expect(piece.isZero(piece.call.readablePage(guest, at(page)), PAGE)).toBe(true)
  })

  it('keeps what is in use, and takes what is idle', async () => {
    const { piece } = await hostWithSwap(400)
    const guest = piece.call.makeGuest(1, 1000)
    for (let page = 0; page < 600; page++) {
      write(piece, guest, page, soft(page))
      for (let hot = 0; hot < 8; hot++) write(piece, guest, hot, soft(hot))
    }
    const before = piece.allocation(guest, 'decompressed')
    for (let hot = 0; hot < 8; hot++) read(piece, guest, hot)
    expect(piece.allocation(guest, 'decompressed')).toBe(before)
  })

  it('takes nothing below a reservation, and lets the others wait instead', async () => {
    const { piece } = await hostWithSwap(200)
    const [fixed, greedy] = [piece.call.makeGuest(1, 100), piece.call.makeGuest(1, 1000)]
    piece.setHost('swapPages', 0)
    piece.call.setReservation(fixed, 100)
    for (let page = 0; page < 50; page++) write(piece, fixed, page, hard(page))
    let written = 0
    while (written < 1000 && write(piece, greedy, written, hard(written))) written++
    expect(written).toBeLessThan(100)
    expect(piece.allocation(fixed, 'compressedPages') + piece.allocation(fixed, 'swappedPages')).toBe(0)
    for (let page = 50; page < 100; page++) expect(write(piece, fixed, page, hard(page))).toBe(true)
    expect(piece.call.mayTake(greedy)).toBe(0)
    piece.call.releaseAll(fixed)
    piece.call.setReservation(fixed, 0)
    expect(write(piece, greedy, written, hard(written))).toBe(true)
  })

  it('takes from whom has the fewest shares for a page', async () => {
    const { piece } = await hostWithSwap(600)
    const [poor, rich] = [piece.call.makeGuest(1, 1000), piece.call.makeGuest(1, 1000)]
    piece.setAllocation(poor, 'shares', 1000)
    piece.setAllocation(rich, 'shares', 3000)
    for (let page = 0; page < 600; page++) for (const guest of [poor, rich]) write(piece, guest, page, hard(page))
    const [ofPoor, ofRich] = [piece.guest(poor, 'residentPages'), piece.guest(rich, 'residentPages')]
    expect(ofRich / ofPoor).toBeGreaterThan(2.4)
    expect(ofRich / ofPoor).toBeLessThan(3.6)
  })

  it('holds a guest to its limit, and to a lower one from then on', async () => {
    const { piece } = await hostWithSwap(4096)
    const guest = piece.call.makeGuest(1, 1000)
    piece.setAllocation(guest, 'limitPages', 300)
    for (let page = 0; page < 500; page++) write(piece, guest, page, soft(page))
    expect(piece.guest(guest, 'residentPages')).toBeLessThanOrEqual(300)
    piece.setAllocation(guest, 'limitPages', 100)
    for (let round = 0; round < 4; round++) piece.call.balanceMemory(64)
    expect(piece.guest(guest, 'residentPages')).toBe(100)
    for (let page = 0; page < 500; page++) expect(read(piece, guest, page)).toEqual(soft(page))
  })

  it('goes from state to state by what is free, and up again only when much is', async () => {
    const { piece } = await hostWithSwap(1000)
    const guest = piece.call.makeGuest(1, 1000)
    const stateWith = (free: number): number => {
      piece.setHost('framesUsed', 1000 - free)
      return piece.call.balanceMemory(0)
    }
    const { high, soft: softState, hard: hardState, low } = MemoryState
    expect(guest).not.toBe(0)
    expect([100, 50, 39, 50, 60].map(stateWith)).toEqual([high, high, softState, softState, high])
    expect([19, 30, 39, 40, 59, 60].map(stateWith)).toEqual([hardState, hardState, hardState, softState, softState, high])
    expect([9, 15, 20, 39, 40].map(stateWith)).toEqual([low, low, hardState, hardState, softState])
  })

  it('sets reserved frames aside before they are used', async () => {
    const { piece } = await hostWithSwap(1000)
    const guest = piece.call.makeGuest(1, 1000)
    piece.call.setReservation(guest, 900)
    expect(piece.host('framesPromised')).toBe(900)
    for (let page = 0; page < 10; page++) piece.call.populate(guest, at(page))
    expect(piece.host('framesPromised')).toBe(890)
    piece.call.setReservation(guest, 5)
    expect(piece.host('framesPromised')).toBe(0)
  })

  it('says that a page is lost when its backend cannot read it, and invents nothing', async () => {
    const { piece, backend } = await hostWithSwap(200)
    const guest = piece.call.makeGuest(1, 400)
    for (let page = 0; page < 300; page++) write(piece, guest, page, hard(page))
    const lost =
      Array.from({ length: 300 }, (_, page) => page).find((page) => (piece.word(guest, at(page)) & Stage2.swapped) !== 0) ?? -1
    for (const slot of backend.pages.keys()) backend.broken.add(slot)
    piece.call.makeRoom(guest)
    const held = piece.host('framesUsed')
    expect(piece.call.readablePage(guest, at(lost))).toBe(0)
    expect(piece.allocation(guest, 'isLost')).toBe(1)
    expect(piece.host('framesUsed')).toBe(held)
  })

  it('tells pages that were in use of late from those that were not', async () => {
    const { piece } = await hostWithSwap(4096)
    const guest = piece.call.makeGuest(1, 2000)
    for (let page = 0; page < 2000; page++) write(piece, guest, page, soft(page))
    for (let period = 0; period < 12; period++) {
      piece.call.sampleActivity(guest)
      for (let page = 0; page < 500; page++) read(piece, guest, page)
    }
    expect(piece.allocation(guest, 'activePages')).toBeGreaterThan(300)
    expect(piece.allocation(guest, 'activePages')).toBeLessThan(750)
  })
})
