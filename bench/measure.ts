/** A measured number with the samples it comes from, and the report that all of them go into. */

export interface Measure {
  /** Dotted and stable, such as `cpu.interpreter_mips`. */
  readonly name: string
  readonly value: number
  readonly unit: string
  /** What `value` is the median of; as many as there were runs. */
  readonly samples: readonly number[]
}

export interface Report {
  readonly machine: string
  readonly engine: string
  /** Of the minute before it began, as the kernel counts it: what else the machine had to do. */
  readonly load: number
  /** Programs that are measured against, by name. */
  readonly references: Readonly<Record<string, string>>
  readonly commit: string
  /** Short runs that only show that everything works. */
  readonly quick: boolean
  readonly rounds: number
  readonly measures: readonly Measure[]
}

export function median(samples: readonly number[]): number {
  const sorted = [...samples].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

export function measure(name: string, unit: string, samples: readonly number[]): Measure {
  return { name, unit, samples, value: median(samples) }
}

/** Sample by sample `a / b`: both come from the same round, so that what disturbed the machine disturbed both. */
export function ratios(a: readonly number[], b: readonly number[]): number[] {
  return a.map((value, round) => value / (b[round] ?? Number.NaN))
}

export const geometricMean = (values: readonly number[]): number =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length)

/** One number for many measures of as many samples each: `of` their values, and of their samples round by round. */
export function summary(name: string, measures: readonly Measure[], of: (values: readonly number[]) => number): Measure {
  const [first] = measures
  const rounds = first?.samples.length ?? 0
  const samples = Array.from({ length: rounds }, (_, round) => of(measures.map((each) => each.samples[round] ?? Number.NaN)))
  return { name, unit: first?.unit ?? '', samples, value: of(measures.map(({ value }) => value)) }
}
