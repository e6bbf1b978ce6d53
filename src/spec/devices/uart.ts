/** State of the uart device. */
import { struct, u32 } from '../layout/struct'

export const uartStruct = struct('Uart', '', [
  u32('unused', ''),
])
