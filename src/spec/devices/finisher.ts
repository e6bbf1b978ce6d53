/** State of the finisher device. */
import { struct, u32 } from '../layout/struct'

export const finisherStruct = struct('Finisher', '', [
  u32('unused', ''),
])
