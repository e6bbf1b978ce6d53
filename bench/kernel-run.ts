/** One run of a benchmark kernel on one of the machines, with what it printed. */
import { runChild } from './child'
import { buildKernel, type KernelLength, type KernelTarget } from './kernels/build.mjs'

/** How a kind of machine runs a kernel: the words before the program's path, and the build that it takes. */
export interface KernelMachine {
  readonly argv: readonly string[]
  readonly target: KernelTarget
  readonly length: KernelLength
  /** Words behind the program's path. */
  readonly after?: readonly string[]
}

export interface KernelRun {
  readonly cpuSeconds: number
  readonly iterations: number
  readonly checksum: string
  readonly instructions: number
}

const LINE = /KERNEL (\S+) (\d+) (0x[0-9a-f]{16}) (\d+)/

/** Rejects when the compiler, the machine or the kernel fails. */
export async function runKernel(name: string, { argv, target, length, after = [] }: KernelMachine): Promise<KernelRun> {
  const run = await runChild([...argv, await buildKernel(name, target, length), ...after])
  const [, printed, iterations, checksum = '', instructions] = LINE.exec(run.output) ?? []
  if (printed !== name) throw new Error(`${name} for ${target}: no result line in ${JSON.stringify(run.output.slice(-200))}`)
  return { cpuSeconds: run.cpuSeconds, iterations: Number(iterations), checksum, instructions: Number(instructions) }
}
