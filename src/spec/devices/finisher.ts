/** Test finisher and syscon (SiFive test device). */
import { struct, u32 } from '../layout/struct'

export const finisherStruct = struct('Finisher', 'It ends the guest, so that it keeps nothing but the last value.', [
  u32('last', 'last value written'),
])
