/** What is told of a guest: esxtop's columns and its names for them in batch mode. */
import type { CpuPercent, GuestMemoryStatistics } from '../../guest/statistics'

export interface Column<Row> {
  /** Over the column of the table. */
  title: string
  /** Name of the counter in the batch mode's header. */
  counter: string
  value(row: Row): number
}

/** Percent of one physical CPU. */
export const cpuColumns: readonly Column<CpuPercent>[] = [
  { title: '%USED', counter: '% Used', value: (cpu) => cpu['%USED'] },
  { title: '%RUN', counter: '% Run', value: (cpu) => cpu['%RUN'] },
  { title: '%WAIT', counter: '% Wait', value: (cpu) => cpu['%WAIT'] },
  { title: '%RDY', counter: '% Ready', value: (cpu) => cpu['%RDY'] },
  { title: '%CSTP', counter: '% CoStop', value: (cpu) => cpu['%CSTP'] },
  { title: '%MLMTD', counter: '% Max Limited', value: (cpu) => cpu['%MLMTD'] },
]

const mib = (bytes: number): number => bytes / 2 ** 20

/** MiB. */
export const memoryColumns: readonly Column<GuestMemoryStatistics>[] = [
  { title: 'MEMSZ', counter: 'Memory Size MBytes', value: ({ size }) => mib(size) },
  { title: 'GRANT', counter: 'Memory Granted Size MBytes', value: ({ granted }) => mib(granted) },
  { title: 'TCHD', counter: 'Touched MBytes', value: ({ active }) => mib(active) },
  { title: 'SHRD', counter: 'Shared MBytes', value: ({ shared }) => mib(shared) },
  { title: 'SWCUR', counter: 'Swapped MBytes', value: ({ swapped }) => mib(swapped) },
  { title: 'ZIP', counter: 'Compressed MBytes', value: ({ compressed }) => mib(compressed) },
  { title: 'MCTL', counter: 'Balloon Size MBytes', value: ({ ballooned }) => mib(ballooned) },
]
