/** A byte ring between a device in the core and the outside. */
import { array, struct, u32 } from './struct'

export const ringBytes = 65_536 * 2

export const ringStruct = struct(
  'Ring',
  'Single producer, single consumer; indices run freely and wrap at 2^32.',
  [
    u32('head', 'bytes ever written'),
    u32('tail', 'bytes ever read'),
    array('u8', 'data', ringBytes, 'content, at index modulo its size'),
  ],
  64,
)
