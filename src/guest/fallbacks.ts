/** Names for what the translator leaves to the interpreter. */
import { operationNames } from './operation-names.gen'

/** Executions of one operation, by its number in the core. */
export type OperationCount = readonly [operation: number, count: number]

/** The counts under their mnemonics, the most frequent first. */
export function countByMnemonic(counts: readonly OperationCount[]): Record<string, number> {
  const sums = new Map<string, number>()
  for (const [operation, count] of counts) {
    const name = operationNames[operation] ?? `operation-${operation}`
    sums.set(name, (sums.get(name) ?? 0) + count)
  }
  return Object.fromEntries([...sums].sort(([, left], [, right]) => right - left))
}
