/** Readings as `esxtop -b` prints them: a header of counters, and a line for each reading (PDH-CSV, which Windows' perfmon reads). */
import type { GuestStatsSample, HostStatsSample } from '../../host/statistics'
import { type Column, cpuColumns, memoryColumns } from './columns'

interface Counter {
  path: string
  value(sample: HostStatsSample): number | undefined
}

const memoryStates = ['high', 'soft', 'hard', 'low']

/** Counters are those of the guests in the first reading: the columns cannot change any more. */
export class CsvTable {
  readonly #counters: Counter[]

  constructor(host: string, first: HostStatsSample) {
    this.#counters = [...hostCounters(first), ...first.guests.flatMap((guest, index) => guestCounters(guest, index + 1))].map(
      (counter) => ({ ...counter, path: `\\\\${host}\\${counter.path}` }),
    )
  }

  header(): string {
    return line(['(PDH-CSV 4.0) (UTC)(0)', ...this.#counters.map(({ path }) => path)])
  }

  /** Counters of guests that are gone are empty. `time` in milliseconds since 1970. */
  row(sample: HostStatsSample, time: number): string {
    const values = this.#counters.map(({ value }) => value(sample)?.toFixed(2) ?? '')
    return line([pdhTime(new Date(time)), ...values])
  }
}

function hostCounters({ pcpus }: HostStatsSample): Counter[] {
  const mib = (path: string, bytes: (sample: HostStatsSample) => number): Counter => ({
    path,
    value: (sample) => bytes(sample) / 2 ** 20,
  })
  return [
    mib('Memory\\Machine MBytes', ({ host }) => host.memoryBytes),
    mib('Memory\\Free MBytes', ({ host }) => host.freeMemory),
    mib('Memory\\Consumed MBytes', ({ host }) => host.memory.consumed),
    mib('Memory\\Swap Used MBytes', ({ host }) => host.memory.swapped),
    mib('Memory\\Compressed MBytes', ({ host }) => host.memory.compressed),
    { path: 'Memory\\Memory State', value: ({ host }) => memoryStates.indexOf(host.memory.state) },
    ...pcpus.map(({ index }) => ({
      path: `Physical Cpu(${index})\\% Util Time`,
      value: (sample: HostStatsSample) => sample.pcpus[index]?.['%USED'],
    })),
    { path: 'Physical Cpu(_Total)\\% Util Time', value: (sample) => sample['%USED'] / sample.pcpus.length },
  ]
}

function guestCounters({ name, vcpus }: GuestStatsSample, id: number): Counter[] {
  const counter = <Row>(
    object: string,
    { counter, value }: Column<Row>,
    row: (guest: GuestStatsSample) => Row | undefined,
  ): Counter => ({
    path: `${object}\\${counter}`,
    value: ({ guests }) => {
      const guest = guests.find((other) => other.name === name)
      const found = guest === undefined ? undefined : row(guest)
      return found === undefined ? undefined : value(found)
    },
  })
  return [
    ...cpuColumns.map((column) => counter(`Group Cpu(${id}:${name})`, column, ({ cpu }) => cpu)),
    ...vcpus.flatMap((_, index) =>
      cpuColumns.map((column) => counter(`Vcpu(${id}:${name}:vcpu-${index})`, column, (guest) => guest.vcpus[index])),
    ),
    ...memoryColumns.map((column) => counter(`Group Memory(${id}:${name})`, column, ({ memory }) => memory)),
  ]
}

const line = (values: readonly string[]): string => `${values.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')}\n`

/** `11/28/2026 23:15:20`, as PDH has it. */
function pdhTime(date: Date): string {
  const [day = '', time = ''] = date.toISOString().split(/[T.]/)
  const [year, month, dayOfMonth] = day.split('-')
  return `${month}/${dayOfMonth}/${year} ${time}`
}
