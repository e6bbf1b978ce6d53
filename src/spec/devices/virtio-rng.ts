/** State of the entropy device (Virtual I/O Device 1.3, §5.4), which has no configuration space. */
import { array, struct, u32 } from '../layout/struct'

export const rngSeedBytes = 32

export const rngStruct = struct('Rng', 'A ChaCha20 generator that forgets its key with every block.', [
  u32('seeded', '1 once there is a key'),
  array('u32', 'key', rngSeedBytes / 4, 'key of the next block'),
  array('u32', 'block', 16, 'the block made last: its first half is the next key'),
])
