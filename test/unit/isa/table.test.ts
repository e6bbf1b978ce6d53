/** What the instruction table promises: sound encodings, derived flags, dense operation numbers. */
import { describe, expect, it } from 'vitest'
import { checkRows, overlap } from '../../../src/spec/isa/checker'
import { rowsOf } from '../../../src/spec/isa/dsl'
import { matches } from '../../../src/spec/isa/encoding'
import { rowNamed, rows } from '../../../src/spec/isa/index'
import { operationOf, operations, specialOperations } from '../../../src/spec/isa/operations'

const define = rowsOf('i')

describe('the instruction table', () => {
  it('gives each compressed encoding at most one row', () => {
    const half = rows.filter((row) => row.encoding.length === 2 && row.hintOf === undefined)
    for (let word = 0; word < 0x10000; word++) {
      const found = half.filter((row) => matches(row.encoding, word))
      expect(found.length, `${word.toString(16)}: ${found.map((row) => row.name).join(' ')}`).toBeLessThan(2)
    }
  })

  it('refuses two rows that overlap', () => {
    const one = define('one', '0000000 rs2 rs1 000 rd 0110011', 'rd,rs1,rs2')
    const other = define('other', '0000000 00001 rs1 000 rd 0110011', 'rd,rs1')
    expect(overlap(one, other)).toBe(true)
    expect(() => checkRows([one, other])).toThrow('other overlaps one')
  })

  it('accepts rows that a constraint tells apart', () => {
    const one = define('one', '0000000 rs2!=1 rs1 000 rd 0110011', 'rd,rs1,rs2')
    const other = define('other', '0000000 00001 rs1 000 rd 0110011', 'rd,rs1')
    expect(overlap(one, other)).toBe(false)
  })

  it('refuses an encoding that leaves bits out', () => {
    expect(() => define('short', '0000000 rs2 rs1 000 rd 011001', 'rd,rs1,rs2')).toThrow('covers 31 bits')
  })

  it('refuses a field that lies outside its alphabet, an unknown extension and a syntax without its field', () => {
    expect(() => define('odd', '0000000 whatever rs1 000 rd 0110011', 'rd')).toThrow('field whatever needs its bits')
    expect(() => rowsOf('zzz')('odd', '0000000 rs2 rs1 000 rd 0110011', 'rd')).toThrow('no extension zzz')
    expect(() => checkRows([define('odd', '0000000 00000 rs1 000 rd 0110011', 'rd,rs1,rs2')])).toThrow('syntax names rs2')
  })

  it('derives what an instruction does from its semantics', () => {
    expect(rowNamed('add').flags).toMatchObject({ endsBlock: false, mayTrap: false, readsPc: false, isHot: true })
    expect(rowNamed('auipc').flags.readsPc).toBe(true)
    expect(rowNamed('ld').flags).toMatchObject({ mayTrap: true, readsMemory: true, writesMemory: false })
    expect(rowNamed('amoadd.d').flags).toMatchObject({ mayTrap: true, readsMemory: true, writesMemory: true, isHot: false })
    expect(rowNamed('jalr').flags.endsBlock).toBe(true)
    expect(rowNamed('mret').flags.endsBlock).toBe(true)
    expect(rowNamed('feq.d').flags).toMatchObject({ usesFloat: true, writesFloatState: true })
    expect(rowNamed('fclass.d').flags).toMatchObject({ usesFloat: true, writesFloatState: false })
  })

  it('numbers operations densely below the ten bits of a record', () => {
    const specials = Object.values(specialOperations)
    expect(specials).toEqual(specials.map((_, index) => index))
    expect(operations.map(({ number }) => number)).toEqual(operations.map((_, index) => specials.length + index))
    expect(specials.length + operations.length).toBeLessThan(1024)
  })

  it('numbers the forms of a row one behind the other, the one that its name stands for first', () => {
    const formsOf = (name: string): string[] => operations.filter(({ row }) => row.name === name).map(({ form }) => form)
    const first = (name: string): number => operationOf(rowNamed(name)).number
    for (const name of ['beq', 'bgeu', 'jal']) expect(formsOf(name), name).toEqual(['near', 'back', 'far'])
    expect(formsOf('jalr')).toEqual(['call', 'return', 'switch'])
    expect(formsOf('add')).toEqual(['only'])
    expect(operations.find(({ name }) => name === 'jalr_switch')?.number).toBe(first('jalr') + 2)
    expect(operations.find(({ name }) => name === 'beq_back')?.number).toBe(first('beq') + 1)
  })
})
