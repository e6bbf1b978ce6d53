/** A group of benchmarks, as `npm run bench -- NAME` runs it. */
import type { Measure } from './measure'

export interface BenchGroup {
  readonly name: string
  /** Rejects with `CannotRun` where something that the group needs is not there. */
  run(report: (line: string) => void): Promise<readonly Measure[]>
}

/** Why a group cannot run on this machine, and what would help. */
export class CannotRun extends Error {
  override readonly name = 'CannotRun'
}
