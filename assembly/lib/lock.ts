/**
 * Locks and flags in memory. In the build for shared memory they are sequentially consistent atomics; in the other one, which has a single
 * thread, they are plain loads and stores.
 */

import { sleepWhile } from './mutex'

/** Looks at a lock before its waiter gives the processor away: whoever holds it does little, but may have lost its own. */
const SPINS: u32 = 2000
/** Nanoseconds that a waiter sleeps at a time: nobody wakes it. */
const NAP: i64 = 50_000

/** Takes the lock at `pointer`. */
export function acquireLock(pointer: usize): void {
  if (ASC_FEATURE_THREADS) {
    while (atomic.cmpxchg<u32>(pointer, 0, 1) != 0) awaitRelease(pointer)
  } else {
    if (load<u32>(pointer) != 0) unreachable()
    store<u32>(pointer, 1)
  }
}

function awaitRelease(pointer: usize): void {
  for (let spins: u32 = 0; atomic.load<u32>(pointer) != 0; spins++) if (spins >= SPINS) sleepWhile(pointer, 1, NAP)
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

/** Counts the word up, so that nobody begins to wait on it who has not seen why. */
export function countDoorbell(pointer: usize): void {
  if (ASC_FEATURE_THREADS) atomic.add<u32>(pointer, 1)
  else store<u32>(pointer, load<u32>(pointer) + 1)
}

/** Wakes the thread that waits on the word. */
export function wakeAtDoorbell(pointer: usize): void {
  if (ASC_FEATURE_THREADS) atomic.notify(pointer, 1)
}
