/** IMSIC: one interrupt file, of M-mode or S-mode of one hart (AIA, chapter 3). */
import { platform } from '../platform'
import { array, struct, u32 } from '../layout/struct'

export const imsicWords = (platform.imsicS.ids + 1) / 64

export const imsicStruct = struct('Imsic', 'Identities 1 to 255.', [
  u32('delivery', 'eidelivery'),
  u32('threshold', 'eithreshold'),
  array('u64', 'pending', imsicWords, 'eip'),
  array('u64', 'enabled', imsicWords, 'eie'),
])
