/** State of the htif device. */
import { struct, u32 } from '../layout/struct'

export const htifStruct = struct('Htif', '', [
  u32('unused', ''),
])
