/** Who may access which CSR, what the instructions read and write, and what the counters count. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { csrs, implementedCsrs } from '../../../src/spec/csr/csrs'
import { Attention, everyExtension, HartPiece, INSTRUCTION, PC, record } from './hart-piece'

let hart: HartPiece
beforeAll(async () => {
  hart = await HartPiece.create()
})
beforeEach(() => {
  hart.reset()
})

const TVM = 1n << 20n
const STCE = 1n << 63n

describe('permission', () => {
  it('every register that is not implemented is illegal, and every other one is not, in M-mode', () => {
    hart.set('mstatus', 3n << 13n)
    hart.set('miselect', 0x30n).set('siselect', 0x30n)
    const implemented = new Set(implementedCsrs.map(({ name }) => name))
    for (const { name } of csrs) expect([name, hart.read(name) !== 'illegal']).toEqual([name, implemented.has(name)])
  })

  it('bits 9:8 of the number are the lowest privilege', () => {
    for (const privilege of [0n, 1n]) {
      hart.set('privilege', privilege)
      for (const { name, number } of implementedCsrs) {
        if (BigInt((number >> 8) & 3) > privilege) expect([name, hart.read(name)]).toEqual([name, 'illegal'])
      }
    }
  })

  it('a read-only register refuses CSRRW and a set of bits, and takes a set of none', () => {
    expect(hart.write('mhartid', 0n)).toBe('illegal')
    hart.arrive().call.csrrsi(hart.hart, record('mhartid', 1, 1))
    expect(hart.trapped()).toBe(true)
    hart.arrive().call.csrrci(hart.hart, record('mhartid', 1, 0))
    expect(hart.trapped()).toBe(false)
  })

  it('a refused access traps with the instruction in tval and does not retire', () => {
    expect(hart.write('mhartid', 0n)).toBe('illegal')
    expect([hart.get('trapCause'), hart.get('trapTval'), hart.get('retired')]).toEqual([2n, INSTRUCTION, 0n])
  })

  it('mstatus.TVM takes satp away from S-mode alone', () => {
    hart.set('mstatus', TVM)
    expect(hart.read('satp')).toBe(0n)
    hart.set('privilege', 1n)
    expect(hart.read('satp')).toBe('illegal')
    hart.set('mstatus', 0n)
    expect(hart.read('satp')).toBe(0n)
  })

  it('stimecmp needs Sstc, and in S-mode STCE and mcounteren.TM', () => {
    hart.set('privilege', 1n).set('menvcfg', STCE)
    expect(hart.read('stimecmp')).toBe('illegal')
    hart.set('mcounteren', 2n)
    expect(hart.read('stimecmp')).not.toBe('illegal')
    hart.set('menvcfg', 0n)
    expect(hart.read('stimecmp')).toBe('illegal')
    hart.reset({ extensions: everyExtension.filter((name) => name !== 'sstc') })
    expect(hart.read('stimecmp')).toBe('illegal')
  })

  it('counters open to S-mode by mcounteren and to U-mode by scounteren as well', () => {
    const names = ['cycle', 'time', 'instret', 'hpmcounter3', 'hpmcounter18']
    const bits = [0, 1, 2, 3, 18]
    names.forEach((name, index) => {
      const bit = 1n << BigInt(bits[index] ?? 0)
      const legal = (privilege: bigint, mcounteren: bigint, scounteren: bigint): boolean =>
        hart.set('privilege', privilege).set('mcounteren', mcounteren).set('scounteren', scounteren).read(name) !== 'illegal'
      expect([
        legal(3n, 0n, 0n),
        legal(1n, 0n, bit),
        legal(1n, bit, 0n),
        legal(0n, bit, 0n),
        legal(0n, 0n, bit),
        legal(0n, bit, bit),
      ]).toEqual([true, false, true, false, false, true])
    })
  })

  it('AIA registers need the extension, topei the IMSIC, and mvien.SEI hides the IMSIC from S-mode', () => {
    hart.reset({ aia: false })
    expect(hart.read('mtopei')).toBe('illegal')
    expect(hart.read('mtopi')).toBe(0n)
    hart.reset({ extensions: ['i', 'zicsr'] })
    for (const name of ['mtopi', 'stopi', 'miselect', 'siselect', 'mvien', 'mtopei']) expect(hart.read(name)).toBe('illegal')
    hart.reset().set('mvien', 0x200n).set('siselect', 0x70n).set('privilege', 1n)
    expect(hart.read('stopei')).toBe('illegal')
    expect(hart.read('sireg')).toBe('illegal')
    expect(hart.read('stopi')).toBe(0n)
  })
})

describe('the instructions', () => {
  it('set, clear and swap by register and by immediate', () => {
    const run = (name: 'csrrw' | 'csrrs' | 'csrrc' | 'csrrwi' | 'csrrsi' | 'csrrci', operand: number): bigint => {
      hart.set('mscratch', 0b1100n).setX(5, 0b1010n)
      hart.arrive().call[name](hart.hart, record('mscratch', 1, operand))
      expect(hart.x(1)).toBe(0b1100n)
      return hart.get('mscratch')
    }
    expect([run('csrrw', 5), run('csrrs', 5), run('csrrc', 5), run('csrrwi', 5), run('csrrsi', 5), run('csrrci', 5)]).toEqual([
      0b1010n,
      0b1110n,
      0b0100n,
      0b101n,
      0b1101n,
      0b1000n,
    ])
  })

  it('rd and rs1 may be the same register', () => {
    hart.set('mscratch', 7n).setX(5, 9n)
    hart.arrive().call.csrrw(hart.hart, record('mscratch', 5, 5))
    expect([hart.x(5), hart.get('mscratch')]).toEqual([7n, 9n])
  })

  it('a write that the loop must know of retires and leaves; another one does neither', () => {
    hart.write('mscratch', 1n)
    expect([hart.get('attention'), hart.get('retired')]).toEqual([BigInt(Attention.none), 0n])
    hart.write('satp', (8n << 60n) | 1n)
    expect([hart.get('attention'), hart.get('retired'), hart.get('pc'), hart.get('codePtr')]).toEqual([
      BigInt(Attention.resume),
      1n,
      PC + 4n,
      0n,
    ])
  })

  it('enabling interrupts leaves exactly when one is due', () => {
    hart.set('mie', 0x80n)
    hart.write('mstatus', 8n)
    expect(hart.get('attention')).toBe(BigInt(Attention.none))
    hart.set('mstatus', 0n).set('lines', 0x80n)
    hart.write('mstatus', 8n)
    expect(hart.get('attention')).toBe(BigInt(Attention.resume))
    expect(hart.get('pc')).toBe(PC + 4n)
  })

  it.each([
    ['mstatus', 1n << 19n],
    ['menvcfg', 1n << 62n],
    ['pmpcfg0', 0x1fn],
    ['satp', (9n << 60n) | 1n],
  ])('a write of %s that changes translation flushes, from the right pc', (name, value) => {
    hart.write(name, value)
    expect([hart.get('tlbMisses'), hart.get('pc')]).toEqual([1n, PC + 4n])
  })
})

describe('the counters', () => {
  it('count retired instructions, and a write takes effect after the instruction', () => {
    hart.set('retired', 1000n)
    expect(hart.read('mcycle')).toBe(1000n)
    hart.write('mcycle', 5n)
    hart.write('minstret', 7n)
    hart.set('retired', 1001n)
    expect([hart.read('mcycle'), hart.read('minstret'), hart.read('cycle'), hart.read('instret')]).toEqual([5n, 7n, 5n, 7n])
    hart.set('retired', 1011n)
    expect([hart.read('mcycle'), hart.read('minstret')]).toEqual([15n, 17n])
  })

  it('an inhibited counter stands still, can be written, and goes on from there', () => {
    hart.set('retired', 99n)
    hart.write('mcountinhibit', 1n)
    hart.set('retired', 500n)
    expect([hart.read('mcycle'), hart.read('minstret')]).toEqual([100n, 500n])
    hart.write('mcycle', 42n)
    expect(hart.read('mcycle')).toBe(42n)
    hart.write('mcountinhibit', 0n)
    hart.set('retired', 511n)
    expect(hart.read('mcycle')).toBe(52n)
  })

  it('time is the clock of the guest', () => {
    hart.setGuest('timeNs', 12_345n)
    expect(hart.read('time')).toBe(123n)
  })
})
