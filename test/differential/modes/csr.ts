/** CSR reads and writes in M-mode: each register takes a random value, is read back, and gets its old value again. */
import type { Random } from '../../support/random'
import { CodeWriter, LITERAL_BASE, TEMPORARY } from '../code-writer'
import { CSR } from '../csr-list'
import { type Mode, MSTATUS } from '../sequence'
import { SLOT } from '../slot'
import { randomFcsr, randomFloatRegisters, randomIntegerRegisters, randomScratch } from '../state'
import { randomInteger } from '../values'

const SCRATCH_BYTES = 4096

interface TestedCsr {
  readonly number: number
  /** Bits that are written. */
  readonly written: bigint
  /** Bits that are compared; the others are the implementation's own. */
  readonly compared: bigint
}

const ALL = (1n << 64n) - 1n
const tested = (number: number, written = ALL, compared = ALL): TestedCsr => ({ number, written, compared })

/** UXL and SXL: here XLEN is 64 always. */
const XL = 0xfn << 32n
/** Without the lock bits, which would outlive the sequence, and the bits that the manual has as zeros, which QEMU keeps. */
const PMP_FIELDS = 0x1f1f_1f1f_1f1f_1f1fn
/** VS-mode's calls and guest page faults: QEMU delegates them even without the hypervisor extension. */
const GUEST_EXCEPTIONS = (1n << 10n) | (0xffffn << 16n)
/** Smcdeleg's, likewise. */
const MENVCFG_CDE = 1n << 60n

/** QEMU keeps the bits of pmpaddr that the manual has as zeros. */
const PMP_ADDRESS = (1n << 54n) - 1n

/** QEMU 10 keeps bit 0 of an exception's pc, which the manual has as zero. */
const EVEN = ALL & ~1n
/** The standard interrupts; QEMU keeps the hypervisor extension's in part, and bits of none. */
const INTERRUPTS = 0xaaan

const registers: readonly TestedCsr[] = [
  tested(0x001), // fflags
  tested(0x002), // frm
  tested(0x003), // fcsr
  tested(0x100, ALL & ~XL), // sstatus
  tested(0x104, INTERRUPTS), // sie
  tested(0x105, ALL), // stvec
  tested(0x106), // scounteren
  tested(0x10a), // senvcfg
  tested(0x140), // sscratch
  tested(0x141, EVEN), // sepc
  tested(0x142), // scause
  tested(0x143), // stval
  tested(0x144, INTERRUPTS), // sip
  tested(0x180), // satp
  tested(0x300, ALL & ~XL), // mstatus
  tested(0x302, ALL & ~GUEST_EXCEPTIONS), // medeleg
  tested(0x303, INTERRUPTS), // mideleg
  tested(0x304, INTERRUPTS), // mie
  tested(0x305), // mtvec
  tested(0x306), // mcounteren
  tested(0x30a, ALL & ~MENVCFG_CDE), // menvcfg
  tested(0x320), // mcountinhibit
  tested(0x340), // mscratch
  tested(0x341, EVEN), // mepc
  tested(0x342), // mcause
  tested(0x343), // mtval
  tested(0x344, INTERRUPTS), // mip
  tested(0x3a0, PMP_FIELDS), // pmpcfg0
  tested(0x3a2, PMP_FIELDS), // pmpcfg2
  ...Array.from({ length: 16 }, (_, index) => tested(0x3b0 + index, PMP_ADDRESS)), // pmpaddr
]

/** CBIE of 2 is reserved; QEMU keeps it. */
export const withoutReservedCbie = (value: bigint): bigint => (((value >> 4n) & 3n) === 2n ? value | 0x10n : value)

/** W without R is reserved; QEMU keeps it. */
const withoutReservedPmp = (value: bigint): bigint => value | ((value >> 1n) & 0x0101_0101_0101_0101n)

const isPmpConfiguration = (csr: TestedCsr): boolean => csr.written === PMP_FIELDS

function legalValue(random: Random, csr: TestedCsr): bigint {
  const value = randomInteger(random) & csr.written
  if (isPmpConfiguration(csr)) return withoutReservedPmp(value)
  return csr.number === CSR.menvcfg || csr.number === CSR.senvcfg ? withoutReservedCbie(value) : value
}

const OLD = 30
const resultRegisters = [5, 6, 7, 10, 11, 12, 13, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29] as const

/** Reads the compared bits into a register. */
function read(writer: CodeWriter, csr: TestedCsr, rd: number): void {
  writer.emit('csrrs', { rd, rs1: 0, csr: csr.number })
  if (csr.compared !== ALL) writer.literal(csr.compared).emit('and', { rd, rs1: rd, rs2: TEMPORARY })
}

const anyOperation = ['csrrw', 'csrrs', 'csrrc'] as const

/** The XL fields of mstatus keep their value, and what is legal alone may not be beside what was there. */
function operationsOn(csr: TestedCsr): readonly string[] {
  if (csr.number === CSR.mstatus || csr.number === CSR.sstatus) return ['csrrs', 'csrrc']
  return isPmpConfiguration(csr) ? ['csrrw'] : anyOperation
}

function exercise(writer: CodeWriter, random: Random, csr: TestedCsr): void {
  writer.emit('csrrs', { rd: OLD, rs1: 0, csr: csr.number })
  const operation = random.pick(operationsOn(csr))
  if (random.oneIn(4) && operationsOn(csr) === anyOperation) {
    writer.emit(`${operation}i`, { rd: 0, zimm: random.below(32) & Number(csr.written & 31n), csr: csr.number })
  } else {
    writer.literal(legalValue(random, csr)).emit(operation, { rd: 0, rs1: TEMPORARY, csr: csr.number })
  }
  read(writer, csr, random.pick(resultRegisters))
  writer.emit('csrrw', { rd: 0, rs1: OLD, csr: csr.number })
  read(writer, csr, random.pick(resultRegisters))
}

export const csrMode: Mode = {
  name: 'csr',
  scratchBytes: SCRATCH_BYTES,
  generate(random, slot) {
    const writer = new CodeWriter()
    for (let count = random.between(2, 8); count > 0; count--) exercise(writer, random, random.pick(registers))
    const x = randomIntegerRegisters(random, slot)
    x[LITERAL_BASE] = BigInt(slot + SLOT.literals)
    return {
      seed: random.seed,
      mode: 'csr',
      instructions: writer.instructions,
      mstatus: MSTATUS.MPP | MSTATUS.FS,
      fcsr: randomFcsr(random),
      x,
      f: randomFloatRegisters(random),
      scratch: randomScratch(random, SCRATCH_BYTES),
      literals: writer.literals,
      mayLand: false,
    }
  },
}
