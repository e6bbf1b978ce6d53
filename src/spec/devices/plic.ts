/** State of the plic device. */
import { struct, u32 } from '../layout/struct'

export const plicStruct = struct('Plic', '', [
  u32('unused', ''),
])
