/** Control and status registers: every standard name with its number, and those that the core implements with their group. */
import { standardNames } from './names'

/** Core module that answers a register (assembly/hart/csr/<group>.ts). */
export const csrGroups = ['machine', 'supervisor', 'counters', 'float', 'pmp', 'aia', 'trigger'] as const

export type CsrGroup = (typeof csrGroups)[number]

export interface Csr {
  readonly name: string
  /** Bits 11:10 are 3 when read-only, bits 9:8 the lowest privilege that may access it (Privileged §2.1). */
  readonly number: number
}

export interface ImplementedCsr extends Csr {
  readonly group: CsrGroup
  /** Member of the group's enum in the core: registers of an array share one. */
  readonly member: string
}

export const csrs: readonly Csr[] = standardNames.map(([name, number]) => ({ name, number }))

const numbers = new Map(csrs.map(({ name, number }) => [name, number]))

const each = (name: string, first: number, last: number, step = 1): string[] =>
  Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, index) => `${name}${first + index * step}`)

const scalars: Readonly<Record<CsrGroup, string>> = {
  machine:
    'mstatus misa medeleg mideleg mie mtvec mcounteren menvcfg mcountinhibit mscratch mepc mcause mtval mip ' +
    'mvendorid marchid mimpid mhartid mconfigptr',
  supervisor: 'sstatus sie stvec scounteren senvcfg sscratch sepc scause stval sip stimecmp satp',
  counters: 'cycle time instret mcycle minstret',
  float: 'fflags frm fcsr',
  pmp: '',
  aia: 'miselect mireg mtopei mtopi mvien mvip siselect sireg stopei stopi',
  trigger: 'tselect tdata1 tdata2 tdata3 tinfo',
}

/** RV64 has the even `pmpcfg` only; QEMU's 16 PMP entries and 16 programmable counters are the model. */
const arrays: readonly (readonly [CsrGroup, string, readonly string[]])[] = [
  ['counters', 'hpmcounter', each('hpmcounter', 3, 18)],
  ['counters', 'mhpmcounter', each('mhpmcounter', 3, 18)],
  ['counters', 'mhpmevent', each('mhpmevent', 3, 31)],
  ['pmp', 'pmpcfg', each('pmpcfg', 0, 2, 2)],
  ['pmp', 'pmpaddr', each('pmpaddr', 0, 15)],
]

function implement(group: CsrGroup, member: string, name: string): ImplementedCsr {
  const number = numbers.get(name)
  if (number === undefined) throw new RangeError(`CSR ${name}: expected a standard name`)
  return { name, number, group, member }
}

export const implementedCsrs: readonly ImplementedCsr[] = [
  ...csrGroups.flatMap((group) =>
    scalars[group]
      .split(' ')
      .filter(Boolean)
      .map((name) => implement(group, name, name)),
  ),
  ...arrays.flatMap(([group, member, names]) => names.map((name) => implement(group, member, name))),
]

/** Members of each group's enum, in order of their index. */
export const groupMembers: ReadonlyMap<CsrGroup, readonly string[]> = new Map(
  csrGroups.map((group) => [group, [...new Set(implementedCsrs.filter((csr) => csr.group === group).map((csr) => csr.member))]]),
)
