/** The assembler: literal words, directives, errors, and round trips through the disassembler. */
import { describe, expect, it } from 'vitest'
import { VmHostError } from '../../../src/error'
import { assemble } from '../../../src/isa/assembler/index'
import { loadImmediate } from '../../../src/isa/assembler/pseudo'
import { disassemble } from '../../../src/isa/disassemble'
import { matches } from '../../../src/spec/isa/encoding'
import { rows } from '../../../src/spec/isa/index'
import { Random, seedFromEnvironment } from '../../support/random'

function words(source: string, options = {}): number[] {
  const { bytes } = assemble(source, options)
  const view = new DataView(bytes.buffer)
  return Array.from({ length: bytes.length / 4 }, (_, index) => view.getUint32(index * 4, true))
}

function errorOf(source: string): VmHostError {
  try {
    assemble(source)
  } catch (error) {
    if (error instanceof VmHostError) return error
    throw error
  }
  throw new Error(`${source}: expected an error`)
}

describe('the assembler', () => {
  it.each([
    ['addi sp, sp, -16', 0xff010113],
    ['lw a0, 8(sp)', 0x00812503],
    ['sd ra, 8(sp)', 0x00113423],
    ['lui a0, 0x80000', 0x80000537],
    ['csrw satp, zero', 0x18001073],
    ['csrci sstatus, 2', 0x10017073],
    ['fence iorw, iorw', 0x0ff0000f],
    ['amoadd.w.aqrl a0, a2, (a1)', 0x06c5a52f],
    ['fadd.d fa0, fa1, fa2', 0x02c5f553],
    ['fcvt.w.d a0, fa0, rtz', 0xc2051553],
    ['bgt a0, a1, .', 0x00a5c063],
    ["li a0, 'A'", 0x04100513],
    ['mop.r.31 a0, a1', 0xcdf5c573],
  ])('encodes %s', (source, expected) => {
    expect(words(source).map((word) => word.toString(16))).toEqual([expected.toString(16)])
  })

  it('resolves labels, numeric ones by direction', () => {
    expect(words('1: j 1f\n1: j 1b\n j 1f\n1:').map((word) => disassemble(word, 0n).text)).toEqual(['j\t0x4', 'j\t0x0', 'j\t0x4'])
  })

  it('reaches symbols relative to pc', () => {
    const { symbols, bytes } = assemble('la a0, far\n .data\n .space 5000\nfar: .byte 1', { base: 0x8000_0000 })
    const view = new DataView(bytes.buffer)
    const high = view.getInt32(0, true) & ~0xfff
    const low = view.getInt32(4, true) >> 20
    expect(0x8000_0000n + BigInt(high + low)).toBe(symbols.get('far'))
  })

  it('splits absolute addresses in %hi and %lo with the carry of a negative low part', () => {
    expect(
      words('.equ target, 0x12345fff\n lui a0, %hi(target)\n addi a0, a0, %lo(target)').map((word) => disassemble(word).text),
    ).toEqual(['lui\ta0,0x12346', 'addi\ta0,a0,-1'])
  })

  it('lays out data with alignment, strings, fills and expressions', () => {
    const { bytes } = assemble(
      '.data\n .byte 1\n .balign 4\n .word end - start\nstart: .asciz "a#\\n"\nend: .fill 2, 2, 0x1234\n .quad ~0',
    )
    expect([...bytes]).toEqual([1, 0, 0, 0, 4, 0, 0, 0, 0x61, 0x23, 0x0a, 0, 0x34, 0x12, 0x34, 0x12, ...Array(8).fill(255)])
  })

  it('puts zero-filled sections behind the image', () => {
    const { bytes, symbols } = assemble('.bss\nzeroes: .space 64\n.text\n nop', { base: 0x1000n })
    expect(bytes.length).toBe(4)
    expect(symbols.get('zeroes')).toBe(0x1004n)
  })

  it('drops all three kinds of comments and keeps what is quoted', () => {
    expect(words('nop # one\n nop // two ; nop\n /* three\n nop */ nop; nop').length).toBe(4)
    expect([...assemble('.ascii "/*#*/"').bytes]).toEqual([...'/*#*/'].map((letter) => letter.charCodeAt(0)))
  })

  it('compresses on request', () => {
    const { bytes } = assemble('addi sp, sp, -16\n mv a0, a5\n ret\n lw a0, 0(a1)\n addi a0, a1, 1', { compress: true })
    const view = new DataView(bytes.buffer)
    expect([0, 2, 4, 6].map((at) => view.getUint16(at, true))).toEqual([0x1141, 0x853e, 0x8082, 0x4188])
    expect(bytes.length).toBe(12)
  })

  it('names the line and what it expected', () => {
    expect(errorOf('nop\n addi a0, a0, 5000')).toMatchObject({
      code: 'ERR_SYNTAX',
      message: 'line 2: addi: imm is 5000, expected -2048 to 2047',
    })
    expect(errorOf('frobnicate a0').message).toContain('no instruction frobnicate')
    expect(errorOf('add a0, a1').message).toContain('expected add rd,rs1,rs2')
    expect(errorOf('j nowhere').message).toContain('symbol nowhere is not defined')
    expect(errorOf('a: nop\na: nop').message).toContain('a is defined twice')
    expect(errorOf('.byte 256').message).toContain('expected a value of 1 bytes')
    expect(errorOf('beq a0, a1, far\n .space 8192\nfar:').message).toContain('imm is 8196, expected -4096 to 4094 in steps of 2')
    expect(errorOf('.balign 3').message).toContain('power of two')
    expect(errorOf('1: j 2b').message).toContain('label 2 is not defined before')
  })

  it('loads any constant', () => {
    const random = new Random(seedFromEnvironment(3))
    const corners = [
      0n,
      1n,
      -1n,
      2047n,
      2048n,
      -2048n,
      -2049n,
      0x7fff_ffffn,
      0x8000_0000n,
      0x7fff_f800n,
      1n << 63n,
      (1n << 63n) - 1n,
      0xffff_ffffn,
    ]
    const values = [...corners, ...Array.from({ length: 500 }, () => random.u64() >> BigInt(random.below(64)))]
    for (const value of values) {
      const lines = loadImmediate('a0', value)
      let result = 0n
      for (const { name, operands } of lines) {
        const last = BigInt(operands.at(-1) ?? 0)
        if (name === 'lui') result = BigInt.asIntN(32, last << 12n)
        else if (name === 'slli') result = BigInt.asIntN(64, result << last)
        else if (name === 'addiw') result = BigInt.asIntN(32, result + last)
        else result = operands[1] === 'zero' ? last : BigInt.asIntN(64, result + last)
      }
      expect(result, value.toString(16)).toBe(BigInt.asIntN(64, value))
      expect(lines.length).toBeLessThanOrEqual(8)
    }
  })

  it('assembles what the disassembler writes back to the same word, for random encodings of every row', () => {
    const random = new Random(seedFromEnvironment(4))
    console.info(`seed ${random.seed}`)
    for (const row of rows) {
      for (let count = 0; count < 40; count++) {
        const insn = ((random.u32() & ~row.encoding.mask) | row.encoding.match) >>> 0
        const word = row.encoding.length === 2 ? insn & 0xffff : insn
        if (!matches(row.encoding, word)) continue
        const { text, bytes } = disassemble(word, 0n, { noAliases: true })
        if (text.startsWith('.insn') || text === 'unimp' || text.includes('64\t') || text.includes('unknown')) continue
        const target = text.replace(/0x(f{5}[\da-f]{11})$/, (_, hex: string) => `${BigInt.asIntN(64, BigInt(`0x${hex}`))}`)
        const view = new DataView(assemble(target.replace(/^c\.nop\t.*/, 'c.nop')).bytes.buffer)
        const back = bytes === 2 ? view.getUint16(0, true) : view.getUint32(0, true)
        if (row.name === 'c.nop') continue
        expect(back.toString(16), text).toBe(word.toString(16))
      }
    }
  })
})
