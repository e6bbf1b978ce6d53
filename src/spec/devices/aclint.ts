/** State of the aclint device. */
import { struct, u32 } from '../layout/struct'

export const aclintStruct = struct('Aclint', '', [
  u32('unused', ''),
])
