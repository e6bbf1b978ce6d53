/**
 * Locks and flags in memory. In the build for shared memory they are sequentially consistent atomics; in the other one, which has a single
 * thread, they are plain loads and stores.
 */

/** Takes the lock at `pointer`; who holds it does little and never waits, so the others spin. */
export function acquireLock(pointer: usize): void {
  if (ASC_FEATURE_THREADS) {
    while (atomic.cmpxchg<u32>(pointer, 0, 1) != 0) while (atomic.load<u32>(pointer) != 0) {}
  } else {
    if (load<u32>(pointer) != 0) unreachable()
    store<u32>(pointer, 1)
  }
}

export function releaseLock(pointer: usize): void {
  if (ASC_FEATURE_THREADS) atomic.store<u32>(pointer, 0)
  else store<u32>(pointer, 0)
}

// @ts-ignore: decorator
@inline
export function readFlag(pointer: usize): u32 {
  if (ASC_FEATURE_THREADS) return atomic.load<u32>(pointer)
  else return load<u32>(pointer)
}

// @ts-ignore: decorator
@inline
export function setFlag(pointer: usize, value: u32): void {
  if (ASC_FEATURE_THREADS) atomic.store<u32>(pointer, value)
  else store<u32>(pointer, value)
}

/** Sets the word and returns what it was. */
export function exchangeFlag(pointer: usize, value: u32): u32 {
  if (ASC_FEATURE_THREADS) return atomic.xchg<u32>(pointer, value)
  else {
    const before = load<u32>(pointer)
    store<u32>(pointer, value)
    return before
  }
}

/** Counts the word up and wakes the thread that waits on it. */
export function ringDoorbell(pointer: usize): void {
  if (ASC_FEATURE_THREADS) {
    atomic.add<u32>(pointer, 1)
    atomic.notify(pointer, 1)
  } else store<u32>(pointer, load<u32>(pointer) + 1)
}
