/** Settings of V8 for a process that does nothing but run guests. */
import { setFlagsFromString } from 'node:v8'

/**
 * Bytes of a WebAssembly function that run before V8 optimizes it; its own value is 1.8 to 13 million. Optimizing takes some 60 us
 * of another thread for each guest instruction, which code that only a boot goes through never pays back: a boot of Debian to its
 * shell took 3.2 instead of 5.4 seconds of CPU with 100 million, and a fifth less again with this. A hot loop has used it up within a tenth of a second.
 */
const wasmTieringBudget = 300_000_000

/** Modules that are compiled from now on are optimized later. The setting is the whole process's. */
export function optimizeLater(): void {
  setFlagsFromString(`--wasm-tiering-budget=${wasmTieringBudget}`)
}
