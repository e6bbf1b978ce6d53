/** A reading of host and guests as esxtop's table: plain rows of text. */
import type { GuestStatsSample, HostStatsSample } from '../../host/statistics'
import { cpuColumns, memoryColumns } from './columns'

export interface TableOptions {
  columns: number
  /** A row for each virtual CPU, too. */
  isExpanded: boolean
  sort: SortKey
}

/** `U` %USED · `R` %RDY · `M` memory · `N` the order of their creation; the keys of esxtop. */
export type SortKey = 'U' | 'R' | 'M' | 'N'

const orders: Readonly<Record<SortKey, (guest: GuestStatsSample) => number>> = {
  U: ({ cpu }) => cpu['%USED'],
  R: ({ cpu }) => cpu['%RDY'],
  M: ({ memory }) => memory.granted,
  N: () => 0,
}

const mib = (bytes: number): string => (bytes / 2 ** 20).toFixed(0)
const percent = (value: number): string => value.toFixed(1)
const numberWidth = 8
const nameWidth = 16

export function tableRows(sample: HostStatsSample, { columns, isExpanded, sort }: TableOptions): string[] {
  const guests = [...sample.guests].sort((a, b) => orders[sort](b) - orders[sort](a))
  const rows = [...summary(sample), '', heading(), ...guests.flatMap((guest) => guestRows(guest, isExpanded))]
  return rows.map((row) => row.slice(0, columns))
}

function summary({ host, pcpus, guests, ...sample }: HostStatsSample): string[] {
  const { memory, cpu } = host
  const vcpus = cpu.pcpus.reduce((sum, pcpu) => sum + pcpu.vcpus, 0)
  return [
    `${guests.length} guests, ${vcpus} vCPUs ready or running; CPU: ${percent(sample['%USED'])} % used, ${percent(cpu.reserved)} % reserved of ${pcpus.length * 100} %`,
    `PCPU USED(%): ${pcpus.map((pcpu) => percent(pcpu['%USED'])).join(' ')}`,
    `MEM /MB: ${mib(host.memoryBytes)} total, ${mib(memory.consumed)} consumed, ${mib(memory.overhead)} overhead, ${mib(host.freeMemory)} free: ${memory.state} state`,
    `RSVD /MB: ${mib(memory.reserved)}   SWAP /MB: ${mib(memory.swapped)}   ZIP /MB: ${mib(memory.compressed)} in ${mib(memory.compressedInto)}`,
  ]
}

const heading = (): string =>
  `${'NAME'.padEnd(nameWidth)} ${'STATE'.padEnd(7)}${[...cpuColumns, ...memoryColumns].map(({ title }) => title.padStart(numberWidth)).join('')}`

function guestRows({ name, state, cpu, vcpus, memory }: GuestStatsSample, isExpanded: boolean): string[] {
  const row = (title: string, status: string, numbers: readonly number[]): string =>
    `${title.slice(0, nameWidth).padEnd(nameWidth)} ${status.padEnd(7)}${numbers.map((value) => percent(value).padStart(numberWidth)).join('')}`
  const own = row(name, state, [...cpuColumns.map(({ value }) => value(cpu)), ...memoryColumns.map(({ value }) => value(memory))])
  if (!isExpanded) return [own]
  return [
    own,
    ...vcpus.map((vcpu, index) =>
      row(
        `  vcpu-${index}`,
        '',
        cpuColumns.map(({ value }) => value(vcpu)),
      ),
    ),
  ]
}
