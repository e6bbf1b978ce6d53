/**
 * `npx tsx bench/publish.ts REPORT.json ...`: takes the reports into docs/benchmarks.json, draws docs/benchmarks.svg, fills the tables of
 * docs/benchmarks.md, prints the README's.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './built'
import { type ChartRow, drawChart } from './chart'
import { KERNELS, measureName } from './kernels/names'
import type { Report } from './measure'
import { renewed } from './record'
import { cpuTable, environmentLine, headlineTable, type Measures, measuresOf, plainTable } from './tables'

const DOCUMENT = join(root, 'docs/benchmarks.md')
const RECORD = join(root, 'docs/benchmarks.json')
const CHART = join(root, 'docs/benchmarks.svg')

function readReport(file: string): Report {
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report
  if (report.quick) throw new RangeError(`${file}: made with --quick, and its numbers say little`)
  return report
}

function chartRows(measures: Measures): ChartRow[] {
  const value = (name: string): number | undefined => measures.get(name)?.value
  const cpuRow = (label: string, name: string): ChartRow => {
    const ours = value(`cpu.${name}_vs_qemu_system`)
    const versusV86 = value(`cpu.${name}_vs_v86`)
    return { label, values: [ours, ours && versusV86 && ours / versusV86] }
  }
  const rows = [
    ...KERNELS.map((kernel) => cpuRow(kernel, measureName(kernel))),
    { ...cpuRow('geometric mean', 'geomean'), startsGroup: true },
    ...programsOf(measures).map((name, index) => ({
      label: `${name} in Debian`,
      values: [value(`programs.${name}_vs_qemu_system`), undefined],
      startsGroup: index === 0,
    })),
  ]
  return rows.filter(({ values }) => values.some((each) => each !== undefined))
}

function programsOf(measures: Measures): string[] {
  const names = [...measures.keys()].map((name) => /^programs\.(.+)_vs_qemu_system$/.exec(name)?.[1])
  return names.filter((name) => name !== undefined && name !== 'geomean') as string[]
}

/** Replaces what is between `<!-- NAME -->` and `<!-- /NAME -->`. */
function fill(document: string, name: string, content: string): string {
  const [before, after, ...rest] = document.split(new RegExp(`(?<=<!-- ${name} -->\\n)[^]*?(?=<!-- /${name} -->)`))
  if (after === undefined || rest.length > 0) throw new Error(`${DOCUMENT}: expected one place <!-- ${name} -->`)
  return `${before}${content}\n${after}`
}

function publish(files: readonly string[]): void {
  if (files.length === 0) throw new RangeError('usage: npx tsx bench/publish.ts REPORT.json ...')
  const recorded = existsSync(RECORD) ? (JSON.parse(readFileSync(RECORD, 'utf8')) as Report[]) : []
  const reports = renewed(recorded, files.map(readReport))
  writeFileSync(RECORD, `${JSON.stringify(reports, null, 2)}\n`)
  const measures = measuresOf(reports)
  const title = 'Speed against QEMU system emulation, by CPU time (longer is faster)'
  const reference = `QEMU ${reports.at(-1)?.references.QEMU ?? ''}`
  writeFileSync(CHART, drawChart({ title, series: ['vmhost', 'v86'], reference, rows: chartRows(measures) }))
  const tables = {
    environment: environmentLine(reports),
    cpu: cpuTable(measures),
    programs: plainTable(measures, ['programs.']),
    boot: plainTable(measures, ['boot.']),
    hypervisor: plainTable(measures, ['hypervisor.']),
    network: plainTable(measures, ['network.']),
    storage: plainTable(measures, ['storage.']),
    tricks: plainTable(measures, ['tricks.']),
    rest: plainTable(measures, ['cpu.interpreter', 'idle.', 'size.', 'start.']),
  }
  const filled = Object.entries(tables).reduce(
    (text, [name, content]) => fill(text, name, content),
    readFileSync(DOCUMENT, 'utf8'),
  )
  writeFileSync(DOCUMENT, filled)
  console.log(headlineTable(measures))
}

try {
  publish(process.argv.slice(2))
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
