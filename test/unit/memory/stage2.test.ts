/** The second stage: pages cost a frame when they are first written, and nothing before. */
import { describe, expect, it } from 'vitest'
import { Stage2 } from '../../../src/core/layout.gen'
import { DRAM, MemoryPiece, PAGE } from './memory-piece'

const at = (page: number): bigint => DRAM + BigInt(page * PAGE)

describe('the second stage', () => {
  it('shows untouched pages as the one page of zeros, without a frame', async () => {
    const piece = await MemoryPiece.create()
    const guest = piece.call.makeGuest(1, 64)
    for (let page = 0; page < 64; page++) expect(piece.call.readablePage(guest, at(page))).toBe(piece.host('zeroPage'))
    expect(piece.host('framesUsed')).toBe(0)
    expect(piece.word(guest, at(3))).toBe(Stage2.zero)
  })

  it('gives a page its own zeroed frame once', async () => {
    const piece = await MemoryPiece.create()
    const guest = piece.call.makeGuest(1, 64)
    const frame = piece.call.populate(guest, at(5))
    expect(piece.isZero(frame, PAGE)).toBe(true)
    expect(piece.call.populate(guest, at(5) + 4095n)).toBe(frame)
    expect(piece.call.readablePage(guest, at(5))).toBe(frame)
    expect(piece.word(guest, at(5))).toBe((frame | Stage2.present | Stage2.writable | Stage2.accessed) >>> 0)
    expect([piece.guest(guest, 'residentPages'), piece.host('framesUsed')]).toEqual([1, 1])
  })

  it('gives pages frames in the order of the pages, whatever the order in which they are first written', async () => {
    const piece = await MemoryPiece.create()
    const guest = piece.call.makeGuest(1, 64)
    const frames = [40, 3, 63, 0, 4].map((page) => piece.call.populate(guest, at(page)) - page * PAGE)
    expect(new Set(frames).size).toBe(1)
    expect(piece.host('framesUsed')).toBe(5)
  })

  it('hands what is set aside for one guest to another when frames run out', async () => {
    const piece = await MemoryPiece.create(64)
    const [first, second] = [piece.call.makeGuest(1, 64), piece.call.makeGuest(1, 64)]
    const kept = piece.call.populate(first, at(5))
    piece.bytes(kept, PAGE).fill(0x5a)
    const taken = Array.from({ length: 63 }, (_, page) => piece.call.populate(second, at(page)))
    expect(new Set([kept, ...taken]).size).toBe(64)
    expect(taken.every((frame) => frame !== 0 && piece.isZero(frame, PAGE))).toBe(true)
    expect([piece.call.populate(second, at(63)), piece.call.populate(first, at(6))]).toEqual([0, 0])
    expect(piece.call.readablePage(first, at(5))).toBe(kept)
    expect(piece.bytes(kept, PAGE).every((byte) => byte === 0x5a)).toBe(true)
  })

  it('keeps the place of a page that somebody else still holds from the next owner', async () => {
    const piece = await MemoryPiece.create(8)
    const guest = piece.call.makeGuest(1, 8)
    const held = piece.call.populate(guest, at(2))
    piece.call.retainFrame(held)
    piece.call.releaseAll(guest)
    expect([piece.call.frameReferences(held), piece.host('framesUsed')]).toEqual([1, 1])
    const again = Array.from({ length: 7 }, (_, page) => piece.call.populate(guest, at(page)))
    expect(new Set([held, ...again]).size).toBe(8)
    expect(again).not.toContain(0)
  })

  it('makes a guest of 1 GiB cost its table and what it touches', async () => {
    const piece = await MemoryPiece.create()
    const guest = piece.call.makeGuest(1, 1 << 18)
    const before = piece.host('heapEnd')
    for (const page of [0, 77_777, (1 << 18) - 1]) expect(piece.call.populate(guest, at(page))).not.toBe(0)
    expect(piece.host('framesUsed')).toBe(3)
    expect(piece.host('heapEnd') - before).toBeLessThanOrEqual(16 * PAGE)
    expect(before).toBeLessThan(16 << 20)
  })

  it('leaves a page as it was when the host has no frame left', async () => {
    const piece = await MemoryPiece.create(1)
    const guest = piece.call.makeGuest(1, 8)
    piece.call.populate(guest, at(0))
    expect(piece.call.populate(guest, at(1))).toBe(0)
    expect(piece.word(guest, at(1))).toBe(0)
  })

  it('returns every frame at the end, and starts anew from zeros', async () => {
    const piece = await MemoryPiece.create(8)
    const guest = piece.call.makeGuest(1, 8)
    for (let page = 0; page < 8; page++) piece.bytes(piece.call.populate(guest, at(page)), PAGE).fill(0x5a)
    piece.call.releaseAll(guest)
    expect([piece.host('framesUsed'), piece.guest(guest, 'residentPages')]).toEqual([0, 0])
    for (let page = 0; page < 8; page++) expect(piece.isZero(piece.call.populate(guest, at(page)), PAGE)).toBe(true)
  })

  it.each([
    ['the first byte', DRAM, 1n, 1],
    ['all of it', DRAM, 0x8000n, 1],
    ['the last byte', DRAM + 0x7fffn, 1n, 1],
    ['no byte at the end', DRAM + 0x8000n, 0n, 1],
    ['one byte before', DRAM - 1n, 1n, 0],
    ['across the start', DRAM - 4n, 8n, 0],
    ['across the end', DRAM + 0x7ffcn, 8n, 0],
    ['behind the end', DRAM + 0x8000n, 1n, 0],
    ['more than all', DRAM, 0x8001n, 0],
    ['the end of the address space', 0xffff_ffff_ffff_fff8n, 8n, 0],
    ['a length that wraps around', DRAM + 0x1000n, 0xffff_ffff_ffff_f000n, 0],
    ['a 32-bit alias', DRAM + (1n << 32n), 1n, 0],
    ['address zero', 0n, 8n, 0],
  ])('knows whether %s is RAM', async (_, gpa, bytes, expected) => {
    const piece = await MemoryPiece.create()
    expect(piece.call.isRam(piece.call.makeGuest(1, 8), gpa, bytes)).toBe(expected)
  })
})
