/** The CSRs that are compared after a sequence, and what the harness sets them to before the next. */

export interface ComparedCsr {
  readonly name: string
  readonly number: number
  /** Written before each sequence. */
  readonly reset: bigint | undefined
  /** Bits that are not compared, because the manuals leave them to the implementation. */
  readonly ignore: bigint
}

const csr = (name: string, number: number, reset?: bigint, ignore = 0n): ComparedCsr => ({ name, number, reset, ignore })

const pmpAddresses = Array.from({ length: 16 }, (_, index) =>
  csr(`pmpaddr${index}`, 0x3b0 + index, index === 0 ? (1n << 54n) - 1n : 0n),
)

/** Numbers of the CSRs that the tests name themselves. */
export const CSR = {
  sstatus: 0x100,
  stvec: 0x105,
  scounteren: 0x106,
  senvcfg: 0x10a,
  sepc: 0x141,
  satp: 0x180,
  mstatus: 0x300,
  medeleg: 0x302,
  mideleg: 0x303,
  mie: 0x304,
  mcounteren: 0x306,
  menvcfg: 0x30a,
  mepc: 0x341,
  mip: 0x344,
  pmpcfg0: 0x3a0,
  pmpaddr0: 0x3b0,
} as const

export const csrs: readonly ComparedCsr[] = [
  csr('mstatus', 0x300),
  csr('medeleg', 0x302, 0n),
  csr('mideleg', 0x303, 0n),
  csr('mie', 0x304, 0n),
  csr('mip', 0x344, 0n),
  csr('mtvec', 0x305),
  csr('mcounteren', 0x306, 0n),
  csr('mcountinhibit', 0x320, 0n),
  csr('menvcfg', 0x30a, 0n),
  csr('mscratch', 0x340),
  csr('mepc', 0x341),
  csr('mcause', 0x342),
  csr('mtval', 0x343),
  csr('stvec', 0x105),
  csr('scounteren', 0x106, 0n),
  csr('senvcfg', 0x10a, 0n),
  csr('sscratch', 0x140, 0n),
  csr('sepc', 0x141, 0n),
  csr('scause', 0x142, 0n),
  csr('stval', 0x143, 0n),
  csr('sie', 0x104),
  csr('sip', 0x144),
  csr('sstatus', 0x100),
  csr('satp', 0x180, 0n),
  csr('pmpcfg0', 0x3a0, 0x1fn),
  csr('pmpcfg2', 0x3a2, 0n),
  ...pmpAddresses,
]
