/** What each CSR keeps of what is written to it (Privileged chapters 3 and 10; AIA; CMO; Sstc). */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { everyExtension, HartPiece } from './hart-piece'

const ONES = 0xffff_ffff_ffff_ffffn
const XL = (2n << 32n) | (2n << 34n)
const SD = 1n << 63n
const FS = 3n << 13n

let hart: HartPiece
beforeAll(async () => {
  hart = await HartPiece.create()
})
beforeEach(() => {
  hart.reset()
})

/** Register, value after all ones, value after zero. */
const masks: readonly (readonly [string, bigint, bigint])[] = [
  ['mstatus', 0x7e_79aan | XL | SD, XL],
  ['sstatus', 0xc_6122n | (2n << 32n) | SD, 2n << 32n],
  ['misa', (2n << 62n) | 0x14_112dn, (2n << 62n) | 0x14_112dn],
  ['medeleg', 0xb3ffn, 0n],
  ['mideleg', 0x2222n, 0n],
  ['mie', 0x2aaan, 0n],
  ['mip', 0x2222n, 0n],
  ['mscratch', ONES, 0n],
  ['mepc', ONES - 1n, 0n],
  ['mcause', ONES, 0n],
  ['mtval', ONES, 0n],
  ['mcounteren', 0x7_ffffn, 0n],
  ['scounteren', 0x7_ffffn, 0n],
  ['mcountinhibit', 0x7_fffdn, 0n],
  ['menvcfg', (7n << 61n) | 0xf1n, 0n],
  ['senvcfg', 0xf1n, 0n],
  ['mhpmcounter3', ONES, 0n],
  ['mhpmcounter18', ONES, 0n],
  ['mhpmevent3', ONES ^ (3n << 58n), 0n],
  ['sscratch', ONES, 0n],
  ['sepc', ONES - 1n, 0n],
  ['scause', ONES, 0n],
  ['stval', ONES, 0n],
  ['stimecmp', ONES, 0n],
  ['pmpaddr0', (1n << 54n) - 1n, 0n],
  ['pmpaddr15', (1n << 54n) - 1n, 0n],
  ['tselect', 0n, 0n],
  ['tdata1', 0n, 0n],
  ['tinfo', 1n, 1n],
  ['miselect', 0x1ffn, 0n],
  ['siselect', 0x1ffn, 0n],
  ['mvien', 0x202n, 0n],
  ['mvip', 0x222n, 0n],
]

describe('a machine or supervisor register', () => {
  it.each(masks)('%s keeps its writable bits alone', (name, ofOnes, ofZero) => {
    expect(hart.writeRead(name, ONES)).toBe(ofOnes)
    expect(hart.writeRead(name, 0n)).toBe(ofZero)
  })

  it.each(['mvendorid', 'marchid', 'mimpid', 'mconfigptr'])('%s is read-only zero', (name) => {
    expect(hart.read(name)).toBe(0n)
    expect(hart.write(name, 0n)).toBe('illegal')
  })

  it('mhartid tells the hart', () => {
    hart.set('id', 5n)
    expect(hart.read('mhartid')).toBe(5n)
  })

  it('mtvec and stvec ignore a write of a reserved mode', () => {
    for (const name of ['mtvec', 'stvec']) {
      expect(hart.writeRead(name, 0x8000_0001n)).toBe(0x8000_0001n)
      expect(hart.writeRead(name, 0x9000_0002n)).toBe(0x8000_0001n)
      expect(hart.writeRead(name, 0x9000_0003n)).toBe(0x8000_0001n)
    }
  })

  it('mstatus.MPP keeps its value when the mode does not exist', () => {
    for (const mpp of [3n, 1n, 0n]) {
      hart.write('mstatus', mpp << 11n)
      expect(BigInt(hart.writeRead('mstatus', 2n << 11n)) & (3n << 11n)).toBe(mpp << 11n)
    }
  })

  it('mstatus.SD is set when FS is dirty', () => {
    expect(hart.writeRead('mstatus', 1n << 13n)).toBe(XL | (1n << 13n))
    expect(hart.writeRead('mstatus', 2n << 13n)).toBe(XL | (2n << 13n))
    expect(hart.writeRead('mstatus', FS)).toBe(XL | FS | SD)
  })

  it('a write of sstatus leaves the machine fields alone', () => {
    const machine = (3n << 11n) | (1n << 3n) | (1n << 7n) | (1n << 17n) | (7n << 20n)
    hart.write('mstatus', machine)
    hart.write('sstatus', 0n)
    expect(hart.read('mstatus')).toBe(machine | XL)
  })

  it('menvcfg and senvcfg keep CBIE when the reserved 2 is written', () => {
    for (const name of ['menvcfg', 'senvcfg']) {
      expect(hart.writeRead(name, 1n << 4n)).toBe(1n << 4n)
      expect(hart.writeRead(name, 2n << 4n)).toBe(1n << 4n)
    }
  })

  it('menvcfg has no field of an extension that is not offered', () => {
    hart.reset({ extensions: ['i', 'zicsr'] })
    expect(hart.writeRead('menvcfg', ONES)).toBe(1n)
  })

  it('mepc and sepc are multiples of 4 without C', () => {
    hart.reset({ extensions: everyExtension.filter((name) => name !== 'c') })
    expect(hart.writeRead('mepc', ONES)).toBe(ONES - 3n)
    expect(hart.writeRead('sepc', ONES)).toBe(ONES - 3n)
  })

  it('mstatus.FS is read-only zero without F', () => {
    hart.reset({ extensions: ['i', 'm', 'zicsr'] })
    expect(BigInt(hart.writeRead('mstatus', FS)) & FS).toBe(0n)
  })
})

