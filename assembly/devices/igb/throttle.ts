/**
 * Interrupt throttling (§7.3.4.1): the counter of a vector's EITR is set to its interval by each message, and until it has come to zero the next one is held
 * back. An interval of 0 holds nothing. Time is the guest's, so that runs repeat.
 *
 *     EITR: | keeps counters 31 | counter 30..21 | credits 20..16 | low latency 15 | interval, microseconds 14..2 | 0 |
 */
import { Guest, IGB_THROTTLE_BYTES, IGB_VF_THROTTLES, IGB_VECTORS, IgbThrottle, IgbThrottleBit, IgbVf } from '../../abi/layout.gen'
import { kick } from '../../memory/exclusive'
import { hartOf } from '../../memory/tlb'

// @ts-ignore: decorator
@inline const NS_PER_US: u64 = 1000
/** The longest that a counter goes: a guest that starts over has a younger clock. */
// @ts-ignore: decorator
@inline const MOST_NS: u64 = (<u64>IgbThrottleBit.interval >> <u64>IgbThrottleBit.intervalShift) * NS_PER_US
// @ts-ignore: decorator
@inline const NEVER: u64 = u64.MAX_VALUE

// @ts-ignore: decorator
@inline
function throttleOf(vf: IgbVf, vector: u32): IgbThrottle {
  return changetype<IgbThrottle>(changetype<usize>(vf) + vf.throttlesAt + vector * IGB_THROTTLE_BYTES)
}

/** Nanoseconds between two messages at least. */
function intervalNs(it: IgbThrottle): u64 {
  return (<u64>(it.eitr & IgbThrottleBit.interval) >> <u64>IgbThrottleBit.intervalShift) * NS_PER_US
}

/** What is left of the counter, nanoseconds. */
function leftNs(guest: Guest, it: IgbThrottle): u64 {
  const now = guest.timeNs
  return it.endNs > now && it.endNs - now <= MOST_NS ? it.endNs - now : 0
}

/** Has the vector to wait before it sends? */
// @ts-ignore: decorator
@inline
export function isThrottled(guest: Guest, vf: IgbVf, vector: u32): bool {
  const it = throttleOf(vf, vector)
  return (it.eitr & IgbThrottleBit.interval) != 0 && leftNs(guest, it) != 0
}

/** It sends as soon as its counter is at zero. One alarm for all vectors of a guest; harts that run elsewhere look when it is now. */
export function hold(guest: Guest, vf: IgbVf, vector: u32): void {
  vf.held |= 1 << vector
  const end = throttleOf(vf, vector).endNs
  if (end >= guest.messageWakeNs) return
  guest.messageWakeNs = end
  for (let i: u32 = 0; i < guest.harts; i++) kick(hartOf(guest, i))
}

/** It sends now. */
// @ts-ignore: decorator
@inline
export function beginInterval(guest: Guest, vf: IgbVf, vector: u32): void {
  const it = throttleOf(vf, vector)
  if ((it.eitr & IgbThrottleBit.interval) != 0) it.endNs = guest.timeNs + intervalNs(it)
}

export function readThrottle(guest: Guest, vf: IgbVf, vector: u32): u32 {
  const it = throttleOf(vf, vector)
  const us = (leftNs(guest, it) + NS_PER_US - 1) / NS_PER_US
  const counter = min<u32>(<u32>(us >> <u64>IgbThrottleBit.counterUnit), IgbThrottleBit.counterMask)
  return it.eitr | (counter << IgbThrottleBit.counterShift)
}

/** Counters are as they are written, unless they are to be kept: drivers that write only an interval have the vector send at once. */
export function writeThrottle(guest: Guest, vf: IgbVf, vector: u32, value: u32): void {
  const it = throttleOf(vf, vector)
  const own = value & <u32>(IgbThrottleBit.interval | IgbThrottleBit.lowLatency)
  if ((value & IgbThrottleBit.keepsCounters) != 0) {
    it.eitr = own | (it.eitr & <u32>IgbThrottleBit.credits)
    return
  }
  it.eitr = own | (value & <u32>IgbThrottleBit.credits)
  const units = (value >> IgbThrottleBit.counterShift) & IgbThrottleBit.counterMask
  it.endNs = units == 0 ? 0 : guest.timeNs + (<u64>units << <u64>IgbThrottleBit.counterUnit) * NS_PER_US
}

/** Of a virtual function, as after a reset. */
export function resetThrottles(vf: IgbVf): void {
  memory.fill(changetype<usize>(vf) + IGB_VF_THROTTLES, 0, IGB_VECTORS * IGB_THROTTLE_BYTES)
  vf.held = 0
}
