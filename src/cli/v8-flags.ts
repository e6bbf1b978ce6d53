/** Settings of V8 for a process that does nothing but run guests. */
import type { HostOptions } from '../host/options'
import { optimizeAfter } from '../platform/compilation'

/**
 * Bytes of a WebAssembly function that run before V8 optimizes it; its own value is 1.8 to 13 million. Optimizing takes some 60 us of another
 * thread for each guest instruction, which code that only a boot goes through never pays back: the first modules wait long. What a guest then
 * works with is spread over thousands of functions, none of which would ever have run as much.
 */
export const tieringBudgets = { booting: 100_000_000, working: 5_000_000 } as const
/** Whoever has not been typed to by then is at work as well. */
const bootMs = 30_000

/** The options of a host that is made now: what it compiles is optimized late, until somebody types or a boot is over. */
export function optimizedLate(options: HostOptions): HostOptions {
  setTimeout(optimizeSoon, bootMs).unref()
  return { ...options, translator: { optimizeAfterBytes: tieringBudgets.booting, ...options.translator } }
}

export function optimizeSoon(): void {
  optimizeAfter(tieringBudgets.working)
}
