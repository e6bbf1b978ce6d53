/** HTIF: the tohost and fromhost words of programs made for Spike. */
import { struct, u32 } from '../layout/struct'

export const htifStruct = struct('Htif', 'What the host target interface counted.', [
  u32('requests', 'commands answered'),
])
