/** Kernels in C on our CPU, on QEMU's system emulation and on its user mode, in the same round. */
import { existsSync } from 'node:fs'
import { findCompiler, findQemu } from '../../test/support/toolchain'
import { alternate } from '../alternate'
import { vmhost } from '../built'
import { type BenchGroup, CannotRun } from '../group'
import { type KernelMachine, type KernelRun, runKernel, scaleOf } from '../kernel-run'
import { buildKernels, kernelNames } from '../kernels/build.mjs'
import { type Measure, measure, ratios } from '../measure'
import { phrase } from '../table'

const QEMU_USER = '/usr/bin/qemu-riscv64'

/** The kernel that stands for integer code in general. */
const INTEGER = 'coremark-like'

/** QEMU is slow enough at these for their short builds. */
const TLB_MISSES = ['paging', 'random-access']

type Side = 'ours' | 'system' | 'user'
type Machines = Partial<Record<Side, KernelMachine>>

export const cpu: BenchGroup = {
  name: 'cpu',
  async run({ report, rounds, kernels }) {
    const machines = findMachines()
    await buildKernels()
    const startup = await startSeconds(machines)
    const measures: Measure[] = []
    for (const name of chosenKernels(kernels)) {
      const measured = await measureKernel(name, { machines, startup, rounds })
      report(measured.map(phrase).join(', '))
      measures.push(...measured)
    }
    return measures
  },
}

function chosenKernels(names: readonly string[]): readonly string[] {
  const all = kernelNames().filter((name) => name !== 'empty')
  const unknown = names.filter((name) => !all.includes(name))
  if (unknown.length > 0) throw new CannotRun(`no kernel ${unknown.join(', ')}; expected ${all.join(', ')}`)
  return names.length === 0 ? all : names
}

function findMachines(): Record<Side, KernelMachine> {
  const qemu = findQemu()
  if (qemu === undefined) throw new CannotRun('no qemu-system-riscv64: install qemu-system-misc')
  if (findCompiler() === undefined) throw new CannotRun('no riscv64-linux-gnu-gcc: install gcc-riscv64-linux-gnu')
  if (!existsSync(QEMU_USER)) throw new CannotRun(`no ${QEMU_USER}: install qemu-user`)
  return {
    ours: { argv: vmhost('run', '--memory', '128MiB', '--elf'), suffix: 'elf' },
    system: { argv: [...qemu.argv, '-M', 'virt', '-m', '128M', '-nographic', '-bios', 'none', '-kernel'], suffix: 'long.elf' },
    user: { argv: [QEMU_USER], suffix: 'long.linux' },
  }
}

/** CPU seconds of starting and stopping, which are not the kernels'. */
async function startSeconds(machines: Record<Side, KernelMachine>): Promise<Record<Side, number>> {
  const of = async (side: Side): Promise<number> => (await runKernel('empty', machines[side])).cpuSeconds
  return { ours: await of('ours'), system: await of('system'), user: await of('user') }
}

/** The user-mode comparison is made for the integer kernel alone: the others differ in what paging costs. */
function machinesFor(name: string, { ours, system, user }: Record<Side, KernelMachine>): Machines {
  if (TLB_MISSES.includes(name)) return { ours, system: { ...system, suffix: 'elf' } }
  return name === INTEGER ? { ours, system, user } : { ours, system }
}

interface Setting {
  readonly machines: Record<Side, KernelMachine>
  readonly startup: Record<Side, number>
  readonly rounds: number
}

async function measureKernel(name: string, { machines: all, startup, rounds }: Setting): Promise<readonly Measure[]> {
  const machines = machinesFor(name, all)
  const expected = await expectedChecksums(name)
  let instructions = 0
  const task = (side: Side, machine: KernelMachine) => async (): Promise<number> => {
    const run = await runKernel(name, machine)
    checkAnswer(name, side, run, expected)
    if (side === 'ours') instructions = run.instructions
    return (run.cpuSeconds - startup[side]) / scaleOf(machine)
  }
  const tasks = Object.fromEntries(Object.entries(machines).map(([side, machine]) => [side, task(side as Side, machine)]))
  const seconds = (await alternate(tasks, rounds)) as Partial<Record<Side, number[]>> & Record<'ours' | 'system', number[]>
  return toMeasures(name, seconds, instructions)
}

function toMeasures(
  name: string,
  seconds: Partial<Record<Side, number[]>> & Record<'ours' | 'system', number[]>,
  instructions: number,
): Measure[] {
  const mips = seconds.ours.map((value) => instructions / value / 1e6)
  const kernel = name.replaceAll('-', '_')
  const versusSystem = ratios(seconds.system, seconds.ours)
  const measures = [
    measure(`cpu.${kernel}_mips`, 'MIPS', mips),
    measure(`cpu.${kernel}_vs_qemu_system`, "x QEMU's speed", versusSystem),
  ]
  if (seconds.user === undefined) return measures
  return [
    measure('cpu.interpreter_mips', 'MIPS', mips),
    measure('cpu.interpreter_vs_qemu_user', "x QEMU's speed", ratios(seconds.user, seconds.ours)),
    measure('cpu.interpreter_vs_qemu_system', "x QEMU's speed", versusSystem),
    ...measures,
  ]
}

/** The native build's answer to the short kernel; the long ones have their own, which QEMU's two modes must agree on. */
async function expectedChecksums(name: string): Promise<Map<number, string>> {
  const native = await runKernel(name, { argv: [], suffix: 'native' })
  return new Map([[native.iterations, native.checksum]])
}

function checkAnswer(name: string, side: Side, run: KernelRun, expected: Map<number, string>): void {
  const known = expected.get(run.iterations)
  if (known === undefined) expected.set(run.iterations, run.checksum)
  else if (known !== run.checksum) throw new Error(`${name} on ${side}: checksum ${run.checksum}, expected ${known}`)
}