describe('satp', () => {
  it.each([0n, 8n, 9n, 10n])('takes mode %d with 16 bits of ASID and 44 of PPN', (mode) => {
    const value = (mode << 60n) | (0xffffn << 44n) | 0xfff_ffff_ffffn
    expect(hart.writeRead('satp', value)).toBe(value)
  })

  it.each([1n, 2n, 7n, 11n, 15n])('ignores a write of mode %d entirely', (mode) => {
    hart.write('satp', (8n << 60n) | 5n)
    expect(hart.writeRead('satp', (mode << 60n) | 7n)).toBe((8n << 60n) | 5n)
  })
})

describe('the floating-point registers', () => {
  beforeEach(() => {
    hart.write('mstatus', 1n << 13n)
  })

  it('fcsr holds frm above fflags and nothing else', () => {
    expect(hart.writeRead('fcsr', ONES)).toBe(0xffn)
    expect(hart.read('frm')).toBe(7n)
    expect(hart.read('fflags')).toBe(31n)
    hart.write('frm', 2n)
    expect(hart.read('fcsr')).toBe(0x5fn)
    hart.write('fflags', 1n)
    expect(hart.read('fcsr')).toBe(0x41n)
  })

  it('a write makes FS dirty and a read does not', () => {
    hart.read('fcsr')
    expect(BigInt(hart.read('mstatus')) & FS).toBe(1n << 13n)
    hart.write('fflags', 0n)
    expect(BigInt(hart.read('mstatus')) & FS).toBe(FS)
  })

  it('do not exist while FS is off, or without F', () => {
    hart.write('mstatus', 0n)
    for (const name of ['fflags', 'frm', 'fcsr']) expect(hart.read(name)).toBe('illegal')
    hart.reset({ extensions: ['i', 'zicsr'] })
    hart.set('mstatus', FS)
    expect(hart.read('fcsr')).toBe('illegal')
  })
})

describe('supervisor views', () => {
  it('sie and sip show what is delegated', () => {
    hart.write('mie', ONES)
    hart.write('mip', ONES)
    expect(hart.read('sie')).toBe(0n)
    expect(hart.read('sip')).toBe(0n)
    hart.write('mideleg', 0x22n)
    expect(hart.read('sie')).toBe(0x22n)
    expect(hart.read('sip')).toBe(0x22n)
  })

  it('sie writes the delegated bits of mie alone', () => {
    hart.write('mie', 0x888n)
    hart.write('mideleg', 0x200n)
    hart.write('sie', ONES)
    expect(hart.read('mie')).toBe(0xa88n)
  })

  it('sip writes SSIP and LCOFIP alone', () => {
    hart.write('mideleg', 0x2222n)
    hart.write('sip', ONES)
    expect(hart.read('mip')).toBe(0x2002n)
  })

  it('mip shows lines, and a read-modify-write keeps them out of the software bits', () => {
    hart.set('lines', 0xa00n)
    expect(hart.read('mip')).toBe(0xa00n)
    hart.setX(2, 2n)
    hart.arrive().call.csrrs(hart.hart, (0x344n << 32n) | (2n << 20n) | (1n << 14n))
    expect(hart.x(1)).toBe(0xa00n)
    expect(hart.get('mip')).toBe(2n)
  })

  it('STIP is software until STCE gives it to stimecmp', () => {
    hart.write('mip', 0x20n)
    expect(hart.read('mip')).toBe(0x20n)
    hart.write('stimecmp', 100n)
    hart.write('menvcfg', SD)
    expect(hart.read('mip')).toBe(0n)
    expect(hart.writeRead('mip', 0x20n)).toBe(0n)
    hart.setGuest('timeNs', 10_000n)
    expect(hart.writeRead('stimecmp', 100n)).toBe(100n)
    expect(hart.read('mip')).toBe(0x20n)
    hart.write('stimecmp', 101n)
    expect(hart.read('mip')).toBe(0n)
  })
})

