/** One run of a benchmark kernel on one of the machines, with its answer checked. */
import { runChild } from './child'
import { kernelPath, LONG_SCALE } from './kernels/build.mjs'

/** How a kind of machine runs a kernel: the words before the program's path, the build it takes, and those after. */
export interface KernelMachine {
  readonly argv: readonly string[]
  readonly suffix: 'elf' | 'long.elf' | 'long.linux' | 'native'
}

export interface KernelRun {
  readonly cpuSeconds: number
  readonly iterations: number
  readonly checksum: string
  readonly instructions: number
}

const LINE = /KERNEL (\S+) (\d+) (0x[0-9a-f]{16}) (\d+)/

export async function runKernel(name: string, machine: KernelMachine): Promise<KernelRun> {
  const run = await runChild([...machine.argv, kernelPath(name, machine.suffix)])
  const [, printed, iterations, checksum = '', instructions] = LINE.exec(run.output) ?? []
  if (printed !== name) throw new Error(`${name}.${machine.suffix}: no result line in ${JSON.stringify(run.output.slice(-200))}`)
  return { cpuSeconds: run.cpuSeconds, iterations: Number(iterations), checksum, instructions: Number(instructions) }
}

/** How many times the iterations of the short build a machine's build has. */
export const scaleOf = (machine: KernelMachine): number => (machine.suffix.startsWith('long') ? LONG_SCALE : 1)
