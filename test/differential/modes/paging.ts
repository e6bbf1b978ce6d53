/** Translated accesses: random page tables, superpages and bits in them, reached with the privileges that mstatus lends and by fetches. */
import type { Random } from '../../support/random'
import { CodeWriter, TEMPORARY } from '../code-writer'
import { CSR } from '../csr-list'
import { buildAddressSpace } from '../page-tables'
import { type Mode, MSTATUS } from '../sequence'
import { SLOT } from '../slot'
import { randomInteger } from '../values'

const TABLES = 5
const DATA_PAGES = 4
const SCRATCH_BYTES = (TABLES + DATA_PAGES) * 4096

const MENVCFG_ADUE = 1n << 61n
const MENVCFG_PBMTE = 1n << 62n

const LANDING = 30
const STATUS = 15
const addressRegisters = [16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27] as const
/** Beside the pages: for loads only, because a store may hit what the harness needs. */
const wildRegisters = [28, 29] as const
const valueRegisters = [5, 6, 7, 10, 11, 12, 13] as const
const loads = ['lb', 'lh', 'lw', 'ld', 'lbu', 'lhu', 'lwu'] as const
const stores = ['sb', 'sh', 'sw', 'sd'] as const
const reservations = ['lr.w', 'lr.d'] as const
/** Not with hardware's A and D: QEMU then sets A even where the store that comes after faults, as it may. */
const atomics = [...reservations, 'amoadd.w', 'amoor.d', 'amoswap.w', 'amomax.d'] as const

/**
 * Fetches find zeros, which are illegal, in the upper half of every data page; stores stay in the lower, but for some that cross its
 * end. Not breakpoints: at an alias of a page, QEMU 10 puts into mtval the address under which it translated them first.
 */
function fillData(random: Random, scratch: Uint8Array): void {
  const view = new DataView(scratch.buffer)
  for (let offset = TABLES * 4096; offset < scratch.length; offset += 8) {
    view.setBigUint64(offset, offset % 4096 < 2048 ? randomInteger(random) : 0n, true)
  }
}

/** Another page of the same 2 MiB, or not canonical. Further off a large superpage may lead to the windows of PCI, where QEMU answers. */
const besidePage = (random: Random, page: bigint): bigint =>
  page ^ (1n << BigInt(random.oneIn(3) ? random.between(57, 63) : random.between(12, 20)))

const offsetInPage = (random: Random): bigint =>
  BigInt(random.oneIn(8) ? 4096 - random.between(1, 7) : 8 * random.below(240) + (random.oneIn(3) ? random.below(8) : 0))

const statusBits = (random: Random): bigint =>
  MSTATUS.MPRV | (random.u64() & (MSTATUS.SUM | MSTATUS.MXR)) | (BigInt(random.pick([0, 1, 1])) << 11n) | MSTATUS.FS

function access(writer: CodeWriter, random: Random, updatesBits: boolean): void {
  const rs1 = random.pick(addressRegisters)
  const value = random.pick(valueRegisters)
  writer.emit('csrrw', { rd: 0, rs1: random.pick([STATUS, 1, 3]), csr: CSR.mstatus })
  const kind = random.below(7)
  if (kind < 3) writer.emit(random.pick(loads), { rd: value, rs1: random.oneIn(12) ? random.pick(wildRegisters) : rs1, imm: 0 })
  else if (kind < 5) writer.emit(random.pick(stores), { rs2: value, rs1, imm: 0 })
  else if (kind < 6) writer.emit(random.pick(updatesBits ? reservations : atomics), { rd: value, rs1, rs2: 0, aq: 0, rl: 0 })
  else writer.emit('sfence.vma', { rs1: random.pick([0, rs1]), rs2: 0 })
}

/** Goes to a translated address in the mode that mstatus.MPP names; whatever is there traps, and the harness comes back by x30. */
function fetch(writer: CodeWriter, random: Random): void {
  writer.withAddressBehind(LANDING, (body) => {
    body.emit('csrrw', { rd: 0, rs1: random.pick([STATUS, 1, 3]), csr: CSR.mstatus })
    body.emit('ori', { rd: 4, rs1: random.pick(addressRegisters), imm: 0 })
    body.emit('srli', { rd: 4, rs1: 4, shamt: 12 }).emit('slli', { rd: 4, rs1: 4, shamt: 12 })
    body.emit('lui', { rd: 31, imm: 0x1000 }).emit('addi', { rd: 31, rs1: 31, imm: -2048 + 8 * random.below(128) })
    body.emit('add', { rd: 4, rs1: 4, rs2: 31 })
    body.emit('csrrw', { rd: 0, rs1: 4, csr: CSR.mepc }).emit('mret')
  })
}

export const pagingMode: Mode = {
  name: 'paging',
  scratchBytes: SCRATCH_BYTES,
  generate(random, slot) {
    const scratch = new Uint8Array(SCRATCH_BYTES)
    fillData(random, scratch)
    const base = BigInt(slot + SLOT.scratch)
    const { satp, pages } = buildAddressSpace(random, { levels: random.between(3, 5), scratch, base, tables: TABLES })
    const x = Array.from({ length: 32 }, () => randomInteger(random))
    for (const register of addressRegisters) x[register] = random.pick(pages) | offsetInPage(random)
    for (const register of wildRegisters) x[register] = besidePage(random, random.pick(pages))
    for (const register of [STATUS, 1, 3]) x[register] = statusBits(random)
    const [satpRegister, configurationRegister] = [2, 8]
    x[satpRegister] = satp
    const configuration = random.u64() & (MENVCFG_ADUE | MENVCFG_PBMTE)
    x[configurationRegister] = configuration

    const writer = new CodeWriter()
    writer.emit('csrrw', { rd: 0, rs1: configurationRegister, csr: CSR.menvcfg })
    writer.emit('csrrw', { rd: 0, rs1: satpRegister, csr: CSR.satp }).emit('sfence.vma')
    for (let count = random.between(4, 12); count > 0; count--) {
      if (random.oneIn(5)) fetch(writer, random)
      else access(writer, random, (configuration & MENVCFG_ADUE) !== 0n)
    }
    // Shrinking may take away what sets them, and QEMU 10 keeps bit 0 of mepc.
    for (const register of [4, TEMPORARY, LANDING]) x[register] = (x[register] ?? 0n) & ~1n
    return {
      seed: random.seed,
      mode: 'paging',
      instructions: writer.instructions,
      mstatus: MSTATUS.MPP | MSTATUS.FS,
      fcsr: 0,
      x,
      f: Array.from({ length: 32 }, () => 0n),
      scratch,
      mayLand: true,
    }
  },
}