describe('the virtual interrupts of mvien', () => {
  it('mvip is an alias of mip where mvien is clear, and apart where it is set', () => {
    hart.write('mvip', 0x202n)
    expect(hart.get('mip')).toBe(0x202n)
    hart.write('mvien', 0x200n)
    hart.write('mvip', 0n)
    expect(hart.get('mip')).toBe(0x200n)
    hart.write('mvip', 0x200n)
    expect(hart.read('mvip')).toBe(0x200n)
    expect(hart.read('sip')).toBe(0x200n)
    expect(hart.writeRead('sie', 0x200n)).toBe(0x200n)
    expect(hart.read('mie')).toBe(0n)
  })
})

describe('the PMP registers', () => {
  it('pmpcfg keeps R, W, X, A and L, and clears the reserved W without R', () => {
    expect(hart.writeRead('pmpcfg0', 0x7f_7dn)).toBe(0x1f_1dn)
    expect(hart.writeRead('pmpcfg2', 0x1a02n)).toBe(0x1800n)
  })

  it('a locked entry ignores writes, and with TOR protects the address below', () => {
    hart.write('pmpaddr0', 1n)
    hart.write('pmpaddr1', 2n)
    hart.write('pmpcfg0', 0x8f00n)
    expect(hart.writeRead('pmpaddr1', 9n)).toBe(2n)
    expect(hart.writeRead('pmpaddr0', 9n)).toBe(1n)
    expect(hart.writeRead('pmpcfg0', 0x1fn)).toBe(0x8f1fn)
  })

  it.each(['pmpcfg1', 'pmpcfg3', 'pmpcfg4', 'pmpaddr16', 'pmpaddr63'])('%s does not exist', (name) => {
    expect(hart.read(name)).toBe('illegal')
  })

  it('pmpCount tells how many entries are on', () => {
    hart.write('pmpcfg0', 0x1f_00_0fn)
    hart.write('pmpcfg2', 0x17n)
    expect(hart.get('pmpCount')).toBe(3n)
  })
})

describe('indirect access', () => {
  it('reaches the priorities of the interrupts that exist', () => {
    hart.write('miselect', 0x30n)
    expect(hart.writeRead('mireg', ONES)).toBe(0xff00_ff00_ff00_ff00n)
    hart.write('miselect', 0x32n)
    expect(hart.writeRead('mireg', ONES)).toBe(0x0000_ff00_0000_ff00n)
    hart.write('siselect', 0x32n)
    expect(hart.writeRead('sireg', ONES)).toBe(0x0000_ff00_0000_0000n)
  })

  it('passes the IMSIC selectors on, and refuses the rest', () => {
    hart.write('miselect', 0x70n)
    expect(hart.read('mireg')).toBe(0x1_0000_0070n)
    hart.write('siselect', 0xc0n)
    expect(hart.read('sireg')).toBe(0xc0n)
    for (const select of [0n, 0x31n, 0x40n, 0x71n, 0x81n, 0x100n]) {
      hart.write('miselect', select)
      expect(hart.read('mireg')).toBe('illegal')
    }
  })

  it('a write of mtopei or stopei claims what a read tells', () => {
    for (const name of ['mtopei', 'stopei']) {
      hart.set('exits', 33n)
      expect(hart.read(name)).toBe((33n << 16n) | 33n)
      hart.write(name, 0n)
      expect(hart.read(name)).toBe(0n)
    }
  })
})
