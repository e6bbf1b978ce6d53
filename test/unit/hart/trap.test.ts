/** Delegation, the entry to handlers, returns, interrupt priority, waits and fences (Privileged §3.1, §3.3, §10.1; AIA §5.2). */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { HartLayout } from '../../../src/core/layout.gen'
import { Attention, everyExtension, HartPiece, INSTRUCTION, PC } from './hart-piece'

const INTERRUPT = 1n << 63n
const SIE = 2n
const MIE = 8n
const TW = 1n << 21n
const TVM = 1n << 20n
const TSR = 1n << 22n
const MPRV = 1n << 17n

let hart: HartPiece
beforeAll(async () => {
  hart = await HartPiece.create()
})
beforeEach(() => {
  hart.reset()
})

const trap = (cause: bigint, tval = 0n): void => {
  hart.set('pc', PC)
  hart.call.takeTrap(hart.hart, cause, tval)
}

describe('a trap', () => {
  it('goes to S-mode exactly when it is delegated and does not come from M-mode', () => {
    for (const cause of [0n, 2n, 3n, 8n, 9n, 12n, 13n, 15n]) {
      for (const privilege of [0n, 1n, 3n]) {
        for (const delegated of [false, true]) {
          hart
            .reset()
            .set('privilege', privilege)
            .set('medeleg', delegated ? 1n << cause : 0n)
          trap(cause, 77n)
          expect(hart.get('privilege')).toBe(delegated && privilege < 3n ? 1n : 3n)
        }
      }
    }
  })

  it('to M-mode stacks MIE and the mode, and tells pc, cause and value', () => {
    hart
      .set('privilege', 1n)
      .set('mstatus', MIE | SIE)
      .set('mtvec', 0x8000_0100n)
    trap(13n, 0x1234n)
    expect([hart.get('mepc'), hart.get('mcause'), hart.get('mtval'), hart.get('pc')]).toEqual([PC, 13n, 0x1234n, 0x8000_0100n])
    expect(hart.get('mstatus')).toBe((1n << 11n) | 0x80n | SIE)
    expect([hart.get('privilege'), hart.get('codePtr')]).toEqual([3n, 0n])
  })

  it('to S-mode stacks SIE and the mode, and tells pc, cause and value', () => {
    hart
      .set('privilege', 1n)
      .set('mstatus', MIE | SIE)
      .set('stvec', 0x8000_0200n)
      .set('medeleg', 1n << 13n)
    trap(13n, 0x1234n)
    expect([hart.get('sepc'), hart.get('scause'), hart.get('stval'), hart.get('pc')]).toEqual([PC, 13n, 0x1234n, 0x8000_0200n])
    expect(hart.get('mstatus')).toBe(0x100n | 0x20n | MIE)
  })

  it('in vectored mode spreads interrupts and not exceptions', () => {
    hart.set('mtvec', 0x8000_0101n)
    trap(INTERRUPT | 7n)
    expect(hart.get('pc')).toBe(0x8000_011cn)
    trap(7n)
    expect(hart.get('pc')).toBe(0x8000_0100n)
  })

  it('is counted by cause', () => {
    trap(13n)
    trap(INTERRUPT | 5n)
    expect(hart.view.getBigUint64(hart.hart + HartLayout.exceptions.offset + 13 * 8, true)).toBe(1n)
    expect(hart.view.getBigUint64(hart.hart + HartLayout.interrupts.offset + 5 * 8, true)).toBe(1n)
  })
})

describe('a return', () => {
  it('MRET restores mode and MIE, sets MPIE, and clears MPRV unless it stays in M-mode', () => {
    for (const mpp of [0n, 1n, 3n]) {
      hart
        .reset()
        .set('mstatus', (mpp << 11n) | 0x80n | MPRV)
        .set('mepc', 0x8000_1000n)
        .arrive()
      hart.call.mret(hart.hart)
      expect([hart.get('privilege'), hart.get('pc'), hart.get('mstatus'), hart.get('retired')]).toEqual([
        mpp,
        0x8000_1000n,
        0x80n | MIE | (mpp === 3n ? MPRV : 0n),
        1n,
      ])
    }
  })

  it('SRET restores mode and SIE, sets SPIE, and clears MPRV', () => {
    hart
      .set('privilege', 1n)
      .set('mstatus', 0x100n | 0x20n | MPRV)
      .set('sepc', 0x8000_1000n)
      .arrive()
    hart.call.sret(hart.hart)
    expect([hart.get('privilege'), hart.get('pc'), hart.get('mstatus')]).toEqual([1n, 0x8000_1000n, 0x20n | SIE])
    hart.arrive().call.sret(hart.hart)
    expect([hart.get('privilege'), hart.get('mstatus')]).toEqual([0n, 0x20n | SIE])
  })

  it.each([
    ['mret', 1n, 0n],
    ['mret', 0n, 0n],
    ['sret', 0n, 0n],
    ['sret', 1n, TSR],
    ['wfi', 0n, 0n],
    ['wfi', 1n, TW],
    ['wrsNto', 0n, TW],
    ['wrsNto', 1n, TW],
    ['sfenceWInval', 0n, 0n],
  ] as const)('%s is illegal in mode %d with mstatus %d', (name, privilege, mstatus) => {
    hart.set('privilege', privilege).set('mstatus', mstatus).arrive()
    hart.call[name](hart.hart)
    expect([hart.get('attention'), hart.get('trapCause'), hart.get('trapTval')]).toEqual([
      BigInt(Attention.trap),
      2n,
      INSTRUCTION,
    ])
  })
})

