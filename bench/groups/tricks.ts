/** What each trick of the translator brings: kernels without it against kernels with all, in the same round. */
import { join } from 'node:path'
import { tieringBudgets } from '../../src/cli/v8-flags'
import { tricks as allTricks } from '../../src/spec/layout/translator'
import { alternate } from '../alternate'
import { builtFile, root } from '../built'
import type { BenchGroup } from '../group'
import { chosen } from '../group'
import { runKernel } from '../kernel-run'
import { type Measure, measure, ratios } from '../measure'

/** Kernels that lean on different ones of them. */
const KERNELS = ['coremark-like', 'sha256', 'memcpy', 'fib', 'matmul-fma'] as const

export const tricks: BenchGroup = {
  name: 'tricks',
  async run({ report, rounds, quick, kernels }) {
    builtFile('index.js')
    const measures: Measure[] = []
    for (const kernel of chosen('kernel', kernels, KERNELS)) {
      report(kernel)
      measures.push(...(await measureKernel(kernel, rounds, quick ? 'short' : 'long')))
    }
    return measures
  },
}

/** Speed with all tricks as a multiple of that without one: 1 when it brings nothing. */
async function measureKernel(kernel: string, rounds: number, length: 'short' | 'long'): Promise<Measure[]> {
  const names = Object.keys(allTricks)
  const run =
    (...without: string[]) =>
    async (): Promise<number> =>
      (
        await runKernel(kernel, {
          // As `vmhost run` has it.
          argv: [process.execPath, `--wasm-tiering-budget=${tieringBudgets.booting}`, join(root, 'bench/trick-run.mjs')],
          target: 'elf',
          length,
          after: without,
        })
      ).cpuSeconds
  const tasks = { all: run(), ...Object.fromEntries(names.map((name) => [name, run(name)])) }
  const seconds: Record<string, number[]> = await alternate(tasks, rounds)
  const all = seconds.all ?? []
  return names.map((name) =>
    measure(`tricks.${kernel.replaceAll('-', '_')}_${name}`, 'x speed without it', ratios(seconds[name] ?? [], all)),
  )
}
