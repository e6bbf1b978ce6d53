/**
 * How fast a port may send: a bucket of bits that fills at `max_tx_rate` and that every frame takes from. A frame may go while there are
 * any, so that long ones leave a debt: over any time that is longer than a burst the rate holds exactly.
 */
import { NicPort } from '../abi/layout.gen'
import { NEVER } from './port'

/** A burst is what goes through in five milliseconds: over a second that is half a percent, and a host that looks late loses nothing. */
// @ts-ignore: decorator
@inline const BURST_NS: u64 = 5_000_000
// @ts-ignore: decorator
@inline const NS_PER_US: u64 = 1000

/** What a port saves of its `min_tx_rate` while it sends less: a receiver may take frames a few times a second only. */
// @ts-ignore: decorator
@inline const CREDIT_NS: u64 = 50_000_000

/** Nanoseconds of guest time when the port may send again; NEVER when it may now. Rates are Mbit/s, which are bits per microsecond. */
export function sendsAgainNs(port: NicPort, nowNs: u64): u64 {
  if (port.maxTxRate == 0) return NEVER
  fill(port, nowNs)
  if (port.tokens > 0) return NEVER
  return nowNs + ((<u64>(1 - port.tokens)) * NS_PER_US + port.maxTxRate - 1) / port.maxTxRate
}

export function takeTokens(port: NicPort, bytes: u32): void {
  if (port.maxTxRate != 0) port.tokens -= <i64>bytes << 3
  /* What it sends beyond its guarantee costs it nothing later. */
  if (port.credit > 0) port.credit -= <i64>bytes << 3
}

/** Whole bits only: the rest of the time is kept for the next one. */
function fill(port: NicPort, nowNs: u64): void {
  const most = <i64>(BURST_NS * port.maxTxRate / NS_PER_US)
  if (nowNs < port.tokensNs || nowNs - port.tokensNs > 1_000_000_000_000) {
    port.tokensNs = nowNs
    return
  }
  const bits = (nowNs - port.tokensNs) * port.maxTxRate / NS_PER_US
  port.tokensNs += bits * NS_PER_US / port.maxTxRate
  port.tokens += <i64>bits
  if (port.tokens < most) return
  port.tokens = most
  port.tokensNs = nowNs
}

/** True while the port has sent less than its `min_tx_rate`: then it goes before others. */
export function hasCredit(port: NicPort, nowNs: u64): bool {
  if (port.minTxRate == 0) return false
  const most = CREDIT_NS * port.minTxRate / NS_PER_US
  const ns = nowNs < port.creditNs ? 0 : min<u64>(nowNs - port.creditNs, CREDIT_NS)
  const bits = ns * port.minTxRate / NS_PER_US
  if (bits == 0 && nowNs >= port.creditNs) return port.credit > 0
  port.creditNs = nowNs
  port.credit = min<i64>(port.credit + <i64>bits, <i64>most)
  return port.credit > 0
}

/** Another rate begins without debt and without savings. */
export function resetTokens(port: NicPort, nowNs: u64): void {
  port.tokens = 1
  port.tokensNs = nowNs
}
