/** State of the aplic device. */
import { struct, u32 } from '../layout/struct'

export const aplicStruct = struct('Aplic', '', [
  u32('unused', ''),
])
