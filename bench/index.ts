/** `npm run bench -- [GROUP...] [--rounds N] [--kernel NAME ...] [--json FILE]`: measures, prints a table, writes a report. */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { environment } from './environment'
import { type BenchGroup, type BenchOptions, CannotRun } from './group'
import { boot } from './groups/boot'
import { cpu } from './groups/cpu'
import { idle } from './groups/idle'
import { size } from './groups/size'
import { start } from './groups/start'
import type { Measure, Report } from './measure'
import { table } from './table'

const groups: readonly BenchGroup[] = [cpu, boot, idle, size, start]

function chosenGroups(names: readonly string[]): readonly BenchGroup[] {
  const unknown = names.filter((name) => !groups.some((group) => group.name === name))
  if (unknown.length > 0)
    throw new RangeError(`no group ${unknown.join(', ')}; expected ${groups.map(({ name }) => name).join(', ')}`)
  return names.length === 0 ? groups : groups.filter(({ name }) => names.includes(name))
}

function roundsOf(text: string): number {
  const rounds = Number(text)
  if (Number.isInteger(rounds) && rounds >= 1 && rounds <= 100) return rounds
  throw new RangeError(`--rounds ${text}: expected a number from 1 to 100`)
}

/** Runs a group; one that cannot run or fails says why and makes the whole run fail, and the others still run. */
async function runGroup(group: BenchGroup, options: Omit<BenchOptions, 'report'>): Promise<readonly Measure[]> {
  try {
    return await group.run({ ...options, report: (line) => console.error(`${group.name}: ${line}`) })
  } catch (error) {
    process.exitCode = 1
    const reason = error instanceof Error ? error.message : String(error)
    console.error(error instanceof CannotRun ? `${group.name}: cannot run here: ${reason}` : `${group.name}: failed: ${reason}`)
    return []
  }
}

async function bench(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'string' },
      rounds: { type: 'string', default: '3' },
      kernel: { type: 'string', multiple: true, default: [] },
    },
  })
  const measures: Measure[] = []
  const options = { rounds: roundsOf(values.rounds), kernels: values.kernel }
  for (const group of chosenGroups(positionals)) measures.push(...(await runGroup(group, options)))
  const report: Report = { ...environment(), measures }
  console.log(
    `${report.machine}\n${report.engine}, QEMU ${report.references.qemu}, commit ${report.commit}\n\n${table(measures)}`,
  )
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`)
}

try {
  await bench()
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 2
}
