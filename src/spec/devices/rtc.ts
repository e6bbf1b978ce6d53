/** Goldfish real-time clock. */
import { struct, u32, u64 } from '../layout/struct'

export const rtcStruct = struct('Rtc', 'Wall clock in nanoseconds since 1970, and its alarm.', [
  u64('epochNs', 'wall time at guest time 0'),
  u64('alarmNs', 'wall time of the alarm'),
  u32('alarmArmed', ''),
  u32('irqEnabled', ''),
  u32('irqPending', ''),
  u32('timeHigh', 'TIME_HIGH as latched by a read of TIME_LOW'),
  u32('alarmHigh', 'ALARM_HIGH until ALARM_LOW is written'),
  u32('writtenHigh', 'TIME_HIGH until TIME_LOW is written'),
])
