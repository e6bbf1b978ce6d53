/** A group of benchmarks, as `npm run bench -- NAME` runs it. */
import type { Measure } from './measure'

export interface BenchOptions {
  /** Says a line of progress. */
  report(line: string): void
  /** Samples of each measure, where a sample is a run of its own. */
  readonly rounds: number
  /** Those of the group `cpu` to run; none named means all. */
  readonly kernels: readonly string[]
}

export interface BenchGroup {
  readonly name: string
  /** Rejects with `CannotRun` where something that the group needs is not there. */
  run(options: BenchOptions): Promise<readonly Measure[]>
}

/** Why a group cannot run on this machine, and what would help. */
export class CannotRun extends Error {
  override readonly name = 'CannotRun'
}
