/** The Goldfish real-time clock: nanoseconds of Unix time and one alarm. */
import { GUEST_RTC, Guest, Rtc } from '../../abi/layout.gen'
import { RTC_IRQ } from '../../abi/platform.gen'
import { setInterruptLine } from '../../irq/line'

const enum Register {
  timeLow = 0x00,
  timeHigh = 0x04,
  alarmLow = 0x08,
  alarmHigh = 0x0c,
  irqEnabled = 0x10,
  clearAlarm = 0x14,
  alarmStatus = 0x18,
  clearInterrupt = 0x1c,
}

// @ts-ignore: decorator
@inline const LOW: u64 = 0xffff_ffff

/** Disarms the alarm; the time runs on. */
export function rtcReset(guest: Guest): void {
  const rtc = rtcOf(guest)
  rtc.timeHigh = 0
  rtc.alarmNs = 0
  rtc.alarmRunning = 0
  rtc.interruptEnabled = 0
  rtc.interruptPending = 0
  drive(guest, rtc)
}

/** Guest time at which the alarm goes off, all ones when it is not armed. */
export function rtcDeadlineNs(guest: Guest): u64 {
  const rtc = rtcOf(guest)
  if (rtc.alarmRunning == 0) return u64.MAX_VALUE
  const now = wallNs(guest, rtc)
  if (rtc.alarmNs <= now) return guest.timeNs
  const left = rtc.alarmNs - now
  return left > u64.MAX_VALUE - guest.timeNs ? u64.MAX_VALUE : guest.timeNs + left
}

/** Sets the alarm off when its time has come. */
export function rtcTick(guest: Guest): void {
  const rtc = rtcOf(guest)
  if (rtc.alarmRunning == 0 || wallNs(guest, rtc) < rtc.alarmNs) return
  rtc.alarmRunning = 0
  rtc.interruptPending = 1
  drive(guest, rtc)
}

/** Reading the low half of the time latches the high one. */
export function rtcRead(guest: Guest, offset: u32, bytes: u32): u64 {
  if (bytes != 4) return 0
  const rtc = rtcOf(guest)
  switch (offset) {
    case Register.timeLow:
      return latchTime(guest, rtc)
    case Register.timeHigh:
      return rtc.timeHigh
    case Register.alarmLow:
      return rtc.alarmNs & LOW
    case Register.alarmHigh:
      return rtc.alarmNs >> 32
    case Register.irqEnabled:
      return rtc.interruptEnabled
    case Register.alarmStatus:
      return rtc.alarmRunning
    default:
      return 0
  }
}

/** Writing the low half of the alarm arms it. */
export function rtcWrite(guest: Guest, offset: u32, value: u64, bytes: u32): void {
  if (bytes != 4) return
  const rtc = rtcOf(guest)
  switch (offset) {
    case Register.timeLow:
      return setTime(guest, rtc, withLow(wallNs(guest, rtc), value))
    case Register.timeHigh:
      return setTime(guest, rtc, withHigh(wallNs(guest, rtc), value))
    case Register.alarmLow:
      rtc.alarmNs = withLow(rtc.alarmNs, value)
      rtc.alarmRunning = 1
      return rtcTick(guest)
    case Register.alarmHigh:
      rtc.alarmNs = withHigh(rtc.alarmNs, value)
      return
    case Register.irqEnabled:
      rtc.interruptEnabled = <u32>value & 1
      return drive(guest, rtc)
    case Register.clearAlarm:
      rtc.alarmRunning = 0
      return
    case Register.clearInterrupt:
      rtc.interruptPending = 0
      return drive(guest, rtc)
  }
}

function latchTime(guest: Guest, rtc: Rtc): u64 {
  const now = wallNs(guest, rtc)
  rtc.timeHigh = <u32>(now >> 32)
  return now & LOW
}

function setTime(guest: Guest, rtc: Rtc, wall: u64): void {
  rtc.epochNs = wall - guest.timeNs
}

function wallNs(guest: Guest, rtc: Rtc): u64 {
  return rtc.epochNs + guest.timeNs
}

function withLow(value: u64, low: u64): u64 {
  return (value & ~LOW) | (low & LOW)
}

function withHigh(value: u64, high: u64): u64 {
  return (value & LOW) | (high << 32)
}

function drive(guest: Guest, rtc: Rtc): void {
  setInterruptLine(guest, RTC_IRQ, (rtc.interruptPending & rtc.interruptEnabled) != 0)
}

function rtcOf(guest: Guest): Rtc {
  return changetype<Rtc>(changetype<usize>(guest) + GUEST_RTC)
}
