/** State of the rtc device. */
import { struct, u32 } from '../layout/struct'

export const rtcStruct = struct('Rtc', '', [
  u32('unused', ''),
])
