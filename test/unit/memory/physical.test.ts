/** Guest memory as the hypervisor and devices copy it: whole or not at all, across pages, and coherent with TLBs and code. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Random, seedFromEnvironment } from '../../support/random'
import { DRAM, MemoryPiece, modes, PAGE } from './memory-piece'

const RAM_PAGES = 8

let piece: MemoryPiece
let guest: number
let staging: number

beforeAll(async () => {
  piece = await MemoryPiece.create()
})

beforeEach(() => {
  guest = piece.call.makeGuest(1, RAM_PAGES)
  staging = piece.host('staging')
})

function write(gpa: bigint, bytes: Uint8Array): number {
  piece.bytes(staging, bytes.length).set(bytes)
  return piece.call.guestWrite(guest, gpa, staging, bytes.length)
}

function read(gpa: bigint, length: number): Uint8Array | undefined {
  piece.bytes(staging, length).fill(0xee)
  const isDone = piece.call.guestRead(guest, gpa, staging, length) === 1
  if (!isDone) expect(piece.bytes(staging, length).every((byte) => byte === 0xee)).toBe(true)
  return isDone ? piece.bytes(staging, length).slice() : undefined
}

describe('guest memory', () => {
  it('reads back what was written, across pages, beside a model', () => {
    const seed = seedFromEnvironment(0x9b55)
    console.log(`physical: seed ${seed}`)
    const random = new Random(seed)
    const model = new Uint8Array(RAM_PAGES * PAGE)
    for (let step = 0; step < 400; step++) {
      const offset = random.below(model.length + 64) - 32
      const length = random.between(1, random.oneIn(4) ? 3 * PAGE : 40)
      const isInside = offset >= 0 && offset + length <= model.length
      const gpa = DRAM + BigInt(offset)
      if (random.oneIn(2)) {
        const bytes = random.fill(new Uint8Array(length))
        expect(write(gpa, bytes)).toBe(isInside ? 1 : 0)
        if (isInside) model.set(bytes, offset)
      } else {
        expect(read(gpa, length)).toEqual(isInside ? model.slice(offset, offset + length) : undefined)
      }
    }
    expect(read(DRAM, model.length)).toEqual(model)
  })

  it.each([
    ['across the start', DRAM - 4n],
    ['across the end', DRAM + BigInt(RAM_PAGES * PAGE) - 4n],
    ['at the end of the address space', 0xffff_ffff_ffff_fffcn],
    ['at address zero', 0n],
    ['at a 32-bit alias of RAM', DRAM + (1n << 32n)],
  ])('refuses %s whole', (_, gpa) => {
    expect(write(gpa, new Uint8Array(8).fill(1))).toBe(0)
    expect(read(gpa, 8)).toBeUndefined()
    expect(piece.guest(guest, 'residentPages')).toBe(0)
  })

  it('costs no frame to read', () => {
    expect(read(DRAM, RAM_PAGES * PAGE)).toEqual(new Uint8Array(RAM_PAGES * PAGE))
    expect(piece.guest(guest, 'residentPages')).toBe(0)
  })

  it.each([
    ['written', () => piece.call.writePointer(guest, DRAM, 8)],
    ['executed', () => piece.call.decodedPageAt(guest, DRAM)],
  ])('is not read as the shared page of zeros any more once it was %s', (_, touch) => {
    const hart = piece.call.hartOf(guest, 0)
    const entries = modes.map((mode) => piece.call.dataEntry(piece.call.readTlb(hart, mode), DRAM))
    for (const mode of modes) piece.call.useMode(hart, mode)
    for (const entry of entries) piece.call.fillEntry(entry, DRAM, piece.call.readablePage(guest, DRAM), 0)
    touch()
    for (const entry of entries) expect(piece.hit(entry, DRAM)).toBe(0)
  })

  it('forgets the records of code that is written over', () => {
    const page = piece.call.decodedPageAt(guest, DRAM + 4096n)
    for (let record = 0; record < 2048; record++) piece.view.setBigUint64(page + record * 8, 99n, true)
    write(DRAM + 4096n - 2n, new Uint8Array(8))
    const records = Array.from({ length: 6 }, (_, record) => piece.view.getBigUint64(page + record * 8, true))
    expect(records).toEqual([0n, 0n, 0n, 99n, 99n, 99n])
  })
})
