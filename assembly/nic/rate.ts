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

/** Nanoseconds of guest time when the port may send again; NEVER when it may now. Rates are Mbit/s, which are bits per microsecond. */
export function sendsAgainNs(port: NicPort, nowNs: u64): u64 {
  if (port.maxTxRate == 0) return NEVER
  fill(port, nowNs)
  if (port.tokens > 0) return NEVER
  return nowNs + ((<u64>(1 - port.tokens)) * NS_PER_US + port.maxTxRate - 1) / port.maxTxRate
}

export function takeTokens(port: NicPort, bytes: u32): void {
  if (port.maxTxRate != 0) port.tokens -= <i64>bytes << 3
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

/** Another rate begins without debt and without savings. */
export function resetTokens(port: NicPort, nowNs: u64): void {
  port.tokens = 1
  port.tokensNs = nowNs
}
