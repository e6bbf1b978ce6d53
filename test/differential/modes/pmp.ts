/** Physical memory protection: random entries over a page of data, accesses and fetches of S and U against them. */
import type { Random } from '../../support/random'
import { CodeWriter, LITERAL_BASE, TEMPORARY } from '../code-writer'
import { CSR } from '../csr-list'
import { type Mode, MSTATUS } from '../sequence'
import { SLOT } from '../slot'
import { randomInteger } from '../values'

const SCRATCH_BYTES = 8192
const LANDING = 30
const STATUS = 15
const addressRegisters = [16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29] as const
const valueRegisters = [5, 6, 7, 10, 11, 12, 13] as const
/** By their bytes; aligned, because QEMU 10 lets some misaligned ones through that a region holds in part. */
const accesses = { lb: 1, lh: 2, lw: 4, ld: 8, sb: 1, sh: 2, sw: 4, sd: 8 } as const
const accessNames = Object.keys(accesses) as (keyof typeof accesses)[]

/** An address register for a range around the data page, in its encoding: NAPOT ranges carry their size in trailing ones. */
function pmpAddress(random: Random, page: number): bigint {
  if (random.oneIn(12)) return random.u64() >> 10n
  const address = BigInt(page + 8 * random.below(512)) >> 2n
  const trailing = BigInt(random.below(11))
  return random.oneIn(2) ? address | ((1n << trailing) - 1n) : address
}

/** R, W, X and the matching mode; W without R is reserved and left out, as is the lock. */
function pmpConfiguration(random: Random): bigint {
  const permissions = random.pick([0n, 1n, 3n, 4n, 5n, 7n, 7n])
  return permissions | (BigInt(random.below(4)) << 3n)
}

function configure(writer: CodeWriter, random: Random, page: number): void {
  let configuration = 0n
  for (let entry = 0; entry < 8; entry++) {
    const isOpen = entry === 7 && !random.oneIn(4)
    writer.writeCsr(CSR.pmpaddr0 + entry, isOpen ? (1n << 54n) - 1n : pmpAddress(random, page))
    configuration |= (isOpen ? 0x1fn : pmpConfiguration(random)) << BigInt(8 * entry)
  }
  writer.writeCsr(CSR.pmpcfg0, configuration).emit('sfence.vma')
}

function access(writer: CodeWriter, random: Random): void {
  const name = random.pick(accessNames)
  const imm = accesses[name] * random.below(8 / accesses[name])
  const [rs1, value] = [random.pick(addressRegisters), random.pick(valueRegisters)]
  writer.emit('csrrw', { rd: 0, rs1: STATUS, csr: CSR.mstatus })
  writer.emit(name, name.startsWith('l') ? { rd: value, rs1, imm } : { rs2: value, rs1, imm })
}

function fetch(writer: CodeWriter, random: Random): void {
  writer.withAddressBehind(LANDING, (body) => {
    body.emit('csrrw', { rd: 0, rs1: STATUS, csr: CSR.mstatus })
    body.emit('andi', { rd: 4, rs1: random.pick(addressRegisters), imm: -4 })
    body.emit('lui', { rd: 31, imm: 0x1000 }).emit('add', { rd: 4, rs1: 4, rs2: 31 })
    body.emit('csrrw', { rd: 0, rs1: 4, csr: CSR.mepc }).emit('mret')
  })
}

export const pmpMode: Mode = {
  name: 'pmp',
  scratchBytes: SCRATCH_BYTES,
  generate(random, slot) {
    const page = slot + SLOT.scratch
    const writer = new CodeWriter()
    configure(writer, random, page + (random.oneIn(2) ? 4096 : 0))
    for (let count = random.between(4, 12); count > 0; count--) (random.oneIn(5) ? fetch : access)(writer, random)
    const x = Array.from({ length: 32 }, () => randomInteger(random))
    for (const register of addressRegisters) x[register] = BigInt(page + 8 * random.below(512))
    x[LITERAL_BASE] = BigInt(slot + SLOT.literals)
    x[STATUS] = MSTATUS.MPRV | MSTATUS.FS | (BigInt(random.below(2)) << 11n)
    const scratch = new Uint8Array(SCRATCH_BYTES)
    const view = new DataView(scratch.buffer)
    for (let offset = 0; offset < SCRATCH_BYTES; offset += 8)
      view.setBigUint64(offset, offset < 4096 ? randomInteger(random) : 0x9002_9002_9002_9002n, true)
    // Shrinking may take away what sets them, and QEMU 10 keeps bit 0 of mepc.
    for (const register of [4, TEMPORARY, LANDING]) x[register] = ((x[register] ?? 0n) >> 10n) & ~1n
    return {
      seed: random.seed,
      mode: 'pmp',
      instructions: writer.instructions,
      mstatus: MSTATUS.MPP | MSTATUS.FS,
      fcsr: 0,
      x,
      f: Array.from({ length: 32 }, () => 0n),
      scratch: scratch,
      literals: writer.literals,
      mayLand: true,
    }
  },
}
