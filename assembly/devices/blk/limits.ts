/**
 * How much a disk may do in a second of its guest's time: a bucket of bytes and one of requests, which time fills and each request takes from.
 * A request may go while both hold something, so that a large one leaves a debt: over any time longer than a burst the limits hold exactly.
 */
import { Blk } from '../../abi/layout.gen'

/** Tokens are counted in billionths, so that nanoseconds times a rate are tokens. */
// @ts-ignore: decorator
@inline const ONE: i64 = 1_000_000_000
/** A burst is what a tenth of a second brings. */
// @ts-ignore: decorator
@inline const BURST_NS: u64 = 100_000_000

/** May another request be taken? */
export function areTokensLeft(blk: Blk, nowNs: u64): bool {
  if ((blk.bytesLimit | blk.operationsLimit) == 0) return true
  fill(blk, nowNs)
  return (blk.bytesLimit == 0 || blk.byteTokens > 0) && (blk.operationsLimit == 0 || blk.operationTokens > 0)
}

export function takeTokens(blk: Blk, bytes: u32): void {
  if (blk.bytesLimit != 0) blk.byteTokens -= <i64>bytes * ONE
  if (blk.operationsLimit != 0) blk.operationTokens -= ONE
}

/** Guest time when both buckets hold something again. */
export function goesOnNs(blk: Blk, nowNs: u64): u64 {
  return nowNs + 1 + max<u64>(debtNs(blk.byteTokens, blk.bytesLimit), debtNs(blk.operationTokens, blk.operationsLimit))
}

/** Other limits begin without debt and with a burst. */
export function resetTokens(blk: Blk, nowNs: u64): void {
  blk.byteTokens = <i64>(blk.bytesLimit * BURST_NS)
  blk.operationTokens = <i64>(blk.operationsLimit * BURST_NS)
  blk.filledNs = nowNs
}

function debtNs(tokens: i64, perSecond: u64): u64 {
  return perSecond == 0 || tokens > 0 ? 0 : <u64>-tokens / perSecond
}

/** A guest that starts over has a younger clock than its disk. */
function fill(blk: Blk, nowNs: u64): void {
  const ns = nowNs < blk.filledNs ? 0 : nowNs - blk.filledNs
  blk.filledNs = nowNs
  blk.byteTokens = filled(blk.byteTokens, blk.bytesLimit, ns)
  blk.operationTokens = filled(blk.operationTokens, blk.operationsLimit, ns)
}

/** What is left of `ns` behind the debt counts up to a burst: no product is larger than a debt or a burst. */
function filled(tokens: i64, perSecond: u64, ns: u64): i64 {
  if (perSecond == 0) return 0
  const debt = debtNs(tokens, perSecond)
  if (ns <= debt) return tokens + <i64>(ns * perSecond)
  return min<i64>(<i64>(perSecond * BURST_NS), tokens + <i64>((debt + min<u64>(ns - debt, BURST_NS)) * perSecond))
}
