/** Adds up the counts of several harts. */
import type { HartCounts } from '../core/hart-view'

type Counts = Partial<Record<string, number>>

export function addUp(harts: readonly HartCounts[]): HartCounts {
  const sum: HartCounts = { retired: 0, tlbMisses: 0, exceptions: {}, interrupts: {}, exits: {}, modeInstructions: [0, 0, 0, 0] }
  for (const hart of harts) {
    sum.retired += hart.retired
    sum.tlbMisses += hart.tlbMisses
    addCounts(sum.exceptions, hart.exceptions)
    addCounts(sum.interrupts, hart.interrupts)
    addCounts(sum.exits, hart.exits)
    sum.modeInstructions = sum.modeInstructions.map((count, mode) => count + (hart.modeInstructions[mode] ?? 0))
  }
  return sum
}

function addCounts(sum: Counts, counts: Counts): void {
  for (const [name, count] of Object.entries(counts)) sum[name] = (sum[name] ?? 0) + (count ?? 0)
}
