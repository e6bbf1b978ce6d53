/** Shows the registers of a hart as text: four integer registers a line, then what a trap left. */
import { xNames } from '../isa/names'
import type { CsrName, Registers } from './registers'

const columns = 4
const trapCsrs: readonly CsrName[] = ['mstatus', 'mtvec', 'mepc', 'mcause', 'mtval', 'stvec', 'sepc', 'scause', 'stval', 'satp']

export function dumpRegisters({ pc, x, csr }: Registers): string {
  const integers: [string, bigint][] = x.map((value, number) => [xNames[number] ?? `x${number}`, value])
  const trap = trapCsrs.map((name): [string, bigint] => [name, csr[name]])
  return [...rows([['pc', pc], ...integers.slice(1)]), ...rows(trap)].join('\n')
}

function rows(registers: readonly (readonly [string, bigint])[]): string[] {
  const cells = registers.map(([name, value]) => `${name.padStart(7)} 0x${value.toString(16).padStart(16, '0')}`)
  return Array.from({ length: Math.ceil(cells.length / columns) }, (_, row) =>
    cells.slice(row * columns, (row + 1) * columns).join(' '),
  )
}
