/**
 * Mutexes that their owner may take again, in two words: | owner u32 | times taken u32 |. An owner is told by a number that is not 0.
 *
 * Without threads there is nobody to exclude, and nothing is done.
 */

/** Looks at a mutex before its waiter gives the processor away. */
const SPINS: u32 = 200
/** Nanoseconds that a waiter sleeps at a time: nobody wakes it. */
const NAP: i64 = 50_000

export function lock(mutex: usize, owner: u32): void {
  if (!ASC_FEATURE_THREADS) return
  if (atomic.load<u32>(mutex) != owner) acquire(mutex, owner)
  store<u32>(mutex, load<u32>(mutex, 4) + 1, 4)
}

export function unlock(mutex: usize): void {
  if (!ASC_FEATURE_THREADS) return
  const times = load<u32>(mutex, 4) - 1
  store<u32>(mutex, times, 4)
  if (times == 0) atomic.store<u32>(mutex, 0)
}

function acquire(mutex: usize, owner: u32): void {
  let spins: u32 = 0
  while (true) {
    const holder = atomic.cmpxchg<u32>(mutex, 0, owner)
    if (holder == 0) return
    if (++spins > SPINS) sleepWhile(mutex, holder, NAP)
  }
}

/** Sleeps while the word at `pointer` is `value`, until somebody wakes it or `ns` are over. */
export function sleepWhile(pointer: usize, value: u32, ns: i64): void {
  if (ASC_FEATURE_THREADS) atomic.wait<i32>(pointer, <i32>value, ns)
}

export function wakeAll(pointer: usize): void {
  if (ASC_FEATURE_THREADS) atomic.notify(pointer, -1)
}
