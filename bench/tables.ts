/** The measures of reports as the Markdown tables of docs/benchmarks.md and the README. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './built'
import { EXTRAS, KERNELS, type KernelName, measureName } from './kernels/names'
import type { Measure, Report } from './measure'

const NONE = '–'

/** Measures by name. */
export type Measures = ReadonlyMap<string, Measure>

export function measuresOf(reports: readonly Report[]): Measures {
  return new Map(reports.flatMap(({ measures }) => measures.map((each) => [each.name, each] as const)))
}

function digits(value: number): string {
  if (value >= 1000) return Math.round(value).toLocaleString('en-US')
  return value >= 100 ? value.toFixed(0) : value.toPrecision(value < 10 ? 2 : 3)
}

const shown = (measure: Measure | undefined): string => (measure === undefined ? NONE : digits(measure.value))

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** What a kernel's source says of itself in its first line. */
function purposeOf(kernel: KernelName): string {
  const [first = ''] = readFileSync(join(root, 'bench/kernels', `${kernel}.c`), 'utf8').split('\n')
  return first.replace(/^\/\* | \*\/$/g, '').replace(/\.$/, '')
}

export function cpuTable(measures: Measures): string {
  const of = (kernel: KernelName, what: string): string => shown(measures.get(`cpu.${measureName(kernel)}_${what}`))
  const row = (kernel: KernelName): string[] => [
    kernel,
    purposeOf(kernel),
    ...['mips', 'vs_qemu_system', 'vs_v86', 'vs_native'].map((what) => of(kernel, what)),
  ]
  const mean = (name: string, label: string): string[] => [
    `**${label}**`,
    '',
    '',
    ...['qemu_system', 'v86', 'native'].map((other) => `**${shown(measures.get(`cpu.${name}_vs_${other}`))}**`),
  ]
  return table(
    ['kernel', 'what it does', 'MIPS', 'x QEMU', 'x v86', 'x native'],
    [...KERNELS.map(row), mean('geomean', 'geometric mean'), mean('min', 'slowest'), ...EXTRAS.map(row)],
  ).replaceAll(`**${NONE}**`, NONE)
}

/** Measures of a group as they are, with the range of their samples. */
export function plainTable(measures: Measures, groups: readonly string[]): string {
  const rows = [...measures.values()]
    .filter(({ name }) => groups.some((group) => name.startsWith(group)))
    .map(({ name, value, unit, samples }) => [`\`${name}\``, `${digits(value)} ${unit}`, range(samples)])
  return table(['measure', 'value', 'samples'], rows)
}

function range(samples: readonly number[]): string {
  const [least, most] = [Math.min(...samples), Math.max(...samples)].map(digits)
  return samples.length < 2 ? 'one' : `${samples.length}, ${least} to ${most}`
}

/** Where and how the reports were taken, a line each. */
export function environmentLine(reports: readonly Report[]): string {
  const lines = reports.map(({ machine, engine, load, references, rounds, commit, measures }) => {
    const programs = Object.entries(references).map(([name, version]) => `${name} ${version}`)
    const groups = [...new Set(measures.map(({ name }) => `\`${name.split('.')[0]}\``))].join(', ')
    const medians = `medians of ${rounds} ${rounds === 1 ? 'round' : 'rounds'}`
    return `- ${groups}: ${machine}; ${[engine, ...programs].join(', ')}; ${medians}; load ${load.toFixed(1)} before it began; commit ${commit}`
  })
  return lines.join('\n')
}

/** What matters most, for the README. */
export function headlineTable(measures: Measures): string {
  const value = (name: string): string => shown(measures.get(name))
  const rows = [
    ['fourteen kernels in C, geometric mean', `${value('cpu.geomean_vs_qemu_system')} x the speed of QEMU's system emulation`],
    ['the slowest of them', `${value('cpu.min_vs_qemu_system')} x QEMU`],
    ['the same kernels against v86', `${value('cpu.geomean_vs_v86')} x its speed`],
    ['the same kernels against native x86-64 code', `${value('cpu.geomean_vs_native')} x its speed`],
    ['gzip, sha256sum, python3, perl and sqlite in Debian', `${value('programs.geomean_vs_qemu_system')} x QEMU`],
    ['stock Debian to its shell and off again', cpuSeconds('debian', value)],
    ['a systemd Debian to `login:`', cpuSeconds('systemd', value)],
    ['the interpreter alone (CoreMark-like)', `${value('cpu.interpreter_mips')} MIPS`],
    ['CPU of an idle guest', `${value('idle.cpu_percent')} % (embedded), ${value('idle.debian_cpu_percent')} % (Debian)`],
    ["a guest's first instruction after `Host.create`", `${value('start.first_instruction_ms')} ms`],
    ['size, compressed', `core ${value('size.core_gz_kb')} kB, package ${value('size.package_gz_kb')} kB`],
  ]
  return table(['what', 'number'], rows)
}

function cpuSeconds(boot: string, value: (name: string) => string): string {
  const [ours, qemu, ratio] = ['cpu_seconds', 'qemu_cpu_seconds', 'cpu_vs_qemu'].map((what) => value(`boot.${boot}_${what}`))
  return `${ours} CPU seconds; QEMU takes ${qemu}, so ${ratio} x`
}
