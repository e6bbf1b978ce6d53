/** When a guest has something to do by itself: timers of its harts, and alarms of its devices. */
import { Guest, Hart, NS_PER_TICK } from '../abi/layout.gen'
import { rtcDeadlineNs } from '../devices/rtc/index'
import { LAST_TICK } from '../hart/clock'
import { nextDeadlineTick, nextDeadlineTickOf } from '../irq/aclint'
import { host } from '../memory/host'

const NEVER: u64 = u64.MAX_VALUE

/** The earliest timer of the guest, in ticks; all ones when it is past what nanoseconds can tell. */
export function nextEventTick(guest: Guest): u64 {
  return within(min<u64>(nextDeadlineTick(guest), alarmTick(guest)))
}

/** The earliest timer that the hart has to look after: its own, and those of devices. */
export function nextEventTickOf(guest: Guest, hart: Hart): u64 {
  return within(min<u64>(nextDeadlineTickOf(guest, hart), alarmTick(guest)))
}

function alarmTick(guest: Guest): u64 {
  const messages = min<u64>(guest.nicWakeNs, guest.messageWakeNs)
  const alarm = min<u64>(rtcDeadlineNs(guest), min<u64>(messages, guest.diskWakeNs))
  return alarm / NS_PER_TICK + (alarm % NS_PER_TICK != 0 ? 1 : 0)
}

function within(tick: u64): u64 {
  return tick > LAST_TICK ? NEVER : tick
}

/** When a tick of the guest's time is, for the physical CPUs. */
export function momentOf(guest: Guest, tick: u64): u64 {
  if (tick == NEVER) return NEVER
  const moment = <i64>(tick * NS_PER_TICK) + guest.clockBaseNs + host().timelineBaseNs
  return moment < 0 ? 0 : <u64>moment
}
