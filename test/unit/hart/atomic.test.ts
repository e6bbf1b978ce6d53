/** Atomic instructions: every AMO beside a model, reservations, compare-and-swap, and what each refuses. */
import { beforeEach, describe, expect, it } from 'vitest'
import { Random, seedFromEnvironment } from '../../support/random'
import { DRAM, Machine } from '../hypervisor/core-piece'

const PLACE = DRAM + 0x100n
const DEVICE = 0x1000_0000n
const operations = ['swap', 'add', 'xor', 'and', 'or', 'min', 'max', 'minu', 'maxu'] as const
const MISALIGNED_LOAD = 4
const ACCESS_LOAD = 5
const MISALIGNED_STORE = 6
const ACCESS_STORE = 7

let machine: Machine
let hart: number
beforeEach(async () => {
  machine = await Machine.create()
  hart = machine.hart()
})

const unsigned = (value: bigint): bigint => BigInt.asUintN(64, value)
const sext32 = (value: bigint): bigint => unsigned(BigInt.asIntN(32, value))

/** The operation on `width`-bit values. */
function combine(operation: (typeof operations)[number], width: number, left: bigint, right: bigint): bigint {
  const [a, b] = [BigInt.asUintN(width, left), BigInt.asUintN(width, right)]
  const isBelow = BigInt.asIntN(width, a) < BigInt.asIntN(width, b)
  const results = {
    swap: b,
    add: a + b,
    xor: a ^ b,
    and: a & b,
    or: a | b,
    min: isBelow ? a : b,
    max: isBelow ? b : a,
    minu: a < b ? a : b,
    maxu: a < b ? b : a,
  }
  return BigInt.asUintN(width, results[operation])
}

const edges = [0n, 1n, 0x7fff_ffffn, 0x8000_0000n, 0xffff_ffffn, 0x7fff_ffff_ffff_ffffn, 1n << 63n, (1n << 64n) - 1n]

describe('an AMO', () => {
  it.each(operations.map((name, number) => [name, number] as const))('%s combines as the model does', (name, number) => {
    const seed = seedFromEnvironment(0xa30 + number)
    console.log(`atomic: seed ${seed}`)
    const random = new Random(seed)
    const value = (): bigint => (random.oneIn(2) ? random.pick(edges) : random.u64())
    for (let step = 0; step < 150; step++) {
      const [old, operand] = [value(), value()]
      machine.writeU64(PLACE, old)
      expect(unsigned(machine.call.amoD(hart, PLACE, operand, number))).toBe(old)
      expect(machine.readU64(PLACE)).toBe(combine(name, 64, old, operand))
      machine.writeU64(PLACE, old)
      expect(unsigned(machine.call.amoW(hart, PLACE + 4n, operand, number))).toBe(sext32(old >> 32n))
      const high = combine(name, 32, old >> 32n, operand)
      expect(machine.readU64(PLACE)).toBe((high << 32n) | (old & 0xffff_ffffn))
    }
  })

  it.each([
    ['amoW', 4n],
    ['amoD', 8n],
  ] as const)('%s refuses every misaligned address and every device, and writes nothing', (name, bytes) => {
    machine.writeU64(PLACE, 5n)
    for (let offset = 1n; offset < bytes; offset++) {
      machine.call[name](hart, PLACE + offset, 1n, 1)
      expect(machine.takeException()).toEqual({ cause: MISALIGNED_STORE, tval: PLACE + offset })
    }
    machine.call[name](hart, DEVICE, 1n, 1)
    expect(machine.takeException()).toEqual({ cause: ACCESS_STORE, tval: DEVICE })
    expect(machine.readU64(PLACE)).toBe(5n)
  })
})

/** Puts the page into the TLBs. */
function lookUp(page: bigint): void {
  machine.call.loadSlow(hart, page, 8)
  machine.call.storeSlow(hart, page, 0n, 8)
}

