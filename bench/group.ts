/** A group of benchmarks, as `npm run bench -- NAME` runs it. */
import type { Measure } from './measure'

export interface BenchOptions {
  /** Says a line of progress. */
  report(line: string): void
  /** Says why a part of the group has no result; the command then ends with a status other than 0. */
  fail(error: unknown): void
  /** Samples of each measure, where a sample is a run of its own. */
  readonly rounds: number
  /** Short kernels, to see that everything runs: the numbers say little. */
  readonly quick: boolean
  /** Those of the group `cpu` to run; none named means all. */
  readonly kernels: readonly string[]
  /** Those of the group `programs` to run; none named means all. */
  readonly programs: readonly string[]
  /** What the group `cpu` measures against; none named means all. */
  readonly sides: readonly string[]
  /** Physical CPUs of the hosts of the group `network`. */
  readonly cpus: number
}

export interface BenchGroup {
  readonly name: string
  /** Rejects with `CannotRun` where something that the group needs is not there. */
  run(options: BenchOptions): Promise<readonly Measure[]>
}

/** Why a group, or a part of it, cannot run on this machine, and what would help. */
export class CannotRun extends Error {
  override readonly name = 'CannotRun'
}

/** Those of `all` that were named; all when none was. */
export function chosen<Name extends string>(what: string, names: readonly string[], all: readonly Name[]): readonly Name[] {
  const unknown = names.filter((name) => !all.includes(name as Name))
  if (unknown.length > 0) throw new RangeError(`no ${what} ${unknown.join(', ')}; expected ${all.join(', ')}`)
  return names.length === 0 ? all : all.filter((name) => names.includes(name))
}
