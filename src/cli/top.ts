/** `vmhost top`: what the guests of a running host do, as a live table or as lines of CSV. */
import process from 'node:process'
import { defineCommand } from 'citty'
import type { HostStatsSample } from '../host/statistics'
import { invalidOption } from '../options/check'
import { wallClockNs } from '../platform/clock'
import { processCanvas } from './screen/consoles'
import { Painter } from './screen/painter'
import { writeOut } from './terminal'
import { attach, type TopConnection } from './top/client'
import { CsvTable } from './top/csv'
import { tableRows } from './top/table'
import { TopView } from './top/view'
import { checkWords } from './words'

const topArguments = {
  host: { type: 'positional', required: false, description: 'Name or socket of the host, where several run' },
  batch: { type: 'boolean', alias: 'b', description: 'Print CSV, as `esxtop -b` does', default: false },
  delay: { type: 'string', alias: 'd', description: 'Seconds between two readings', default: '2', valueHint: 'SECONDS' },
  iterations: { type: 'string', alias: 'n', description: 'End after so many readings', valueHint: 'N' },
} as const

export const topCommand = defineCommand({
  meta: { name: 'top', description: 'A live table of the guests of a running host, in the words of esxtop' },
  args: topArguments,
  run: async ({ args, rawArgs }) => {
    checkWords(rawArgs, topArguments, args._)
    const delay = positive('delay', args.delay)
    const most = args.iterations === undefined ? Number.POSITIVE_INFINITY : positive('iterations', args.iterations)
    const connection = await attach(args.host, { intervalMs: Math.max(1, Math.round(delay * 1000)) })
    try {
      if (args.batch) await printCsv(connection, most)
      else if (process.stdout.isTTY && process.stdin.isTTY) await showTable(connection, most)
      else await printTables(connection, most)
    } finally {
      connection.close()
    }
  },
})

function positive(name: string, text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && Number.isFinite(value) && value > 0) return value
  throw invalidOption(`option --${name}`, { field: name, value: text, expected: 'a number above 0' })
}

async function printCsv({ host, samples }: TopConnection, most: number): Promise<void> {
  let table: CsvTable | undefined
  for await (const sample of first(samples, most)) {
    if (table === undefined) {
      table = new CsvTable(host, sample)
      await print(table.header())
    }
    await print(table.row(sample, Number(wallClockNs() / 1_000_000n)))
  }
}

async function printTables({ samples }: TopConnection, most: number): Promise<void> {
  for await (const sample of first(samples, most))
    await print(`${tableRows(sample, { columns: 200, isExpanded: true, sort: 'N' }).join('\n')}\n\n`)
}

async function showTable({ host, samples, close }: TopConnection, most: number): Promise<void> {
  const view = new TopView()
  const title = `vmhost top - host ${host} - q quits`
  const painter = new Painter(processCanvas, () => {
    const { columns, rows } = processCanvas
    return { rows: [title.slice(0, columns), ...view.rows({ columns, rows: rows - 1 })] }
  })
  const onKeys = (keys: Buffer): void => {
    for (const key of keys.toString('latin1')) {
      if (key === 'q' || key === '\x03') close()
      view.key(key)
    }
    painter.changed()
  }
  const onResize = (): void => painter.invalidate()
  process.stdin.setRawMode(true).on('data', onKeys)
  process.stdout.on('resize', onResize)
  await painter.open()
  try {
    for await (const sample of first(samples, most)) {
      view.take(sample)
      painter.changed()
    }
  } finally {
    process.stdout.off('resize', onResize)
    process.stdin.off('data', onKeys).setRawMode(false).pause()
    await painter.close()
  }
}

async function* first(samples: AsyncIterable<HostStatsSample>, most: number): AsyncGenerator<HostStatsSample> {
  let count = 0
  for await (const sample of samples) {
    yield sample
    if (++count >= most) return
  }
}

const print = (text: string): Promise<void> => writeOut(new TextEncoder().encode(text))
