/** Measures as a table for a terminal. */
import type { Measure } from './measure'

const digits = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3))

function spread({ samples }: Measure): string {
  return samples.length < 2 ? '' : `${digits(Math.min(...samples))} to ${digits(Math.max(...samples))} in ${samples.length}`
}

/** A measure in a line of text. */
export const phrase = ({ name, value, unit }: Measure): string => `${name} ${digits(value)} ${unit}`

export function table(measures: readonly Measure[]): string {
  const rows = measures.map((row) => [row.name, digits(row.value), row.unit, spread(row)] as const)
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => row[column as 0 | 1 | 2].length)))
  const [names = 0, values = 0, units = 0] = widths
  return rows
    .map(([name, value, unit, range]) =>
      `${name.padEnd(names)}  ${value.padStart(values)} ${unit.padEnd(units)}  ${range}`.trimEnd(),
    )
    .join('\n')
}
