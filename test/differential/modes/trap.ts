/** Traps and returns between M, S and U: delegation, vectors, environment calls, CSRs of other modes, pending interrupts. */

import { csrs as standardCsrs } from '../../../src/spec/csr/csrs'
import type { Random } from '../../support/random'
import { CodeWriter, LITERAL_BASE, TEMPORARY } from '../code-writer'
import { CSR } from '../csr-list'
import { baseRegisters, randomIllegal } from '../random-instruction'
import { type Mode, MSTATUS } from '../sequence'
import { SLOT } from '../slot'
import { randomFcsr, randomFloatRegisters, randomIntegerRegisters, randomScratch } from '../state'
import { withoutReservedCbie } from './csr'

const SCRATCH_BYTES = 4096

/** Fetch faults, breakpoints and S-mode's calls stay with M-mode: the harness works by them. */
const UNDELEGATED = (1n << 1n) | (1n << 3n) | (1n << 9n) | (1n << 11n) | (1n << 12n)
const DELEGABLE = 0xffffn & ~UNDELEGATED & ~((1n << 10n) | (1n << 14n))
/** One is enabled at a time: without AIA, QEMU 10 takes the lowest number first and not the manual's order. */
const SUPERVISOR_INTERRUPTS = [0x2n, 0x20n, 0x200n] as const
const ALL_SUPERVISOR_INTERRUPTS = 0x222n
const TRAP_CONTROLS = (1n << 20n) | (1n << 21n) | (1n << 22n)

/** Time goes on by itself, and identity is each machine's own. */
const skipped =
  /^(cycle|time|instret|mcycle|minstret|m?hpm|[msv]?topi|m[a-z]+id$|misa|stimecmp|satp|mscratch|mtvec|stvec|t(select|data|info|control)|[ms](ireg|iselect|topei|vien|vip)|[mh]?scontext|mcontext|seed|m(n|c)|mstateen|sstateen|scount|mhpm|msec|mcountinhibit|mconfigptr|scountovf|stap|sctr|mctr|srmcfg|dcsr|dpc|dscratch)/
const accessible = standardCsrs.filter(({ name, number }) => !skipped.test(name) && ((number >> 8) & 3) !== 2)

/** What S and U may see, what comes to S, and what is pending, before the sequence leaves M-mode. */
function setUp(writer: CodeWriter, random: Random): void {
  writer.writeCsr(CSR.medeleg, random.u64() & DELEGABLE)
  writer.writeCsr(CSR.mideleg, random.u64() & ALL_SUPERVISOR_INTERRUPTS)
  writer.writeCsr(CSR.menvcfg, withoutReservedCbie(random.u64() & 0xf1n))
  writer.writeCsr(CSR.senvcfg, withoutReservedCbie(random.u64() & 0xf1n))
  if (random.oneIn(2)) writer.emit('csrrsi', { rd: 0, zimm: 1, csr: CSR.stvec })
  if (random.oneIn(3))
    writer.writeCsr(CSR.mie, random.pick(SUPERVISOR_INTERRUPTS)).writeCsr(CSR.mip, random.u64() & ALL_SUPERVISOR_INTERRUPTS)
}

function enter(writer: CodeWriter, random: Random): void {
  const privilege = BigInt(random.pick([0, 1, 1, 3]))
  const flags = random.u64() & (TRAP_CONTROLS | 0xaan | MSTATUS.SPP | MSTATUS.SUM | MSTATUS.MXR)
  writer.writeCsr(CSR.mstatus, (privilege << 11n) | flags | (BigInt(random.below(4)) << 13n))
  writer.returnHere('mret', CSR.mepc)
}

/** The bases but for that of the literals. */
const dataRegisters = baseRegisters.filter((register) => register !== LITERAL_BASE)
const memoryRows = ['lw', 'ld', 'sd', 'sb', 'amoadd.w', 'amoswap.d', 'lbu', 'fld', 'fsw'] as const
const cacheRows = ['cbo.zero', 'cbo.clean', 'cbo.flush', 'cbo.inval'] as const
const csrRows = ['csrrw', 'csrrs', 'csrrc', 'csrrwi', 'csrrsi', 'csrrci'] as const

/** Reading changes nothing; writing goes only to what the harness does not need. */
function accessCsr(writer: CodeWriter, random: Random): void {
  const { number } = random.pick(accessible)
  const isSafe = [0x001, 0x002, 0x003, 0x140, 0x142, 0x143, 0x342, 0x343].includes(number) || number >> 10 === 3
  if (isSafe) writer.random(random, random.pick(csrRows), { csr: number })
  else writer.random(random, random.pick(['csrrs', 'csrrc']), { csr: number, rs1: 0 })
}

type Step = (writer: CodeWriter, random: Random) => unknown

const steps: readonly Step[] = [
  (writer) => writer.emit('ecall'),
  (writer, random) => writer.emit(random.pick(['ebreak', 'c.ebreak'])),
  (writer) => writer.returnHere('sret', CSR.sepc),
  (writer) => writer.returnHere('mret', CSR.mepc),
  (writer, random) => writer.append(randomIllegal(random)),
  (writer, random) => writer.random(random, random.pick(cacheRows), { rs1: random.pick(dataRegisters) }),
  (writer, random) => writer.random(random, random.pick(memoryRows), { rs1: random.pick(dataRegisters) }),
  // sfence.w.inval and sfence.inval.ir are left out: QEMU 10 executes them in U-mode, where the manual has them illegal.
  (writer, random) => writer.random(random, random.pick(['sfence.vma', 'sinval.vma'])),
  accessCsr,
]

export const trapMode: Mode = {
  name: 'trap',
  scratchBytes: SCRATCH_BYTES,
  generate(random, slot) {
    const writer = new CodeWriter()
    setUp(writer, random)
    enter(writer, random)
    for (let count = random.between(3, 12); count > 0; count--) random.pick(steps)(writer, random)
    const x = randomIntegerRegisters(random, slot)
    x[LITERAL_BASE] = BigInt(slot + SLOT.literals)
    // Shrinking may take away what sets them, and QEMU 10 keeps bit 0 of mepc.
    for (const register of [TEMPORARY]) x[register] = (x[register] ?? 0n) & ~1n
    return {
      seed: random.seed,
      mode: 'trap',
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
