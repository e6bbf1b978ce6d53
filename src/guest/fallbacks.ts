/** Names for what the translator leaves to the interpreter. */
import { operations, specialOperations } from '../spec/isa/operations'

/** Executions of one operation, by its number in the core. */
export type OperationCount = readonly [operation: number, count: number]

/** Operations that differ only in where they jump to, or in what for, count under one mnemonic. */
const names = new Map<number, string>([
  ...Object.entries(specialOperations).map(([name, number]): [number, string] => [number, name]),
  ...operations.map(({ number, row }): [number, string] => [number, row.name]),
])

/** The counts under their mnemonics, the most frequent first. */
export function countByMnemonic(counts: readonly OperationCount[]): Record<string, number> {
  const sums = new Map<string, number>()
  for (const [operation, count] of counts) {
    const name = names.get(operation) ?? `operation-${operation}`
    sums.set(name, (sums.get(name) ?? 0) + count)
  }
  return Object.fromEntries([...sums].sort(([, left], [, right]) => right - left))
}
