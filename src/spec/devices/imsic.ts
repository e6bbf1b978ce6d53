/** State of the imsic device. */
import { struct, u32 } from '../layout/struct'

export const imsicStruct = struct('Imsic', '', [
  u32('unused', ''),
])
