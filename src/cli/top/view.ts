/** The live table: the last reading, and what the keys chose. */
import type { HostStatsSample } from '../../host/statistics'
import { type SortKey, tableRows } from './table'

const sortKeys = 'URMN'
const help = 'Sort by U used, R ready, M memory, N order; e shows virtual CPUs'

export class TopView {
  #sample: HostStatsSample | undefined
  #sort: SortKey = 'N'
  #isExpanded = false

  take(sample: HostStatsSample): void {
    this.#sample = sample
  }

  key(key: string): void {
    if (key === 'e') this.#isExpanded = !this.#isExpanded
    else if (sortKeys.includes(key)) this.#sort = key as SortKey
  }

  rows({ columns, rows }: { columns: number; rows: number }): string[] {
    if (this.#sample === undefined) return ['the first reading takes a moment ...']
    const table = tableRows(this.#sample, { columns, isExpanded: this.#isExpanded, sort: this.#sort })
    return [...table.slice(0, rows - 1), ...Array(Math.max(0, rows - 1 - table.length)).fill(''), help.slice(0, columns)]
  }
}
