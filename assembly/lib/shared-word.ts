/**
 * Words that several threads write. In the build for shared memory these are sequentially consistent atomics; in the other one, which has a
 * single thread, they are plain loads and stores.
 */

// @ts-ignore: decorator
@inline
export function read32(pointer: usize): u32 {
  if (ASC_FEATURE_THREADS) return atomic.load<u32>(pointer)
  else return load<u32>(pointer)
}

// @ts-ignore: decorator
@inline
export function write32(pointer: usize, value: u32): void {
  if (ASC_FEATURE_THREADS) atomic.store<u32>(pointer, value)
  else store<u32>(pointer, value)
}

// @ts-ignore: decorator
@inline
export function setBits64(pointer: usize, bits: u64): void {
  if (ASC_FEATURE_THREADS) atomic.or<u64>(pointer, bits)
  else store<u64>(pointer, load<u64>(pointer) | bits)
}

// @ts-ignore: decorator
@inline
export function clearBits64(pointer: usize, bits: u64): void {
  if (ASC_FEATURE_THREADS) atomic.and<u64>(pointer, ~bits)
  else store<u64>(pointer, load<u64>(pointer) & ~bits)
}

// @ts-ignore: decorator
@inline
export function add32(pointer: usize, value: u32): void {
  if (ASC_FEATURE_THREADS) atomic.add<u32>(pointer, value)
  else store<u32>(pointer, load<u32>(pointer) + value)
}

/** Raises the word to `value` unless it is higher already; what it is then. */
export function raise64(pointer: usize, value: u64): u64 {
  if (ASC_FEATURE_THREADS) {
    let old = atomic.load<u64>(pointer)
    while (old < value) {
      const found = atomic.cmpxchg<u64>(pointer, old, value)
      if (found == old) return value
      old = found
    }
    return old
  } else {
    const now = max<u64>(load<u64>(pointer), value)
    store<u64>(pointer, now)
    return now
  }
}

/**
 * No access before it is seen by others after one behind it. The compiler cannot emit `atomic.fence`; a modification of a word that nobody else
 * has is as good: where it is no full barrier by the letter, it is one in what engines emit for it.
 */
// @ts-ignore: decorator
@inline
export function fullFence(own: usize): void {
  if (ASC_FEATURE_THREADS) atomic.add<u32>(own, 0)
}