describe('LR and SC', () => {
  it('store once, when nothing came between', () => {
    machine.writeU64(PLACE, 0x8000_0000_0000_0007n)
    expect(unsigned(machine.call.lrD(hart, PLACE))).toBe(0x8000_0000_0000_0007n)
    expect(machine.call.scD(hart, PLACE, 9n)).toBe(0n)
    expect(machine.readU64(PLACE)).toBe(9n)
    expect(machine.call.scD(hart, PLACE, 10n)).toBe(1n)
    expect(machine.readU64(PLACE)).toBe(9n)
  })

  it('sign-extend words and leave their neighbours', () => {
    machine.writeU64(PLACE, 0x1111_1111_8000_0001n)
    expect(unsigned(machine.call.lrW(hart, PLACE))).toBe(0xffff_ffff_8000_0001n)
    expect(machine.call.scW(hart, PLACE, 0xffff_ffff_0000_0002n)).toBe(0n)
    expect(machine.readU64(PLACE)).toBe(0x1111_1111_0000_0002n)
  })

  it.each<[string, () => void]>([
    ['without a reservation', () => undefined],
    ['of another address', () => machine.call.lrD(hart, PLACE + 8n)],
    ['of the same place on another page', () => machine.call.lrD(hart, PLACE + 4096n)],
    ['of another width', () => machine.call.lrW(hart, PLACE)],
    [
      'after the place was changed',
      () => {
        machine.call.lrD(hart, PLACE)
        machine.writeU64(PLACE, 77n)
      },
    ],
    [
      'after another SC failed',
      () => {
        machine.call.lrD(hart, PLACE)
        machine.call.scD(hart, PLACE + 64n, 1n)
      },
    ],
  ])('fail %s, whether the TLB has the page or not', (_, before) => {
    for (const isKnown of [false, true]) {
      if (isKnown) for (const page of [PLACE, PLACE + 4096n]) lookUp(page)
      machine.writeU64(PLACE, 3n)
      before()
      const value = machine.readU64(PLACE)
      expect(machine.call.scD(hart, PLACE, 9n)).toBe(1n)
      expect(machine.takeException()).toBeUndefined()
      expect(machine.readU64(PLACE)).toBe(value)
    }
  })

  it('look for their page once, for reading and for writing', () => {
    machine.writeU64(PLACE, 0n)
    for (let turn = 0n; turn < 5n; turn++) {
      machine.call.lrD(hart, PLACE + 8n * turn)
      expect(machine.call.scD(hart, PLACE + 8n * turn, turn)).toBe(0n)
      expect(machine.readU64(PLACE + 8n * turn)).toBe(turn)
    }
    expect(machine.get('tlbMisses')).toBe(2n)
  })

  it('refuse misaligned addresses and devices with the causes of their kind', () => {
    machine.call.lrW(hart, PLACE + 2n)
    expect(machine.takeException()).toEqual({ cause: MISALIGNED_LOAD, tval: PLACE + 2n })
    machine.call.lrD(hart, PLACE + 4n)
    expect(machine.takeException()).toEqual({ cause: MISALIGNED_LOAD, tval: PLACE + 4n })
    machine.call.lrD(hart, DEVICE)
    expect(machine.takeException()).toEqual({ cause: ACCESS_LOAD, tval: DEVICE })
    machine.call.scW(hart, PLACE + 1n, 0n)
    expect(machine.takeException()).toEqual({ cause: MISALIGNED_STORE, tval: PLACE + 1n })
    machine.call.lrD(hart, PLACE)
    machine.call.scD(hart, DEVICE, 0n)
    expect(machine.takeException()).toEqual({ cause: ACCESS_STORE, tval: DEVICE })
  })
})

describe('compare-and-swap', () => {
  /** amocas.q as decoded: rd, rs1 and rs2 by slot; slot 32 is x0 as a destination. */
  const quad = (rd: number, rs1: number, rs2: number): bigint => (BigInt(rs2) << 26n) | (BigInt(rs1) << 20n) | (BigInt(rd) << 14n)

  it('of a word compares 32 bits', () => {
    machine.writeU64(PLACE, 0xaaaa_aaaa_8000_0000n)
    expect(unsigned(machine.call.amocasW(hart, PLACE, 0x1234_5678_8000_0000n, 6n))).toBe(0xffff_ffff_8000_0000n)
    expect(machine.readU64(PLACE)).toBe(0xaaaa_aaaa_0000_0006n)
    machine.call.amocasW(hart, PLACE, 7n, 8n)
    expect(machine.readU64(PLACE)).toBe(0xaaaa_aaaa_0000_0006n)
  })

  it('of a doubleword compares all 64', () => {
    machine.writeU64(PLACE, 5n)
    expect(machine.call.amocasD(hart, PLACE, 5n | (1n << 40n), 6n)).toBe(5n)
    expect(machine.readU64(PLACE)).toBe(5n)
    machine.call.amocasD(hart, PLACE, 5n, 6n)
    expect(machine.readU64(PLACE)).toBe(6n)
  })

  function pairs(values: Readonly<Record<number, bigint>>): void {
    for (const [register, value] of Object.entries(values)) machine.setX(Number(register), value)
  }

  it('of a quadword swaps both halves when both match', () => {
    machine.writeU64(PLACE, 1n)
    machine.writeU64(PLACE + 8n, 2n)
    pairs({ 5: PLACE, 10: 1n, 11: 2n, 12: 3n, 13: 4n })
    machine.call.amocasQ(hart, quad(10, 5, 12))
    expect([machine.readU64(PLACE), machine.readU64(PLACE + 8n)]).toEqual([3n, 4n])
    expect([machine.x(10), machine.x(11)]).toEqual([1n, 2n])
  })

  it('of a quadword leaves both halves when one differs, and tells what was there', () => {
    machine.writeU64(PLACE, 1n)
    machine.writeU64(PLACE + 8n, 99n)
    pairs({ 5: PLACE, 10: 1n, 11: 2n, 12: 3n, 13: 4n })
    machine.call.amocasQ(hart, quad(10, 5, 12))
    expect([machine.readU64(PLACE), machine.readU64(PLACE + 8n)]).toEqual([1n, 99n])
    expect([machine.x(10), machine.x(11)]).toEqual([1n, 99n])
  })

  it('of a quadword takes the pair of x0 as zero, and writes no register for it', () => {
    machine.writeU64(PLACE, 0n)
    machine.writeU64(PLACE + 8n, 0n)
    pairs({ 1: 0x55n, 5: PLACE, 12: 3n, 13: 4n })
    machine.call.amocasQ(hart, quad(32, 5, 12))
    expect([machine.readU64(PLACE), machine.readU64(PLACE + 8n)]).toEqual([3n, 4n])
    pairs({ 10: 3n, 11: 4n })
    machine.call.amocasQ(hart, quad(10, 5, 0))
    expect([machine.readU64(PLACE), machine.readU64(PLACE + 8n)]).toEqual([0n, 0n])
    expect([machine.x(0), machine.x(1)]).toEqual([0n, 0x55n])
  })

  it('of a quadword refuses what is not aligned to 16 bytes, so that none crosses a page', () => {
    pairs({ 5: DRAM + 0xff8n })
    machine.call.amocasQ(hart, quad(10, 5, 12))
    expect(machine.takeException()).toEqual({ cause: MISALIGNED_STORE, tval: DRAM + 0xff8n })
  })
})
