/** Settings of V8 for a process that does nothing but run guests. */
import { setFlagsFromString } from 'node:v8'

/**
 * Bytes of a WebAssembly function that run before V8 optimizes it; its own value is 1.8 to 13 million. Optimizing takes some 60 us of another
 * thread for each guest instruction, which code that only a boot goes through never pays back: the first modules wait long. What a guest then
 * works with is spread over thousands of functions, none of which would ever have run as much.
 */
export const tieringBudgets = { booting: 100_000_000, working: 5_000_000 } as const
/** Whoever has not been typed to by then is at work as well. */
const bootMs = 30_000

/** Modules that are compiled from now on are optimized late, until somebody types or a boot is over. The setting is the whole process's. */
export function optimizeLate(): void {
  setBudget(tieringBudgets.booting)
  setTimeout(optimizeSoon, bootMs).unref()
}

export function optimizeSoon(): void {
  setBudget(tieringBudgets.working)
}

function setBudget(bytes: number): void {
  setFlagsFromString(`--wasm-tiering-budget=${bytes}`)
}
