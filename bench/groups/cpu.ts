/** Kernels in C on our CPU, on QEMU, on v86 and as native programs, in the same rounds. */
import { alternate } from '../alternate'
import { type BenchGroup, type BenchOptions, CannotRun, chosen } from '../group'
import { type KernelMachine, type KernelRun, runKernel } from '../kernel-run'
import { findSide, SIDES, type Side } from '../kernel-side'
import { SCALES } from '../kernels/build.mjs'
import { EXTRAS, KERNELS, type KernelName, measureName } from '../kernels/names'
import { geometricMean, type Measure, measure, median, ratios, summary } from '../measure'
import { phrase } from '../table'

/** The kernel that stands for integer code in general, and that alone is run by the interpreter and in user mode. */
const INTEGER = 'coremark-like'
const INTEGER_ONLY: readonly Side[] = ['interpreter', 'qemu-user']

/** Against QEMU alone. */
const EXTRA_SIDES: readonly Side[] = ['ours', 'qemu-system']

/** Starting is short, so that one sample says little. */
const STARTS = 3

type Machines = Partial<Record<Side, KernelMachine>>
type Seconds = Partial<Record<Side, number[]>>

interface Setting {
  readonly machines: Machines
  /** CPU seconds of starting and stopping, which are not the kernels'. */
  readonly startup: Partial<Record<Side, number>>
  readonly rounds: number
}

export const cpu: BenchGroup = {
  name: 'cpu',
  async run(options) {
    const kernels = chosen('kernel', options.kernels, [...KERNELS, ...EXTRAS])
    const machines = findMachines(options)
    const setting = { machines, startup: await startSeconds(machines, options), rounds: options.rounds }
    const measures: Measure[] = []
    for (const name of kernels) {
      try {
        const measured = await measureKernel(name, setting)
        options.report(measured.map(phrase).join(', '))
        measures.push(...measured)
      } catch (error) {
        options.fail(error)
      }
    }
    return [...measures, ...means(measures)]
  },
}

/** The sides that are there; ours must be. */
function findMachines({ quick, sides, fail }: BenchOptions): Machines {
  const length = quick ? 'short' : 'long'
  const machines: Machines = { ours: findSide('ours', length) }
  for (const side of chosen('side', sides, SIDES)) {
    try {
      machines[side] = findSide(side, length)
    } catch (error) {
      fail(error)
    }
  }
  return machines
}

/** A side that cannot even run the empty kernel is left out from then on. */
async function startSeconds(machines: Machines, { fail }: BenchOptions): Promise<Partial<Record<Side, number>>> {
  const startup: Partial<Record<Side, number>> = {}
  for (const [side, machine] of Object.entries(machines) as [Side, KernelMachine][]) {
    try {
      const starts: number[] = []
      while (starts.length < STARTS) starts.push((await runKernel('empty', machine)).cpuSeconds)
      startup[side] = median(starts)
    } catch (error) {
      delete machines[side]
      fail(error)
    }
  }
  if (machines.ours === undefined) throw new CannotRun('nothing to compare: our own side does not run')
  return startup
}

const isExtra = (name: KernelName): boolean => EXTRAS.some((extra) => extra === name)

function sidesOf(name: KernelName, machines: Machines): Machines {
  const takes = (side: Side): boolean =>
    isExtra(name) ? EXTRA_SIDES.includes(side) : name === INTEGER || !INTEGER_ONLY.includes(side)
  return Object.fromEntries(Object.entries(machines).filter(([side]) => takes(side as Side)))
}

async function measureKernel(name: KernelName, { machines, startup, rounds }: Setting): Promise<readonly Measure[]> {
  const answers = new Map<number, string>()
  const retired: Partial<Record<Side, number>> = {}
  const task = (side: Side, machine: KernelMachine) => async (): Promise<number> => {
    const run = await runKernel(name, machine)
    checkAnswer(`${name} on ${side}`, run, answers)
    retired[side] = run.instructions / SCALES[machine.length]
    return (run.cpuSeconds - (startup[side] ?? 0)) / SCALES[machine.length]
  }
  // The native build's answer comes first, since it is what the others are held against.
  const entries = Object.entries(sidesOf(name, machines)).sort(([a], [b]) => Number(b === 'native') - Number(a === 'native'))
  const tasks = Object.fromEntries(entries.map(([side, machine]) => [side, task(side as Side, machine)]))
  return toMeasures(name, await alternate(tasks, rounds), retired)
}

/** All machines must agree on the checksum of as many iterations. */
function checkAnswer(what: string, { iterations, checksum }: KernelRun, answers: Map<number, string>): void {
  const known = answers.get(iterations)
  if (known === undefined) answers.set(iterations, checksum)
  else if (known !== checksum) throw new Error(`${what}: checksum ${checksum}, expected ${known}`)
}

function toMeasures(name: KernelName, seconds: Seconds, retired: Partial<Record<Side, number>>): Measure[] {
  const kernel = measureName(name)
  const mips = (side: Side): number[] => (seconds[side] ?? []).map((value) => (retired[side] ?? Number.NaN) / value / 1e6)
  /** How many times as fast as `other` `side` is. */
  const versus = (measureName: string, side: Side, other: Side): Measure[] => {
    const [mine, theirs] = [seconds[side], seconds[other]]
    if (mine === undefined || theirs === undefined) return []
    return [measure(`cpu.${measureName}_vs_${other.replaceAll('-', '_')}`, `x the speed of ${other}`, ratios(theirs, mine))]
  }
  const others = ['qemu-system', 'qemu-user', 'v86', 'native'] as const
  const measures = [
    measure(`cpu.${kernel}_mips`, 'MIPS', mips('ours')),
    ...others.flatMap((other) => versus(kernel, 'ours', other)),
  ]
  if (seconds.interpreter === undefined) return measures
  return [
    ...measures,
    measure('cpu.interpreter_mips', 'MIPS', mips('interpreter')),
    ...versus('interpreter', 'interpreter', 'qemu-user'),
    ...versus('interpreter', 'interpreter', 'qemu-system'),
  ]
}

/** Only of all kernels: a mean of some would bear the same name and be another number. */
function means(measures: readonly Measure[]): readonly Measure[] {
  const smallest = (values: readonly number[]): number => Math.min(...values)
  const against = (other: string, ...summaries: [string, (values: readonly number[]) => number][]): readonly Measure[] => {
    const found = KERNELS.map((name) => measures.find((each) => each.name === `cpu.${measureName(name)}_vs_${other}`))
    const all = found.filter((each) => each !== undefined)
    return all.length < found.length ? [] : summaries.map(([name, of]) => summary(`cpu.${name}_vs_${other}`, all, of))
  }
  return [
    ...against('qemu_system', ['geomean', geometricMean], ['min', smallest]),
    ...against('v86', ['geomean', geometricMean]),
    ...against('native', ['geomean', geometricMean]),
  ]
}
