/** State of one interrupt file of an IMSIC. */
import { array, struct, u32 } from '../layout/struct'
import { platform } from '../platform'

export const imsicWords = Math.ceil((platform.imsicS.ids + 1) / 64)

export const imsicStruct = struct('Imsic', 'One interrupt file: machine or supervisor level of a hart.', [
  u32('eidelivery', '1 while interrupts are delivered to the hart'),
  u32('eithreshold', 'identities from here on are held back, 0 holds back none'),
  array('u64', 'pending', imsicWords, 'bit per identity'),
  array('u64', 'enabled', imsicWords, 'bit per identity'),
])
