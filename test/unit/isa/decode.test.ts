/** The printed decoder against a plain search of the table. */
import { beforeAll, describe, expect, it } from 'vitest'
import { lookup } from '../../../src/isa/lookup'
import { extract, matches } from '../../../src/spec/isa/encoding'
import { extensionBits, extensions } from '../../../src/spec/isa/extensions'
import { rowNamed, rows } from '../../../src/spec/isa/index'
import { operations, specialOperations } from '../../../src/spec/isa/operations'
import { compileAssembly } from '../../support/assembly'
import { Random, seedFromEnvironment } from '../../support/random'

const all = extensionBits(extensions.map((extension) => extension.name))
const ILLEGAL = specialOperations.illegal

interface Record {
  op: number
  length: number
  rd: number
  rs1: number
  rs2: number
  imm: number
}

let decodeRaw: (insn: number, pageOffset: number, extensions: bigint) => bigint

function decode(insn: number, pageOffset = 0, bits = all): Record {
  const word = BigInt.asUintN(64, decodeRaw(insn, pageOffset, bits))
  const field = (at: bigint, width: number): number => Number(BigInt.asUintN(width, word >> at))
  return {
    op: field(0n, 9),
    length: field(12n, 2) * 2,
    rd: field(14n, 6),
    rs1: field(20n, 6),
    rs2: field(26n, 6),
    imm: Number(word >> 32n) | 0,
  }
}

/** The row's name, whatever its form. */
const rowOf = ({ op }: Record): string =>
  operations.find((operation) => operation.number === op)?.row.name ?? (op === ILLEGAL ? 'illegal' : `#${op}`)

const nameOf = ({ op }: Record): string =>
  operations.find((operation) => operation.number === op)?.name ?? (op === ILLEGAL ? 'illegal' : `#${op}`)

beforeAll(async () => {
  const { exports } = await compileAssembly<{ decode: typeof decodeRaw }>('assembly/hart/decode.gen.ts', { exports: ['decode'] })
  decodeRaw = exports.decode
}, 120_000)

/** What the table says of a word, by a plain search. */
function expected(insn: number): string {
  const found = lookup(insn)
  if (found === undefined) return 'illegal'
  return found.row.hintOf ?? found.base.name
}

