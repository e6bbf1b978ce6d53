/** The two clocks of the outside: one that only goes forward, and the time of day. */

/** Nanoseconds since some fixed moment of this thread. */
export function monotonicNs(): number {
  return performance.now() * 1e6
}

/** Where `monotonicNs` of this thread begins, in milliseconds since 1970. */
export function clockOriginMs(): number {
  return performance.timeOrigin
}

/** As `monotonicNs`, but since the moment at which another thread's began, so that both tell the same time. */
export function monotonicNsSince(originMs: number): () => number {
  const aheadMs = performance.timeOrigin - originMs
  return () => (performance.now() + aheadMs) * 1e6
}

/** Nanoseconds since 1970-01-01T00:00:00Z. */
export function wallClockNs(): bigint {
  return BigInt(Date.now()) * 1_000_000n
}

/** Milliseconds since 1970-01-01T00:00:00Z in ISO 8601. */
export function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}
