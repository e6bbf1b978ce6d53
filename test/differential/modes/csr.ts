/** CSR reads and writes in M-mode: each register takes a random value, is read back, and gets its old value again. */
import type { Random } from '../../support/random'
import { CodeWriter, TEMPORARY } from '../code-writer'
import { type Mode, MSTATUS } from '../sequence'
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
/** The lock bits would outlive the sequence. */
const PMP_LOCKS = 0x8080_8080_8080_8080n

const registers: readonly TestedCsr[] = [
  tested(0x001), // fflags
  tested(0x002), // frm
  tested(0x003), // fcsr
  tested(0x100, ALL & ~XL), // sstatus
  tested(0x104), // sie
  tested(0x105, ALL), // stvec
  tested(0x106), // scounteren
  tested(0x10a), // senvcfg
  tested(0x140), // sscratch
  tested(0x141), // sepc
  tested(0x142), // scause
  tested(0x143), // stval
  tested(0x144), // sip
  tested(0x180), // satp
  tested(0x300, ALL & ~XL), // mstatus
  tested(0x302), // medeleg
  tested(0x303), // mideleg
  tested(0x304), // mie
  tested(0x305), // mtvec
  tested(0x306), // mcounteren
  tested(0x30a), // menvcfg
  tested(0x320), // mcountinhibit
  tested(0x340), // mscratch
  tested(0x341), // mepc
  tested(0x342), // mcause
  tested(0x343), // mtval
  tested(0x344), // mip
  tested(0x3a0, ALL & ~PMP_LOCKS), // pmpcfg0
  tested(0x3a2, ALL & ~PMP_LOCKS), // pmpcfg2
  ...Array.from({ length: 16 }, (_, index) => tested(0x3b0 + index)), // pmpaddr
]

const OLD = 30
const resultRegisters = [5, 6, 7, 10, 11, 12, 13, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29] as const

/** Reads the compared bits into a register. */
function read(writer: CodeWriter, csr: TestedCsr, rd: number): void {
  writer.emit('csrrs', { rd, rs1: 0, csr: csr.number })
  if (csr.compared !== ALL) writer.literal(csr.compared).emit('and', { rd, rs1: rd, rs2: TEMPORARY })
}

function exercise(writer: CodeWriter, random: Random, csr: TestedCsr): void {
  writer.emit('csrrs', { rd: OLD, rs1: 0, csr: csr.number })
  const keepsField = csr.number === 0x300 || csr.number === 0x100
  const operation = random.pick(keepsField ? ['csrrs', 'csrrc'] : ['csrrw', 'csrrs', 'csrrc'])
  if (random.oneIn(4) && !keepsField)
    writer.emit(`${operation}i`, { rd: 0, zimm: random.below(32) & Number(csr.written & 31n), csr: csr.number })
  else writer.literal(randomInteger(random) & csr.written).emit(operation, { rd: 0, rs1: TEMPORARY, csr: csr.number })
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
    x[9] = BigInt(slot + 4096 + 2048)
    return {
      seed: random.seed,
      mode: 'csr',
      instructions: writer.instructions,
      mstatus: MSTATUS.MPP | MSTATUS.FS,
      fcsr: randomFcsr(random),
      x,
      f: randomFloatRegisters(random),
      scratch: writer.placeLiterals(randomScratch(random, SCRATCH_BYTES)),
      mayLand: false,
    }
  },
}