describe('the decoder', () => {
  it('agrees with the table on every compressed encoding', () => {
    for (let word = 0; word < 0x10000; word++) {
      if ((word & 3) === 3) continue
      expect(rowOf(decode(word, 2048)), word.toString(16)).toBe(expected(word))
    }
  })

  it('agrees with the table on random encodings of every row, operands included', () => {
    const random = new Random(seedFromEnvironment(1))
    console.info(`seed ${random.seed}`)
    for (const row of rows.filter((each) => each.encoding.length === 4)) {
      for (let count = 0; count < 200; count++) {
        const insn = ((random.u32() & ~row.encoding.mask) | row.encoding.match) >>> 0
        const record = decode(insn, 2048)
        expect(rowOf(record), insn.toString(16)).toBe(expected(insn))
        if (!matches(row.encoding, insn) || row.hintOf !== undefined) continue
        for (const field of row.encoding.fields) {
          const value = extract(field, insn)
          if (field.name === 'rd') expect(record.rd).toBe(value === 0 ? 32 : value)
          if (field.name === 'fd') expect(record.rd).toBe(value)
          if (['rs1', 'fs1', 'zimm'].includes(field.name)) expect(record.rs1).toBe(value)
          if (['rs2', 'fs2'].includes(field.name)) expect(record.rs2).toBe(value)
          if (['uimm', 'shamt', 'csr'].includes(field.name)) expect(record.imm).toBe(value)
        }
      }
    }
  })

  it('agrees with the table on random words', () => {
    const random = new Random(seedFromEnvironment(2))
    for (let count = 0; count < 50_000; count++) {
      const insn = (random.u32() | 3) >>> 0
      expect(rowOf(decode(insn, 2048)), insn.toString(16)).toBe(expected(insn))
    }
  })

  it('keeps branches inside their page near and counts their distance in records', () => {
    // beq x1, x2, +8 and -8
    expect(nameOf(decode(0x00208463, 0))).toBe('beq')
    expect(decode(0x00208463, 0).imm).toBe(32)
    expect(nameOf(decode(0xfe208ce3, 8))).toBe('beq_back')
    expect(decode(0xfe208ce3, 8).imm).toBe(-32)
    expect(nameOf(decode(0xfe208ce3, 6))).toBe('beq_far')
    expect(decode(0xfe208ce3, 6).imm).toBe(-8)
    expect(nameOf(decode(0x00208463, 4088))).toBe('beq_far')
  })

  it('tells jumps backwards inside a page from those forwards', () => {
    // jal x1, +8 and -8, c.j +8 and -8
    expect(nameOf(decode(0x008000ef, 2048))).toBe('jal')
    expect(nameOf(decode(0xff9ff0ef, 2048))).toBe('jal_back')
    expect(nameOf(decode(0xa021, 2048))).toBe('jal')
    expect(nameOf(decode(0xbfe5, 2048))).toBe('jal_back')
    expect(nameOf(decode(0xbfe5, 0))).toBe('jal_far')
  })

  it('tells calls, returns and other indirect jumps apart by their registers', () => {
    const jalr = (rd: number, rs1: number): number => (rs1 << 15) | (rd << 7) | 0x67
    for (const link of [1, 5, 10]) for (const rs1 of [1, 5, 10]) expect(nameOf(decode(jalr(link, rs1)))).toBe('jalr')
    for (const link of [1, 5]) expect(nameOf(decode(jalr(0, link)))).toBe('jalr_return')
    for (const other of [0, 2, 4, 6, 10, 31]) expect(nameOf(decode(jalr(0, other)))).toBe('jalr_switch')
    // c.jr ra, c.jr t0, c.jr a5, c.jalr a5
    expect([0x8082, 0x8282, 0x8782, 0x9782].map((insn) => nameOf(decode(insn)))).toEqual([
      'jalr_return',
      'jalr_return',
      'jalr_switch',
      'jalr',
    ])
  })

  it('keeps a misaligned target far when compressed instructions are off', () => {
    // jal x0, +6
    const insn = 0x0060006f
    expect(nameOf(decode(insn, 0))).toBe('jal')
    expect(nameOf(decode(insn, 0, extensionBits(['i'])))).toBe('jal_far')
  })

  it('refuses a row without its extension', () => {
    const mul = rowNamed('mul').encoding.match
    expect(nameOf(decode(mul, 0, extensionBits(['i'])))).toBe('illegal')
    expect(nameOf(decode(mul, 0, extensionBits(['i', 'm'])))).toBe('mul')
    // c.fld needs both C and D.
    expect(nameOf(decode(0x2000, 0, extensionBits(['i', 'c'])))).toBe('illegal')
    expect(nameOf(decode(0x2000, 0, extensionBits(['i', 'c', 'd'])))).toBe('fld')
    // andn comes with Zbb and with Zbkb.
    const andn = rowNamed('andn').encoding.match
    expect(nameOf(decode(andn, 0, extensionBits(['i', 'zbkb'])))).toBe('andn')
    expect(nameOf(decode(andn, 0, extensionBits(['i', 'zbb'])))).toBe('andn')
    expect(nameOf(decode(andn, 0, extensionBits(['i', 'zba'])))).toBe('illegal')
  })

  it('carries the bits of what it refuses', () => {
    expect(decode(0xffffffff)).toMatchObject({ op: ILLEGAL, length: 4, imm: -1 })
    expect(decode(0x12340000)).toMatchObject({ op: ILLEGAL, length: 2, imm: 0 })
  })

  it('refuses reserved static rounding modes and odd pairs of amocas.q', () => {
    expect(nameOf(decode(0x0000_5053))).toBe('illegal')
    expect(nameOf(decode(0x0000_7053))).toBe('fadd.s')
    expect(nameOf(decode(rowNamed('amocas.q').encoding.match | (1 << 7)))).toBe('illegal')
  })

  it('puts the third source and the rounding mode of a fused row into the immediate', () => {
    // fmadd.d f1, f2, f3, f4, rtz
    expect(decode((4 << 27) | (1 << 25) | (3 << 20) | (2 << 15) | (1 << 12) | (1 << 7) | 0x43)).toMatchObject({
      rd: 1,
      rs1: 2,
      rs2: 3,
      imm: (4 << 3) | (1 << 12),
    })
  })
})
