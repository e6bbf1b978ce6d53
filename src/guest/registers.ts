/** The architectural registers of a hart, by the names of the manuals. */
export const csrNames = [
  'mstatus',
  'medeleg',
  'mideleg',
  'mie',
  'mip',
  'mtvec',
  'mscratch',
  'mepc',
  'mcause',
  'mtval',
  'menvcfg',
  'mcounteren',
  'mcountinhibit',
  'stvec',
  'sscratch',
  'sepc',
  'scause',
  'stval',
  'satp',
  'senvcfg',
  'scounteren',
  'stimecmp',
] as const

export type CsrName = (typeof csrNames)[number]

export interface Registers {
  pc: bigint
  privilege: 'U' | 'S' | 'M'
  /** x0 to x31. */
  x: bigint[]
  /** f0 to f31 as raw bits, NaN boxes included. */
  f: bigint[]
  /** Rounding mode and accrued flags as in `fcsr`. */
  fcsr: number
  csr: Record<CsrName, bigint>
}
