/** State of the Goldfish real-time clock. */
import { struct, u32, u64 } from '../layout/struct'

export const rtcStruct = struct('Rtc', 'Goldfish RTC: wall time in nanoseconds and one alarm.', [
  u64('epochNs', 'wall time, in Unix nanoseconds, at guest time 0'),
  u64('alarmNs', 'wall time of the alarm'),
  u32('timeHigh', 'upper half latched by the last read of TIME_LOW'),
  u32('alarmRunning', '1 while the alarm is armed'),
  u32('interruptEnabled', '1 when an alarm interrupts'),
  u32('interruptPending', '1 after the alarm went off'),
])
