/** State of the test finisher. */
import { struct, u32 } from '../layout/struct'

export const finisherStruct = struct('Finisher', 'SiFive test device, also the syscon of poweroff and reboot.', [
  u32('value', 'last value written'),
])