describe('calls, waits and fences', () => {
  it.each([
    [0n, 8n],
    [1n, 9n],
    [3n, 11n],
  ])('ECALL from mode %d has cause %d', (privilege, cause) => {
    hart.set('privilege', privilege).arrive()
    hart.call.ecall(hart.hart)
    expect([hart.get('attention'), hart.get('trapCause')]).toEqual([BigInt(Attention.trap), cause])
  })

  it('ECALL from S-mode of a direct start is for the hypervisor', () => {
    hart.reset({ direct: true })
    hart.call.ecall(hart.hart)
    expect([hart.get('attention'), hart.get('retired')]).toEqual([BigInt(Attention.sbi), 0n])
  })

  it('EBREAK tells its own address', () => {
    hart.call.ebreak(hart.hart)
    expect([hart.get('trapCause'), hart.get('trapTval')]).toEqual([3n, PC])
  })

  it('WFI waits unless an enabled interrupt is pending, whatever the global enables say', () => {
    hart.call.wfi(hart.hart)
    expect([hart.get('attention'), hart.get('pc'), hart.get('retired')]).toEqual([BigInt(Attention.wait), PC + 4n, 1n])
    hart.set('mie', 0x80n).set('lines', 0x80n).arrive()
    hart.call.wfi(hart.hart)
    expect(hart.get('attention')).toBe(BigInt(Attention.none))
  })

  it('SFENCE.VMA flushes everything or one address, and goes on after itself', () => {
    hart.call.sfenceVma(hart.hart, 0n)
    expect([hart.get('tlbMisses'), hart.get('pc')]).toEqual([1n, PC + 4n])
    hart.arrive().call.sinvalVma(hart.hart, 5n << 20n)
    expect([hart.get('tlbMisses'), hart.get('pc')]).toEqual([1001n, PC + 4n])
    hart.set('privilege', 1n).set('mstatus', TVM).arrive()
    hart.call.sfenceVma(hart.hart, 0n)
    expect(hart.trapped()).toBe(true)
  })

  it('CBO.ZERO clears its block when both modes above allow it', () => {
    hart.view.setBigUint64(0x10_0040, 1n, true)
    hart.view.setBigUint64(0x10_0078, 1n, true)
    hart.view.setBigUint64(0x10_0080, 1n, true)
    hart.call.cboZero(hart.hart, 0x10_0055n)
    expect([0x40, 0x78, 0x80].map((offset) => hart.view.getBigUint64(0x10_0000 + offset, true))).toEqual([0n, 0n, 1n])
    const legal = (privilege: bigint, menvcfg: bigint, senvcfg: bigint): boolean => {
      hart.set('privilege', privilege).set('menvcfg', menvcfg).set('senvcfg', senvcfg).arrive()
      hart.call.cboZero(hart.hart, 0x10_0000n)
      return !hart.trapped()
    }
    expect([
      legal(1n, 0n, 0x80n),
      legal(1n, 0x80n, 0n),
      legal(0n, 0x80n, 0n),
      legal(0n, 0n, 0x80n),
      legal(0n, 0x80n, 0x80n),
    ]).toEqual([false, true, false, false, true])
  })

  it('a cache-block management instruction faults as a store', () => {
    for (const kind of [0, 1, 2]) {
      hart.arrive().call.cboManagement(hart.hart, 0x20_0010n, kind)
      expect([hart.get('trapCause'), hart.get('trapTval')]).toEqual([15n, 0x20_0010n])
    }
  })

  it('CBIE and CBCFE gate their own instructions', () => {
    const legal = (kind: number, menvcfg: bigint): boolean => {
      hart.set('privilege', 1n).set('menvcfg', menvcfg).arrive()
      hart.call.cboManagement(hart.hart, 0n, kind)
      return !hart.trapped()
    }
    expect([legal(0, 0x10n), legal(1, 0x10n), legal(2, 0x10n), legal(0, 0x40n), legal(1, 0x40n), legal(2, 0x40n)]).toEqual([
      true,
      false,
      false,
      false,
      true,
      true,
    ])
  })
})

