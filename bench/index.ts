/** `npm run bench -- [GROUP...] [OPTIONS]`: measures, prints a table, writes a report. */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { environment } from './environment'
import { type BenchGroup, type BenchOptions, CannotRun, chosen } from './group'
import { boot } from './groups/boot'
import { cpu } from './groups/cpu'
import { hypervisor } from './groups/hypervisor'
import { idle } from './groups/idle'
import { network } from './groups/network'
import { programs } from './groups/programs'
import { size } from './groups/size'
import { start } from './groups/start'
import { storage } from './groups/storage'
import { tricks } from './groups/tricks'
import type { Measure, Report } from './measure'
import { table } from './table'

const groups: readonly BenchGroup[] = [cpu, programs, boot, idle, network, storage, size, start, tricks, hypervisor]

const DEFAULT_ROUNDS = 5

type Settings = Omit<BenchOptions, 'report' | 'fail'>

function roundsOf(text: string): number {
  const rounds = Number(text)
  if (Number.isInteger(rounds) && rounds >= 1 && rounds <= 100) return rounds
  throw new RangeError(`--rounds ${text}: expected a number from 1 to 100`)
}

function cpusOf(text: string): number {
  const cpus = Number(text)
  if (Number.isInteger(cpus) && cpus >= 1 && cpus <= 64) return cpus
  throw new RangeError(`--cpus ${text}: expected a number from 1 to 64`)
}

/** Says what went wrong and makes the whole run fail; what can be measured still is. */
function fail(group: BenchGroup, error: unknown): void {
  process.exitCode = 1
  const reason = error instanceof Error ? error.message : String(error)
  console.error(`${group.name}: ${error instanceof CannotRun ? 'cannot run here' : 'failed'}: ${reason}`)
}

async function runGroup(group: BenchGroup, settings: Settings): Promise<readonly Measure[]> {
  try {
    const report = (line: string): void => console.error(`${group.name}: ${line}`)
    return await group.run({ ...settings, report, fail: (error) => fail(group, error) })
  } catch (error) {
    fail(group, error)
    return []
  }
}

function parseSettings(): { settings: Settings; groupNames: string[]; json: string | undefined } {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'string' },
      rounds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      kernel: { type: 'string', multiple: true, default: [] },
      program: { type: 'string', multiple: true, default: [] },
      side: { type: 'string', multiple: true, default: [] },
      cpus: { type: 'string' },
    },
  })
  const rounds = roundsOf(values.rounds ?? String(values.quick ? 1 : DEFAULT_ROUNDS))
  const settings = {
    rounds,
    quick: values.quick,
    kernels: values.kernel,
    programs: values.program,
    sides: values.side,
    cpus: cpusOf(values.cpus ?? '2'),
  }
  return { settings, groupNames: positionals, json: values.json }
}

async function bench(): Promise<void> {
  const { settings, groupNames, json } = parseSettings()
  const names = chosen(
    'group',
    groupNames,
    groups.map(({ name }) => name),
  )
  const surroundings = environment()
  const measures: Measure[] = []
  for (const group of groups) if (names.includes(group.name)) measures.push(...(await runGroup(group, settings)))
  const report: Report = { ...surroundings, quick: settings.quick, rounds: settings.rounds, measures }
  const references = Object.entries(report.references).map(([name, version]) => `${name} ${version}`)
  console.log(`${report.machine}\n${report.engine}, ${references.join(', ')}, commit ${report.commit}\n\n${table(measures)}`)
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(report, null, 2)}\n`)
}

try {
  await bench()
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 2
}
