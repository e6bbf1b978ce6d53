/** Memory that several threads work on: pages have it only when they are cross-origin isolated. */

/** May this thread share memory with workers? */
export function canShareMemory(): boolean {
  return typeof SharedArrayBuffer === 'function' && globalThis.crossOriginIsolated !== false
}

/** Sleeps while the word at `index` is `value`, for at most `timeoutMs`. Not on a page's own thread. */
export function sleepOn(words: Int32Array<SharedArrayBuffer>, index: number, value: number, timeoutMs: number): void {
  Atomics.wait(words, index, value, timeoutMs)
}