describe('the interrupt to take', () => {
  const order = [11, 3, 7, 9, 1, 5, 13]
  const plain = everyExtension.filter((name) => name !== 'smaia')

  it.each([
    ['by the manual', plain],
    ['with all priorities at their default', everyExtension],
  ])('comes first in the fixed order, %s', (_, extensions) => {
    hart.reset({ extensions }).set('mstatus', MIE).set('mie', 0x2aaan)
    for (let first = 0; first < order.length; first++) {
      const lines = order.slice(first).reduce((bits, code) => bits | (1n << BigInt(code)), 0n)
      expect(hart.set('lines', lines).call.pendingInterrupt(hart.hart)).toBe(order[first])
    }
  })

  it('depends on delegation, mode and global enables', () => {
    hart.reset({ extensions: plain }).set('mie', 0x2aaan)
    const taken = (privilege: bigint, mstatus: bigint, mideleg: bigint): number =>
      hart
        .set('privilege', privilege)
        .set('mstatus', mstatus)
        .set('mideleg', mideleg)
        .set('lines', 0x200n)
        .call.pendingInterrupt(hart.hart)
    expect([taken(3n, 0n, 0n), taken(3n, MIE, 0n), taken(1n, 0n, 0n), taken(0n, 0n, 0n)]).toEqual([-1, 9, 9, 9])
    expect([taken(3n, MIE, 0x200n), taken(1n, 0n, 0x200n), taken(1n, SIE, 0x200n), taken(0n, 0n, 0x200n)]).toEqual([-1, -1, 9, 9])
  })

  it('one for M-mode is taken before one for S-mode', () => {
    hart.reset({ extensions: plain }).set('mie', 0x2aaan).set('mideleg', 0x200n).set('mstatus', SIE).set('privilege', 1n)
    expect(hart.set('lines', 0x202n).call.pendingInterrupt(hart.hart)).toBe(1)
  })

  it('has the lowest priority number with AIA, and mtopi tells both', () => {
    hart.set('mie', 0x2aaan).set('mstatus', MIE).set('lines', 0x88n)
    hart.write('miselect', 0x30n)
    hart.write('mireg', (20n << 56n) | (40n << 24n))
    expect(hart.call.pendingInterrupt(hart.hart)).toBe(7)
    expect(hart.read('mtopi')).toBe((7n << 16n) | 20n)
    hart.set('lines', 0n)
    expect(hart.read('mtopi')).toBe(0n)
  })

  it('stopi tells the place of an interrupt around the external one', () => {
    hart.set('mie', 0x222n).set('mideleg', 0x222n).set('lines', 0x222n).set('exits', 9n)
    expect(hart.read('stopi')).toBe((9n << 16n) | 9n)
    hart.set('lines', 0x22n)
    expect(hart.read('stopi')).toBe((1n << 16n) | 255n)
  })

  it('one that mvien virtualizes is taken in S-mode', () => {
    hart.set('mvien', 0x200n).set('mvip', 0x200n).set('sie', 0x200n).set('privilege', 1n).set('mstatus', SIE)
    expect(hart.call.pendingInterrupt(hart.hart)).toBe(9)
    trap(INTERRUPT | 9n)
    expect([hart.get('privilege'), hart.get('scause')]).toEqual([1n, INTERRUPT | 9n])
  })
})

describe('reset', () => {
  it('of a firmware start is in M-mode with everything off', () => {
    expect([hart.get('privilege'), hart.get('mstatus'), hart.get('medeleg'), hart.get('menvcfg'), hart.get('stimecmp')]).toEqual([
      3n,
      (2n << 32n) | (2n << 34n),
      0n,
      1n << 61n,
      0xffff_ffff_ffff_ffffn,
    ])
  })

  it('of a direct start is in S-mode with everything delegated and offered', () => {
    hart.reset({ direct: true })
    expect([hart.get('privilege'), hart.get('medeleg'), hart.get('mideleg'), hart.get('mcounteren')]).toEqual([
      1n,
      0xb1ffn,
      0x2222n,
      0x7_ffffn,
    ])
    expect(hart.get('menvcfg')).toBe((7n << 61n) | 0xf0n)
    hart.reset({ direct: true, extensions: [...everyExtension, 'svade'] })
    expect(hart.get('menvcfg')).toBe((6n << 61n) | 0xf0n)
  })
})
